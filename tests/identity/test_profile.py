"""What people see and change of themselves."""

import zoneinfo
from typing import Any
from uuid import UUID

import pytest

from alcuin.identity.rules.people import time_zones
from tests.identity.house import House

ADA = "ada@example.org"
ME = "/api/auth/me"


async def test_a_person_changes_their_profile_and_what_is_left_out_stays(house: House) -> None:
    ada = await house.guest(ADA)
    edited = await ada.edits(ME, {"timeZone": "America/Lima", "metadata": {"school": {"id": 7}}})
    again = await ada.edits(ME, {"language": "es-PE"})

    assert edited.status_code == again.status_code == 200
    me = again.json()["data"]
    assert me["name"] == "Ada Lovelace"
    assert (me["timeZone"], me["language"]) == ("America/Lima", "es-PE")
    assert me["metadata"] == {"school": {"id": 7}}


async def test_an_edit_names_the_state_it_was_made_from(house: House) -> None:
    ada = await house.guest(ADA)
    etag = (await ada.asks("GET", ME)).headers["etag"]
    first = await ada.edits(ME, {"name": "Ada King"}, etag)
    stale = await ada.edits(ME, {"name": "Ada Byron"}, etag)
    blind = await ada.asks("PATCH", ME, json={"name": "Ada Byron"})

    assert first.status_code == 200
    assert first.headers["etag"] != etag
    assert (stale.status_code, blind.status_code) == (412, 428)


async def test_a_client_may_put_back_what_it_got(house: House) -> None:
    ada = await house.guest(ADA)
    got = await ada.asks("GET", ME)
    put = await ada.asks(
        "PUT", ME, json=got.json()["data"], headers={"if-match": got.headers["etag"]}
    )

    assert put.status_code == 200


@pytest.mark.parametrize(
    "field",
    [
        {"role": "ADMIN"},
        {"is_admin": True},
        {"tenant_id": 1},
        {"email_verified": True},
        {"emailVerifiedAt": "2020-01-01T00:00:00Z"},
        {"suspendedAt": "2020-01-01T00:00:00Z"},
        {"email": "other@example.org"},
        {"passwordHash": "x"},
        {"id": "00000000-0000-0000-0000-000000000000"},
    ],
)
async def test_b1_nobody_promotes_themselves(house: House, field: dict[str, Any]) -> None:
    ada = await house.guest(ADA)
    before = await house.value("select u::text from app_user u")
    refused = await ada.edits(ME, {"name": "Ada King"} | field)

    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.json()["errors"]] == ["/" + next(iter(field))]
    assert await house.value("select u::text from app_user u") == before


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 101),
        ("name", None),
        ("timeZone", "Mars/Olympus"),
        ("timeZone", "../../etc/passwd"),
        ("language", "klingon language"),
        ("metadata", {"text": "x" * 4096}),
        ("metadata", ["no object"]),
    ],
)
async def test_unfit_values_are_refused(house: House, field: str, value: object) -> None:
    ada = await house.guest(ADA)
    refused = await ada.edits(ME, {field: value})

    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == f"/{field}"


async def test_postgresql_knows_every_zone_that_people_may_choose(house: House) -> None:
    known = set(await house.value("select array_agg(name) from pg_timezone_names"))

    assert len(time_zones()) > 400
    assert time_zones() <= known
    assert time_zones() <= zoneinfo.available_timezones()


async def test_a10_nobody_reads_a_hash_or_a_stranger(house: House) -> None:
    ada, eve = await house.guest(ADA), await house.guest("eve@example.org")
    me = (await ada.asks("GET", ME)).json()["data"]

    assert not [name for name in me if "password" in name.lower() or "hash" in name.lower()]
    assert (await ada.asks("GET", "/api/users")).status_code == 403
    assert (await ada.asks("GET", f"/api/users/{eve.id}")).status_code == 403


async def test_who_is_not_signed_in_has_no_profile(house: House) -> None:
    answer = await house.client.get(ME)

    assert answer.status_code == 401
    assert answer.json()["code"] == "unauthenticated"


async def image(
    house: House, owner: UUID, course: UUID | None = None, width: int | None = 9
) -> str:
    media_id = await house.value(
        """
        insert into media (owner_id, course_id, name, type, bytes, stored_bytes, sha256, width,
          height) values ($1, $2, 'me.png', 'image/webp', 1, 1, sha256('x'), $3, $3) returning id
        """,
        owner,
        course,
        width,
    )
    return f"/api/media/{media_id}"


async def test_a_person_is_shown_by_an_image_of_their_own_or_by_none(house: House) -> None:
    ada = await house.guest(ADA)
    face = await image(house, ada.id)
    assert (await ada.asks("GET", ME)).json()["data"]["avatar"] is None

    chosen = await ada.edits(ME, {"avatar": face})
    assert (chosen.status_code, chosen.json()["data"]["avatar"]) == (200, face)
    kept = await ada.edits(ME, {"name": "Ada King"}, chosen.headers["etag"])
    assert kept.json()["data"]["avatar"] == face
    put = await ada.asks(
        "PUT", ME, json=kept.json()["data"], headers={"if-match": kept.headers["etag"]}
    )
    assert (put.status_code, put.json()["data"]["avatar"]) == (200, face)

    gone = await ada.edits(ME, {"avatar": None})
    assert gone.json()["data"]["avatar"] is None
    assert (await ada.asks("GET", ME)).json()["data"]["avatar"] is None


async def test_nobody_is_shown_by_a_file_that_is_not_an_image_of_their_own(house: House) -> None:
    ada, eve = await house.guest(ADA), await house.guest("eve@example.org")
    theirs = await image(house, eve.id)
    of_course = await image(house, ada.id, course=eve.id)
    text = await image(house, ada.id, width=None)
    unknown = "/api/media/0198f2a0-0000-7000-8000-000000000000"
    for said in (theirs, of_course, text, unknown, "https://example.org/a.png", "", 7):
        refused = await ada.edits(ME, {"avatar": said, "name": "Ada King"})
        assert refused.status_code == 422
        assert [error["pointer"] for error in refused.json()["errors"]] == ["/avatar"]
    me = (await ada.asks("GET", ME)).json()["data"]
    assert (me["avatar"], me["name"]) == (None, "Ada Lovelace")
