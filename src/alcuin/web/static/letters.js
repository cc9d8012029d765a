// Pages that a letter's link opens: send the form to the API, and say what came of it.

const GONE = 410;
const form = document.querySelector("form");
const refusal = form.querySelector("[role=alert]");
const status = form.querySelector("[role=status]");
const token = takenToken();

// Out of the address, and so out of the history and of what others see. Kept nowhere but here.
function takenToken() {
  const found = new URLSearchParams(location.search).get("token");
  history.replaceState(null, "", location.pathname);
  return found;
}

function show(state) {
  for (const section of document.querySelectorAll("[data-state]")) {
    section.hidden = section.dataset.state !== state;
  }
  const heading = document.querySelector(`[data-state=${state}] h1`);
  document.title = `${heading.textContent} · Alcuin`;
  heading.focus();
}

async function send(body) {
  const headers = { "content-type": "application/json" };
  try {
    const answer = await fetch(form.action, { method: "POST", headers, body, credentials: "omit" });
    return { ok: answer.ok, status: answer.status, ...(await answer.json()) };
  } catch {
    // No network, or a proxy's page instead of our answer.
    return { detail: "The server cannot be reached just now. Nothing is lost: try again in a moment." };
  }
}

function inputs() {
  return [...form.elements].filter((element) => element.matches("input"));
}

function mark(input, message) {
  document.getElementById(`${input.id}-error`).textContent = message;
  input.setAttribute("aria-invalid", String(message !== ""));
}

function clear() {
  refusal.textContent = "";
  inputs().forEach((input) => mark(input, ""));
}

// Each flaw beside its field; what has no field here is said above the button.
function showFlaws(errors, detail) {
  const without = errors.filter(({ pointer, message }) => {
    const input = inputs().find(({ name }) => pointer === `/${name}`);
    if (input) mark(input, message);
    return !input;
  });
  if (without.length || !errors.length) {
    refusal.textContent = without.map(({ message }) => message).join(" ") || detail;
  }
  form.querySelector("[aria-invalid=true]")?.focus();
}

function finish({ data }) {
  for (const place of document.querySelectorAll("[data-fact]")) {
    place.textContent = data?.[place.dataset.fact] ?? place.textContent;
  }
  form.reset();
  show("done");
}

async function submit(event) {
  event.preventDefault();
  if (form.ariaBusy === "true") return;
  clear();
  form.ariaBusy = "true";
  status.textContent = "Sending…";
  const answer = await send(JSON.stringify({ ...Object.fromEntries(new FormData(form)), token }));
  form.ariaBusy = "false";
  status.textContent = "";
  if (answer.ok) finish(answer);
  else if (answer.status === GONE) show("spent");
  else showFlaws(answer.errors ?? [], answer.detail);
}

function reveal({ currentTarget: button }) {
  const input = form.elements.namedItem(button.dataset.reveals);
  const shown = input.type === "password";
  input.type = shown ? "text" : "password";
  button.textContent = shown ? "Hide" : "Show";
  button.ariaLabel = `${button.textContent} password`;
  status.textContent = shown ? "The password is shown." : "The password is hidden.";
}

form.addEventListener("submit", submit);
form.querySelectorAll("[data-reveals]").forEach((each) => each.addEventListener("click", reveal));
form.hidden = false;
if (!token) show("incomplete");
