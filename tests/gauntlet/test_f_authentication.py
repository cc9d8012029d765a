"""GAUNTLET F: no operation is opened by what is no token of ours, over the whole application.

What tokens, sign-ins and passwords must stand is tested where they are made (README.md).
"""

import re
import time

import jwt
import pytest

from alcuin.kit.actor import Role
from tests.matrix.campus import SETTINGS, Campus, Visitor
from tests.matrix.requests import BODIES

OF_NOBODY = ("/health", "/api/docs", "/api/openapi.json")
HALF = "what the password alone is answered"
SOME_ID = "019a6f3e-52c4-7c1d-9b0e-3f2a61d5c871"


def _claims(user: Visitor, **more: object) -> dict[str, object]:
    now = int(time.time())
    said = {"iss": "alcuin", "aud": "alcuin", "typ": "access", "iat": now, "exp": now + 600}
    return said | {"sub": str(user.id), "sid": str(user.session_id)} | more


def _forged(campus: Campus, admin: Visitor) -> dict[str, str]:
    assert admin.token
    kid = jwt.get_unverified_header(admin.token)["kid"]
    body = admin.token.split(".")[1]
    return {
        "no algorithm": jwt.encode(_claims(admin), "", "none"),
        "no signature": f"{jwt.encode(_claims(admin), 'x' * 32).split('.')[0]}.{body}.",
        "another key": jwt.encode(_claims(admin), "x" * 32, headers={"kid": kid}),
        "the secret itself": jwt.encode(_claims(admin), SETTINGS.secret_key, headers={"kid": kid}),
        "a key to fetch": jwt.encode(
            _claims(admin),
            "x" * 32,
            headers={"kid": kid, "jku": "https://evil.example/keys", "x5u": "https://evil.example"},
        ),
        "a device token": campus.parts.signer.device(admin.id),
        "a refresh token": campus.parts.signer.opaque(),
        "another's session": campus.parts.signer.access(admin.id, Visitor(campus).session_id),
        "half a sign-in": HALF,
        "a token of nobody": f"alc_pat_{campus.parts.signer.opaque()}",
        "nothing": "",
    }


@pytest.mark.parametrize(
    "kind",
    [
        "no algorithm",
        "no signature",
        "another key",
        "the secret itself",
        "a key to fetch",
        "a device token",
        "a refresh token",
        "another's session",
        "half a sign-in",
        "a token of nobody",
        "nothing",
    ],
)
async def test_f1_f2_f10_no_forged_token_opens_any_operation(campus: Campus, kind: str) -> None:
    admin = await campus.somebody("admin", Role.ADMIN)
    await campus.knows_token(HALF, "SECOND_FACTOR", admin.id)
    headers = {"authorization": f"Bearer {_forged(campus, admin)[kind]}", "if-match": "*"}
    document = await campus.document()
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            # Those for the anonymous that take a body look at what it holds, not at a token.
            if path.startswith(OF_NOBODY) or (
                operation["x-who"] == "PUBLIC" and "requestBody" in operation
            ):
                continue
            body = BODIES.get(f"{method.upper()} {path}")
            answer = await campus.client.request(
                method.upper(), _filled(path), headers=headers, json=body
            )
            assert answer.status_code == 401, f"{method} {path}"


def _filled(path: str) -> str:
    return re.sub(r"{(\w+)}", lambda name: "1" if name[1] == "number" else SOME_ID, path)


async def test_f14_the_product_allows_no_other_origin(campus: Campus) -> None:
    for origin in ("null", "https://evil.example", "https://learn.example.org.evil.example"):
        for method in ("GET", "OPTIONS"):
            answer = await campus.client.request(
                method,
                "/api/courses",
                headers={"origin": origin, "access-control-request-method": "POST"},
            )
            assert "access-control-allow-origin" not in answer.headers
