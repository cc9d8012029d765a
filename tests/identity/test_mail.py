"""How letters leave."""

import asyncio
import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path
from smtplib import SMTPNotSupportedError

import pytest
from structlog.testing import capture_logs

from alcuin.adapters.mail import FolderMail, as_email
from alcuin.adapters.smtp_mail import SmtpMail, SmtpServer, smtp_server
from alcuin.identity.data import LetterKind
from alcuin.identity.letters import write
from alcuin.kit.mail import Message

LINK = "https://learn.example.org/verify-email?token=abc_-123"
SENDER = "Alcuin <alcuin@example.org>"
LETTER = write(LetterKind.VERIFY_EMAIL, "ada@example.org", "en", LINK, timedelta(hours=24))


async def test_letters_in_a_folder_are_for_its_owner_and_the_log_has_the_link(
    tmp_path: Path,
) -> None:
    with capture_logs() as logs:
        await FolderMail(tmp_path / "mail", SENDER).send(LETTER)
    (file,) = (tmp_path / "mail").iterdir()
    email = message_from_bytes(file.read_bytes(), policy=policy.default)

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert email["To"] == "ada@example.org"
    body = email.get_body(("plain",))
    assert body
    assert LINK in body.get_content()
    assert [entry["link"] for entry in logs] == [LINK]


@asynccontextmanager
async def smtp() -> AsyncIterator[tuple[int, list[bytes]]]:
    """A server without encryption that takes every letter: its port, and what it was told."""
    said: list[bytes] = []

    async def receive(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        in_letter = False
        writer.write(b"220 here\r\n")
        while line := await reader.readline():
            said.append(line)
            if in_letter and line != b".\r\n":
                continue
            in_letter = line.upper().startswith(b"DATA")
            writer.write(b"354 go on\r\n" if in_letter else b"250 yes\r\n")
        writer.close()

    server = await asyncio.start_server(receive, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1], said


async def test_letters_go_out_by_smtp() -> None:
    async with smtp() as (port, said):
        await SmtpMail(SmtpServer("127.0.0.1", port, "none"), SENDER).send(LETTER)

    assert b"mail FROM:<alcuin@example.org>\r\n" in said
    assert b"rcpt TO:<ada@example.org>\r\n" in said
    assert b"Subject: Confirm your address\r\n" in said


async def test_a_server_without_encryption_gets_no_letter() -> None:
    async with smtp() as (port, said):
        with pytest.raises(SMTPNotSupportedError, match="STARTTLS"):
            await SmtpMail(SmtpServer("127.0.0.1", port, "starttls"), SENDER).send(LETTER)

    assert not any(b"ada@example.org" in line for line in said)


def test_a_server_is_read_from_its_url() -> None:
    assert smtp_server("smtp://ada:s%40cret@mail.example.org") == SmtpServer(
        "mail.example.org", 587, "starttls", "ada", "s@cret"
    )
    assert smtp_server("smtps://mail.example.org:2465").port == 2465
    for wrong in ("http://mail.example.org", "smtp://", "mail.example.org"):
        with pytest.raises(ValueError, match="smtp"):
            smtp_server(wrong)


def test_nothing_is_smuggled_into_a_header() -> None:
    with pytest.raises(ValueError, match="linefeed"):
        as_email(Message(to="a@b.org\nBcc: c@d.org", subject="x", text="x", html="x"), SENDER)
