"""Secrets that can be guessed, are used twice, or have outlived their use."""

from urllib.parse import unquote, urlsplit

from alcuin.ops.doctor.checks.connecting import connected
from alcuin.ops.doctor.findings import Findings
from alcuin.ops.doctor.patient import DatabaseUrls, Patient
from alcuin.ops.queries.doctor import count_sealed, count_sealed_by_others, find_revision

SHORTEST = 12


async def look(found: Findings, patient: Patient) -> None:
    """Keys, tokens and passwords, none of which is ever shown."""
    kept = patient.data_dir / "secret-key"
    if (
        not patient.is_development
        and kept.exists()
        and kept.read_text().strip() == patient.secret_key
    ):
        found.warning(
            "ALCUIN_SECRET_KEY is the key that was made for development.",
            "Change it as docs/how-to/change-the-secret-key.md says.",
        )
    if kept.exists() and kept.stat().st_mode & 0o077:
        found.warning(f"Others on this machine may read {kept}.", f"Run: chmod 600 {kept}")
    if patient.previous_key_id:
        found.notice(
            "ALCUIN_PREVIOUS_SECRET_KEY is set.",
            "Take it away once the change of keys is an hour old and `sealed` is ok.",
        )
    if patient.metrics_token == patient.secret_key:
        found.warning(
            "ALCUIN_METRICS_TOKEN is the secret key, which Prometheus must not know.",
            "Give it a token of its own.",
        )
    _judge_passwords(found, patient)
    found.ok_unless_worse("Nothing that can be guessed.")


async def look_at_sealed(found: Findings, urls: DatabaseUrls, patient: Patient) -> None:
    """Secrets of authenticator apps: sealed with the present key, not yet, or never again."""
    known = [each for each in (patient.key_id, patient.previous_key_id) if each]
    async with connected(urls.application) as conn:
        if await find_revision(conn) is None:
            return
        waiting = await count_sealed(conn, patient.previous_key_id)
        lost = await count_sealed_by_others(conn, known)
    if lost:
        found.warning(
            f"{lost} secrets of authenticator apps are sealed with a key that is gone.",
            "Give that key as ALCUIN_PREVIOUS_SECRET_KEY for two hours, or have their people "
            "sign in with a backup code and set the app up anew.",
        )
    if waiting:
        found.notice(
            f"{waiting} secrets of authenticator apps are sealed with the previous key.",
            "Let a worker run: it seals them anew within the hour.",
        )
    found.ok_unless_worse("What is sealed is sealed with the present key.")


def _judge_passwords(found: Findings, patient: Patient) -> None:
    if patient.urls is None or patient.urls.is_embedded:
        return
    for variable, url in (
        ("ALCUIN_DATABASE_URL", patient.urls.application),
        ("ALCUIN_DATABASE_ADMIN_URL", patient.urls.admin),
    ):
        parts = urlsplit(url)
        password, user = unquote(parts.password or ""), unquote(parts.username or "")
        if password and (len(password) < SHORTEST or password == user):
            found.warning(
                f"The password in {variable} can be guessed.",
                "alter role ... password with 20 random characters.",
            )
