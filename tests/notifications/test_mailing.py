"""Letters about notices: what they say, to whom they go, and how they are turned off."""

import re
from email.parser import BytesParser
from email.policy import default
from itertools import product
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from alcuin.adapters.mail import FolderMail, as_email
from alcuin.adapters.tokens import JwtSigner
from alcuin.kit.db import Conn
from alcuin.kit.mail import Message
from alcuin.notifications import NoticeKind
from alcuin.notifications.actions.mailing import send_letter
from alcuin.notifications.data.preferences import ALWAYS_MAILED
from alcuin.notifications.letters import TEMPLATES, page, sentence, write
from tests.notifications.house import LOOK, PUBLIC_URL, SECRET, House
from tests.notifications.samples import TOKEN, letter, notice
from tests.progress.classroom import Member

HOSTILE = 'Up"><script>x()</script>\r\nBcc: all@example.org\u2028{{ 7 * 7 }}'


def sent_as(message: Message) -> bytes:
    return as_email(message, "Alcuin <alcuin@learn.example.org>").as_bytes()


@pytest.mark.parametrize(("kind", "language"), [*product(NoticeKind, ["en", "de"])])
def test_d11_every_kind_is_written_in_every_language_and_holds_what_is_hostile(
    kind: NoticeKind, language: str
) -> None:
    message = write(notice(kind, HOSTILE), letter(language))
    assert "<script" not in message.html
    assert "49" not in message.html
    assert f'lang="{language}"' in message.html
    assert TOKEN in message.html
    assert "\n" not in message.subject
    assert "\nBcc" not in message.text
    assert sentence(notice(kind, HOSTILE), language) == message.subject
    read = BytesParser(policy=default).parsebytes(sent_as(message))
    assert read["Subject"] == message.subject
    assert read["Bcc"] is None
    assert read["Message-ID"] == f"<notice-{UUID(int=1)}@learn.example.org>"
    plain, html = read.iter_parts()
    assert (plain.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")


def test_languages_say_different_things_in_all_their_templates() -> None:
    assert TEMPLATES.languages == {"en", "de"}
    for kind in NoticeKind:
        english, german = write(notice(kind), letter("en")), write(notice(kind), letter("de"))
        assert english.subject != german.subject
        assert english.text != german.text
        assert all(text.strip() == text for text in (english.subject, german.subject))
    assert "18:30 (Asia/Tokyo)" in write(notice(NoticeKind.NEW_DEVICE), letter()).text


def test_the_first_release_is_published_and_later_ones_are_new() -> None:
    first = notice(NoticeKind.COURSE_PUBLISHED)
    assert sentence(first, "en") == "“Latin” has a new release"
    first.data["release"] = 1
    assert sentence(first, "en") == "“Latin” is published"


def test_the_link_to_unsubscribe_stands_whole_in_one_header_line() -> None:
    """Rows of 78 would make an encoded word of it, which no mail program follows."""
    raw = sent_as(write(notice(NoticeKind.ENROLLED, "ä" * 200), letter())).decode()
    others = [line for line in raw.splitlines() if PUBLIC_URL not in line]
    assert max(map(len, others)) <= 78
    assert f"\nList-Unsubscribe: <{PUBLIC_URL}/u/{TOKEN}>\n" in raw
    assert "\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\n" in raw
    secure = sent_as(write(notice(NoticeKind.NEW_DEVICE), letter(unsubscribe=None)))
    assert b"nsubscribe" not in secure


def test_d11_a_header_with_a_line_end_is_refused() -> None:
    forged = Message(
        to="a@b.org", subject="x", text="x", html="x", headers=(("X-A", "b\nBcc: c@d.org"),)
    )
    with pytest.raises(ValueError, match=r"[Hh]eader"):
        sent_as(forged)


async def test_a_letter_sent_again_is_the_same_file_and_the_same_message(tmp_path: Path) -> None:
    mail = FolderMail(tmp_path, "Alcuin <alcuin@learn.example.org>")
    for _ in range(2):
        await mail.send(write(notice(NoticeKind.ENROLLED), letter()))
    (path,) = list_files(tmp_path)
    assert path.stat().st_mode & 0o777 == 0o600


def list_files(folder: Path) -> list[Path]:
    return [*folder.iterdir()]


async def completed(house: House, ada: Member) -> None:
    course = await house.room.course({"A": ["a"]})
    await ada.enrolls(course)
    await ada.completes(course, "a")


async def test_a_letter_is_sent_once_however_often_its_job_runs(house: House, ada: Member) -> None:
    await completed(house, ada)
    await house.digest()
    (sent,) = house.mail.sent
    assert sent.to == "person1@example.org"
    assert "completed" in sent.subject
    notice_id = await house.room.value("select notice_id from notice_mail")
    await send_letter(house.database, house.signer, house.mail, PUBLIC_URL, notice_id)
    assert len(house.mail.sent) == 1


@pytest.mark.parametrize(
    "change",
    [
        "update app_user set closed_at = now()",
        "update app_user set suspended_at = now()",
        "update app_user set email_verified_at = null",
        (
            "insert into notification_preference (user_id, kind, mail) "
            "select user_id, kind, false from notice"
        ),
    ],
)
async def test_a_letter_that_waits_is_not_sent_to_whom_it_must_not_reach(
    house: House, ada: Member, conn: Conn, change: str
) -> None:
    await completed(house, ada)
    await house.digest_without_jobs()
    assert len(await house.waiting("notifications.send_letter")) == 1
    await conn.raw.execute(change)
    await house.works()
    assert house.mail.sent == []


async def test_who_has_not_verified_their_address_gets_no_letter(house: House) -> None:
    bea = await house.room.somebody("Bea", verified=False)
    async with house.database.transaction() as conn:
        await conn.raw.execute(
            "insert into event (kind, user_id) values ('CourseCompleted', $1)", bea.id
        )
    await house.digest_without_jobs()
    assert await house.waiting("notifications.send_letter") == []
    assert await house.room.value("select count(*)::int from notice") == 1


async def link(house: House, ada: Member) -> str:
    """What the newest letter says."""
    await completed(house, ada)
    await house.digest()
    headers = dict(house.mail.sent[-1].headers)
    found = re.fullmatch(
        rf"<{PUBLIC_URL}(/api/notifications/unsubscribe/\S+)>", headers["List-Unsubscribe"]
    )
    assert found
    return found[1]


async def is_mailed(house: House, ada: Member) -> bool:
    answer = await house.asks(ada, "GET", "/preferences")
    by_kind = {each["kind"]: each["mail"] for each in answer.json()["data"]["preferences"]}
    return bool(by_kind["COURSE_COMPLETED"])


async def test_opening_the_link_changes_nothing_and_its_button_unsubscribes(
    house: House, ada: Member
) -> None:
    path = await link(house, ada)
    shown = await house.client.get(path)
    assert shown.status_code == 200
    assert '<form method="post">' in shown.text
    assert "form-action 'self'" in shown.headers["content-security-policy"]
    assert await is_mailed(house, ada)
    pressed = await house.client.post(path, data={})
    assert pressed.status_code == 200
    assert "No more of these letters" in pressed.text
    assert not await is_mailed(house, ada)


HEADINGS = {
    "de": {"GET": "Briefe abbestellen", "POST": "Keine solchen Briefe mehr"},
    "en": {"GET": "Unsubscribe", "POST": "No more of these letters"},
}


@pytest.mark.parametrize(
    ("account", "spoken"),
    [("de-AT", "de"), ("en-GB", "en"), ("tlh", "en")],  # nobody has written templates in Klingon
)
async def test_the_page_of_the_link_speaks_the_language_of_the_account(
    house: House, ada: Member, conn: Conn, account: str, spoken: str
) -> None:
    await conn.raw.execute("update app_user set language = $1", account)
    path = await link(house, ada)
    assert f'<html lang="{spoken}"' in house.mail.sent[-1].html
    for method, said in HEADINGS[spoken].items():
        answer = await house.client.request(method, path)
        assert f'<html lang="{spoken}">' in answer.text
        assert f"<h1>{said}</h1>" in answer.text
        assert f"<title>{said} &middot; Alcuin</title>" in answer.text


async def test_a_link_of_somebody_who_is_gone_still_opens(house: House) -> None:
    path = f"/api/notifications/unsubscribe/{house.signer.unsubscribe(uuid4(), 'ENROLLED')}"
    for method in ("GET", "POST"):
        answer = await house.client.request(method, path)
        assert answer.status_code == 200
        assert '<html lang="en">' in answer.text
    assert await house.room.value("select count(*)::int from notification_preference") == 0


def test_the_page_of_the_link_names_every_kind_in_every_language() -> None:
    kinds = [kind for kind in NoticeKind if kind not in ALWAYS_MAILED]
    pages = {
        page(kind, language, LOOK, is_done=is_done)
        for kind, language, is_done in product(kinds, TEMPLATES.languages, (False, True))
    }
    assert len(pages) == len(kinds) * len(TEMPLATES.languages) * 2
    for address in ('href="/static/site.css"', 'src="/static/mark.svg"'):
        assert all(address in each for each in pages)


async def test_a_mail_program_unsubscribes_with_one_request_as_often_as_it_likes(
    house: House, ada: Member
) -> None:
    """RFC 8058: a form, without cookies and without following anything."""
    path = await link(house, ada)
    for form in ({"data": {"List-Unsubscribe": "One-Click"}}, {"files": {"List-Unsubscribe": b""}}):
        answer = await house.client.post(path, **form)
        assert answer.status_code == 200
        assert not await is_mailed(house, ada)
    large = await house.client.post(path, data={"a": "b" * 5_000})
    assert large.status_code == 413


async def test_a_link_of_another_key_kind_or_maker_is_not_there(house: House, ada: Member) -> None:
    others = [
        JwtSigner(SECRET + "!").unsubscribe(ada.id, "COURSE_COMPLETED"),
        house.signer.unsubscribe(ada.id, "NEW_DEVICE"),
        house.signer.unsubscribe(ada.id, "SPAM"),
        house.token(ada),
        "x",
    ]
    for token in others:
        for method in ("GET", "POST"):
            answer = await house.client.request(method, f"/api/notifications/unsubscribe/{token}")
            assert answer.status_code == 404, token
            assert answer.json()["code"] == "unsubscribe_link_unknown"
            assert answer.json()["detail"].startswith("This link is from none of our letters.")
    older = JwtSigner("another secret, long enough to be one", previous=SECRET, clock=house.clock)
    said = older.read_unsubscribe(house.signer.unsubscribe(ada.id, "ENROLLED"))
    assert said == (ada.id, "ENROLLED")
    assert await is_mailed(house, ada)
