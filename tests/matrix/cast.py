"""Who asks in the matrix, and the courses in every state that they ask for."""

import hashlib
from collections.abc import Sequence

import msgspec

from alcuin.kit.actor import Role
from tests.matrix.campus import Campus, Course, Visitor

OWNER, INSTRUCTOR, ASSISTANT = "OWNER", "INSTRUCTOR", "ASSISTANT"
REFRESH_TOKEN = "a refresh token of the bystander"
LINKS = ("VERIFY_EMAIL", "RESET_PASSWORD", "FIRST_ADMINISTRATOR")
LINKS_OF_A_CHANGE = ("CONFIRM_EMAIL", "UNDO_EMAIL")
NEVER_RELEASED = "draft"
MARKDOWN = {"content-type": "text/markdown"}
STEPS: dict[str, Sequence[tuple[str, str]]] = {
    "published": (),
    NEVER_RELEASED: (),
    "unpublished": (("POST", "/unpublish"),),
    "archived": (("POST", "/archive"),),
    "trashed": (("DELETE", ""),),
}
"""What the owner does to a course, by the name of the table that it is asked for in."""


class Cast(msgspec.Struct):
    """People by the heads of the tables' columns, two for them to act on, and courses."""

    campus: Campus
    people: dict[str, Visitor]
    bystander: Visitor
    colleague: Visitor
    courses: dict[str, Course]


async def assemble(campus: Campus) -> Cast:
    """Let everybody come, take part in every course, and one of them be suspended."""
    people = await _people(campus)
    cast = Cast(
        campus=campus,
        people=people,
        bystander=await campus.somebody("bystander"),
        colleague=await campus.somebody("colleague", Role.INSTRUCTOR),
        courses={},
    )
    for state in STEPS:
        cast.courses[state] = await _course(cast, state)
    await _links(campus, cast.bystander)
    await _second_factor(campus, cast.bystander)
    for person in people.values():
        if person.token:
            await _access_token(campus, person)
    suspended = people["suspended"].id
    await campus.run("update app_user set suspended_at = kit_now() where id = $1", suspended)
    return cast


async def _people(campus: Campus) -> dict[str, Visitor]:
    """Assistants may be students. The suspended was everything that one can be."""
    return {
        "anonymous": campus.nobody(),
        "unverified": await campus.somebody("unverified", verified=False),
        "stranger": await campus.somebody("stranger"),
        "enrolled": await campus.somebody("enrolled"),
        "withdrawn": await campus.somebody("withdrawn"),
        "assistant": await campus.somebody("assistant"),
        "instructor": await campus.somebody("instructor", Role.INSTRUCTOR),
        "owner": await campus.somebody("owner", Role.INSTRUCTOR),
        "other_instructor": await campus.somebody("other_instructor", Role.INSTRUCTOR),
        "administrator": await campus.somebody("administrator", Role.ADMIN),
        "suspended": await campus.somebody("suspended", Role.ADMIN),
    }


async def _course(cast: Cast, state: str) -> Course:
    people = cast.people
    owner = people["owner"]
    course = await _with_files(owner, await cast.campus.course(owner, state))
    path = f"/api/courses/{course.id}"
    for member, role in (
        (people["assistant"], ASSISTANT),
        (people["instructor"], INSTRUCTOR),
        (people["suspended"], OWNER),
        (cast.colleague, INSTRUCTOR),
    ):
        await owner.does("PUT", f"{path}/staff/{member.id}", json={"role": role})
    if state == NEVER_RELEASED:
        return course
    for _ in range(2):  # so that there is an older release
        await owner.does("POST", f"{path}/publish", json={})
    for learner in ("enrolled", "withdrawn", "suspended"):
        await people[learner].does("POST", f"{path}/enroll")
    await people["withdrawn"].does("DELETE", f"{path}/enroll")
    for method, step in STEPS[state]:
        await owner.does(method, path + step)
    return course


async def _with_files(owner: Visitor, course: Course) -> Course:
    """With a file that learners are shown, and one that nobody is."""
    path = f"/api/media?name=a.md&course={course.id}"
    shown, spare = [
        (await owner.does("POST", path, content=b"# A", headers=MARKDOWN))["id"] for _ in range(2)
    ]
    section = {"content": f"[A](/api/media/{shown})"}
    await owner.does(
        "PATCH", f"/api/sections/{course.section_id}", json=section, headers={"if-match": "*"}
    )
    return msgspec.structs.replace(course, media_id=shown, spare_media_id=spare)


async def _links(campus: Campus, bystander: Visitor) -> None:
    for purpose in (*LINKS, *LINKS_OF_A_CHANGE):
        await campus.knows_token(purpose, purpose, bystander.id)
    await campus.run(
        """
        with change as (
          insert into email_change (user_id, old_email, old_email_key, new_email, new_email_key)
          select id, email, email_key, 'new@example.org', 'new@example.org'
          from app_user where id = $1
          returning id)
        update one_time_token set email_change_id = change.id
        from change where purpose = any ($2)
        """,
        bystander.id,
        LINKS_OF_A_CHANGE,
    )
    await campus.run(
        """
        insert into refresh_token (hash, session_id, expires_at)
        values ($1, $2, kit_now() + interval '1 day')
        """,
        hashlib.sha256(REFRESH_TOKEN.encode()).digest(),
        bystander.session_id,
    )


async def _second_factor(campus: Campus, bystander: Visitor) -> None:
    """One that only an administrator can still turn off."""
    await campus.run(
        """
        insert into second_factor (user_id, key_id, sealed, confirmed_at)
        values ($1, 'of a phone', 'that is lost', kit_now())
        """,
        bystander.id,
    )


async def _access_token(campus: Campus, person: Visitor) -> None:
    await campus.run(
        """
        with opened as (
          insert into session (id, user_id, kind, expires_at)
          values ($1, $2, 'TOKEN', kit_now() + interval '1 day'))
        insert into access_token (session_id, hash, name, scopes)
        values ($1, sha256($1::text::bytea), 'A program', '{read}')
        """,
        person.token_id,
        person.id,
    )
