"""GAUNTLET D4: what authors write, as a real browser reads it, without any policy to help."""

import pytest
from playwright.async_api import Browser, Page, Route

from alcuin.catalog.rendering import render
from tests.catalog.dangers import PAYLOADS

MUTATIONS = [
    "<math><mtext><table><mglyph><style><!--</style><p id='--&gt;&lt;img src onerror=hit()&gt;'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=hit()>",
    "<svg></p><style><a id='</style><img src=1 onerror=hit()>'>",
    "<math></p><style><!--</style><img src/onerror=hit()>--></style></math>",
    "<noscript><p title='</noscript><img src=x onerror=hit()>'></noscript>",
    "<p id='a'><noembed><p title='</noembed><img src=x onerror=hit()>'></noembed>",
    "<xmp><p title='</xmp><img src=x onerror=hit()>'></xmp>",
    "<iframe><p title='</iframe><img src=x onerror=hit()>'></iframe>",
    "<textarea><p title='</textarea><img src=x onerror=hit()>'></textarea>",
    "<select><template><style><!--</style><a rel='--><img src=x onerror=hit()>'></template>",
    "<svg><desc><noscript><style></noscript><img src=x onerror=hit()></style></desc></svg>",
    "<table><td><caption><svg><foreignobject><p><style><img src=x onerror=hit()></style>",
    "<a href='https://a.example/&#x22;&#x20;onmouseover=hit()&#x20;x='>x</a>",
    "<a href='java\tscript:hit()'>x</a><a href='&#x6a;avascript:hit()'>x</a>",
    "<a href='data:text/html,<script>parent.hit()</script>'>x</a>",
    "[x](javas&#99;ript:hit()) [y](<java\nscript:hit()>) <javascript:hit()>",
    '![x](y"onerror=hit()) !["onerror=hit() x="](https://e.example/a)',
    "<p title='`<img src=x onerror=hit()>`'>x</p> `<img src=x onerror=hit()>`",
    "$x<img src=x onerror=hit()>$ $$</annotation><img src=x onerror=hit()>$$",
    "$\\text{</annotation></semantics></math><img src=x onerror=hit()>}$",
    "```html\n</code></pre><img src=x onerror=hit()>\n```",
    '[^"><img src=x onerror=hit()>]\n\n[^"><img src=x onerror=hit()>]: y',
    '# <img src=x onerror=hit()> {#"onclick=hit()}',
    "|<img src=x onerror=hit()>|\n|:-:|\n|<svg onload=hit()>|",
    "<details open ontoggle=hit()><summary onfocus=hit() tabindex=0 autofocus>x",
]
ACTIVE = {"script", "style", "iframe", "form", "svg", "noscript", "object", "template", "base"}
CLOBBERED = ("cookie", "body", "getElementById", "location", "attributes", "defaultView")
READ = """(html) => {
  window.hits = 0;
  window.hit = () => { window.hits += 1 };
  const page = document.createElement('main');
  document.body.replaceChildren(page);
  page.innerHTML = html;
  // Mutation XSS: what is written once more is read otherwise than before.
  for (let round = 0; round < 3; round += 1) page.innerHTML = page.innerHTML;
  for (const each of page.querySelectorAll('*')) {
    for (const kind of ['click', 'mouseover', 'focus', 'toggle', 'error', 'load'])
      each.dispatchEvent(new Event(kind, {cancelable: true}));
  }
  const all = [...page.querySelectorAll('*')];
  return [
    all.map((each) => each.localName),
    all.flatMap((each) => [...each.attributes].map((attribute) => attribute.name)),
    all.map((each) => getComputedStyle(each).position)];
}"""
STILL = "(names) => names.map((name) => Object.prototype.toString.call(document[name]))"


def _html(markdown: str) -> str:
    return render(markdown, prefix="s1", image_hosts=frozenset()).html


async def _empty(route: Route) -> None:
    await route.fulfill(body="<!doctype html>", content_type="text/html")


@pytest.fixture
async def blank(browser: Browser) -> Page:
    """A page without any policy, so that nothing but the sanitizer stands in the way."""
    page = await browser.new_page()
    await page.route("**", _empty)
    await page.goto("http://learn.example.org/")
    return page


@pytest.mark.browser
async def test_d4_nothing_of_an_author_runs_in_a_real_browser(blank: Page) -> None:
    dialogs: list[str] = []
    blank.on("dialog", lambda dialog: dialogs.append(dialog.message))
    for payload in [*PAYLOADS, *MUTATIONS]:
        for text in (payload, f"- x {payload} y", f"> {payload}", f"|a|\n|-|\n|{payload}|"):
            names, attributes, positions = await blank.evaluate(READ, _html(text))
            assert await blank.evaluate("window.hits") == 0, text
            assert not ACTIVE & set(names), text
            assert not [each for each in attributes if each.startswith("on") or each == "style"]
            assert set(positions) <= {"static"}, text
    assert dialogs == []
    await blank.close()


@pytest.mark.browser
async def test_d4_the_browser_would_have_run_what_was_sent(blank: Page) -> None:
    """The test above would see it: the same page runs what is not sanitized."""
    await blank.evaluate(READ, "<img src=x onerror=hit()>")
    await blank.wait_for_function("window.hits > 0")
    await blank.close()


@pytest.mark.browser
async def test_d4_no_name_of_an_author_hides_a_property_of_the_document(blank: Page) -> None:
    before = await blank.evaluate(STILL, CLOBBERED)
    for name in CLOBBERED:
        for tag in ("a", "img", "form", "div", "span", "object", "embed"):
            clobbering = f"<{tag} id={name} name={name}></{tag}>"
            await blank.evaluate(READ, _html(f"{clobbering}{clobbering}\n\n# {name}"))
            assert await blank.evaluate(STILL, CLOBBERED) == before, (tag, name)
    await blank.close()
