"""Looking into one file."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from alcuin.media.inspecting import asking, opened
from alcuin.media.inspecting.bounds import RENDITION_WIDTHS, TEXT_BYTES
from alcuin.media.inspecting.claims import settle
from alcuin.media.inspecting.data import Inspected, Rendition
from alcuin.media.inspecting.protocol import ImageMade, ImageTask, PdfFine, PdfTask
from alcuin.media.inspecting.refusing import refused
from alcuin.media.inspecting.sniffing import HEAD_BYTES, sniff
from alcuin.media.inspecting.texts import check_text
from alcuin.media.inspecting.types import IMAGES, PDF, ImageType


async def inspect(path: Path, name: str, media_type: str | None) -> Inspected:
    """What lies at `path`, sent as `name` and declared to be `media_type`.

    Raises FileTypeRefused, FileRefused; Unavailable where too many wait already. What was
    written beside `path` is removed again then.
    """
    head = await asyncio.to_thread(_head, path)
    if not head:
        raise refused("empty", "The file is empty.")
    settled = settle(sniff(head), head, name, media_type)
    if settled in IMAGES:
        return await _image(path, cast("ImageType", settled))
    if settled == PDF:
        return await _pdf(path)
    return await asyncio.to_thread(_text, path, settled)


async def _image(path: Path, media_type: ImageType) -> Inspected:
    stored = _beside(path, "stored")
    by_width = {width: _beside(path, str(width)) for width in RENDITION_WIDTHS}
    with _removed_on_failure(stored, *by_width.values()):
        with opened.source(path) as source, opened.targets(stored, *by_width.values()) as targets:
            renditions = dict(zip(by_width, targets[1:], strict=True))
            task = ImageTask(media_type, source, targets[0], renditions)
            made = await asking.ask(task, ImageMade, source, *targets)
        for width in by_width.keys() - set(made.widths):
            by_width[width].unlink()
    return Inspected(
        media_type=made.media_type,
        path=stored,
        width=made.width,
        height=made.height,
        renditions=tuple(Rendition(width, by_width[width]) for width in made.widths),
    )


async def _pdf(path: Path) -> Inspected:
    with opened.source(path) as source:
        await asking.ask(PdfTask(source), PdfFine, source)
    return Inspected(media_type=PDF, path=path)


def _text(path: Path, media_type: str) -> Inspected:
    with path.open("rb") as file:
        content = file.read(TEXT_BYTES + 1)
    body = check_text(content, media_type)
    if body == content:
        return Inspected(media_type=media_type, path=path)
    stored = _beside(path, "stored")
    with _removed_on_failure(stored), opened.targets(stored) as (target,):
        opened.write(target, body)
    return Inspected(media_type=media_type, path=stored)


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEAD_BYTES)


def _beside(path: Path, what: str) -> Path:
    return path.with_name(f"{path.name}.{what}")


@contextmanager
def _removed_on_failure(*paths: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        for path in paths:
            path.unlink(missing_ok=True)
        raise
