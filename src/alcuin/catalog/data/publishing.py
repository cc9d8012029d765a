"""What publishing answers."""

from typing import Annotated

import msgspec
from msgspec import Meta

from alcuin.catalog.releases.freezing import RenderingNote
from alcuin.catalog.releases.shapes import Release


class ToPublish(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """What the author says about a release."""

    note: Annotated[str, Meta(max_length=2_000, description="What is new, for the staff.")] = ""


class Publication(msgspec.Struct, frozen=True, rename="camel"):
    """A new release, and what its rendering left out or changed."""

    release: Release
    notes: list[RenderingNote]
