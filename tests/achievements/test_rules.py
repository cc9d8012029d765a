"""Rules, as administrators write them."""

from typing import Any

import pytest

from alcuin.achievements.data.rules import MOST_RULES
from alcuin.kit.actor import Role
from tests.achievements.earning import (
    LESSONS,
    OWN,
    RULES,
    adds,
    completes_all,
    courses,
    edits,
    reacted,
)
from tests.progress.classroom import Classroom, Member


async def test_the_guides_three_are_there_from_the_start(admin: Member) -> None:
    rules = {rule["key"]: rule for rule in await admin.sees(RULES)}
    assert {key: rule["title"] for key, rule in rules.items()} == {
        "COURSE_MILESTONE": "{count} Courses Completed",
        "FIRST_LESSON": "Getting Started",
        "WEEK_STREAK": "Week Warrior",
    }
    milestone = rules["COURSE_MILESTONE"]
    assert (milestone["threshold"], milestone["repeatsEvery"]) == (5, 5)
    assert milestone["events"] == ["CourseCompleted"]


async def test_a_rule_is_added_read_edited_and_deleted(room: Classroom, admin: Member) -> None:
    texts = {"de": {"title": "{count} Lektionen", "description": "{count} Lektionen fertig"}}
    added = await adds(admin, translations=texts)
    assert (added.status_code, added.headers["location"]) == (201, f"{RULES}/LESSONS")
    got = await admin.asks("GET", f"{RULES}/LESSONS")
    assert got.json()["data"] == added.json()["data"]
    rule = got.json()["data"]
    assert rule | LESSONS == rule
    assert (rule["events"], rule["translations"]) == (["LessonCompleted"], texts)

    edited = await edits(admin, "LESSONS", got.headers["etag"], points=7, title="New")
    assert edited.status_code == 200
    assert edited.json()["data"]["translations"] == texts
    assert (await edits(admin, "LESSONS", got.headers["etag"], points=8)).status_code == 412
    again = edited.json()["data"] | {"translations": {}}
    whole = await edits(admin, "LESSONS", edited.headers["etag"], **again)
    assert (whole.status_code, whole.json()["data"]["translations"]) == (200, {})

    assert (await admin.asks("DELETE", f"{RULES}/LESSONS")).status_code == 200
    assert await admin.refused("GET", f"{RULES}/LESSONS") == (404, "achievement_rule_not_found")
    assert await admin.refused("DELETE", f"{RULES}/LESSONS") == (404, "achievement_rule_not_found")
    actions = await room.value(
        "select array_agg(action order by id) from audit where actor_id = $1", admin.id
    )
    assert actions == [
        "achievement_rule.add",
        "achievement_rule.edit",
        "achievement_rule.edit",
        "achievement_rule.delete",
    ]


async def test_what_somebody_has_unlocked_is_disabled_not_deleted(
    room: Classroom, ada: Member, admin: Member
) -> None:
    await completes_all(ada, await courses(room, 1))
    await reacted(room)
    refused = await admin.refused("DELETE", f"{RULES}/FIRST_LESSON")
    assert refused == (409, "achievement_unlocked")
    assert (await edits(admin, "FIRST_LESSON", enabled=False)).status_code == 200
    eve = await room.somebody("Eve")
    await completes_all(eve, await courses(room, 1))
    await reacted(room)
    assert await room.value("select count(*) from achievement_unlocked") == 1


@pytest.mark.parametrize(
    ("field", "pointer"),
    [
        ({"key": "lower"}, "/key"),
        ({"key": "LESSONS_10"}, "/key"),
        ({"key": "X" * 61}, "/key"),
        ({"condition": "FRIENDS"}, "/condition"),
        ({"threshold": 0}, "/threshold"),
        ({"threshold": 1_000_001}, "/threshold"),
        ({"repeatsEvery": 0}, "/repeatsEvery"),
        ({"events": []}, "/events"),
        ({"events": ["CourseCompleted"]}, "/events"),
        ({"title": ""}, "/title"),
        ({"description": "x" * 1_001}, "/description"),
        ({"points": -1}, "/points"),
        ({"translations": {"DE": {"title": "x", "description": "x"}}}, "/translations"),
        ({"translations": {"de": {"title": "x"}}}, "/translations/de/description"),
        ({"anything": 1}, "/anything"),
    ],
)
async def test_what_a_rule_cannot_say_is_refused(
    admin: Member, field: dict[str, Any], pointer: str
) -> None:
    refused = await adds(admin, **field)
    assert refused.status_code == 422, refused.text
    assert refused.json()["errors"][0]["pointer"].startswith(pointer)


async def test_a_language_stands_once_in_whatever_case(admin: Member) -> None:
    text = {"title": "x", "description": "x"}
    refused = await adds(admin, translations={"pt-BR": text, "pt-br": text})
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "twice")


@pytest.mark.parametrize("text", ["{nope} {count}", "{ count }", "{Count}", "{{nope}}", "{数}"])
async def test_a_placeholder_that_nothing_is_put_in_for_is_refused(
    admin: Member, text: str
) -> None:
    wrong: dict[str, Any] = {"title": text, "description": text}
    texts = {"de": {"title": "x", "description": text}}
    pointers = ["/title", "/description", "/translations/de/description"]
    added = await adds(admin, **wrong, translations=texts)
    assert (added.status_code, [each["pointer"] for each in added.json()["errors"]]) == (
        422,
        pointers,
    )
    error = added.json()["errors"][0]
    assert (error["code"], "There is: {count}." in error["message"]) == ("placeholder", True)

    await adds(admin)
    edited = await edits(admin, "LESSONS", **wrong, translations=texts)
    assert (edited.status_code, edited.json()["errors"]) == (422, added.json()["errors"])


async def test_braces_that_hold_no_word_are_text(
    room: Classroom, ada: Member, admin: Member
) -> None:
    text = "{count}: {1, 2} {} {count { } }"
    assert (await adds(admin, threshold=1, title=text)).status_code == 201
    await completes_all(ada, await courses(room, 1))
    await reacted(room)
    shown = {each["key"]: each["title"] for each in (await ada.asks("GET", OWN)).json()["data"]}
    assert shown["LESSONS_1"] == "1: {1, 2} {} {count { } }"


async def test_an_old_text_keeps_nobody_from_other_edits(room: Classroom, admin: Member) -> None:
    await adds(admin)
    await room.value("update achievement_rule set title = '{nope}' where key = 'LESSONS'")
    assert (await edits(admin, "LESSONS", points=7)).status_code == 200


@pytest.mark.parametrize(
    "field",
    [{"key": "OTHER"}, {"condition": "STREAK_DAYS"}, {"threshold": 3}, {"repeatsEvery": None}],
)
async def test_what_a_rule_counts_never_changes(admin: Member, field: dict[str, Any]) -> None:
    await adds(admin)
    refused = await edits(admin, "LESSONS", **field)
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "read_only")


async def test_a_key_is_given_once(admin: Member) -> None:
    assert (await adds(admin)).status_code == 201
    refused = await adds(admin)
    assert (refused.status_code, refused.json()["code"]) == (409, "achievement_key_taken")


async def test_there_are_only_so_many_rules(room: Classroom, admin: Member) -> None:
    await room.value(
        "insert into achievement_rule (key, events, condition, threshold, title, description) "
        "select 'R_' || translate(n::text, '0123456789', 'ABCDEFGHIJ'), '{LessonCompleted}', "
        "'LESSONS_COMPLETED', 1, 't', 'd' from generate_series(1, $1) n returning 1",
        MOST_RULES - 3,
    )
    refused = await adds(admin)
    assert (refused.status_code, refused.json()["code"]) == (409, "too_many_achievement_rules")


@pytest.mark.parametrize("role", [Role.STUDENT, Role.INSTRUCTOR])
async def test_only_administrators_write_rules(room: Classroom, role: Role) -> None:
    eve = await room.somebody("Eve", role)
    assert await eve.refused("GET", RULES) == (403, "role_needed")
    assert (await adds(eve)).status_code == 403
    assert (await edits(eve, "FIRST_LESSON", points=1_000)).status_code == 403
    assert await eve.refused("DELETE", f"{RULES}/FIRST_LESSON") == (403, "role_needed")


async def test_an_edit_names_the_state_it_was_made_from(admin: Member) -> None:
    blind = await admin.asks("PATCH", f"{RULES}/FIRST_LESSON", json={"points": 1})
    assert blind.status_code == 428
