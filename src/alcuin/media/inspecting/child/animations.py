"""Animated GIF, PNG, WebP and AVIF become animated WebP: smaller, and made anew as a whole."""

from contextlib import suppress
from io import BytesIO
from itertools import count
from typing import NamedTuple

from PIL import Image

from alcuin.media.inspecting.bounds import (
    ANIMATION_FRAMES,
    ANIMATION_PIXELS,
    ANIMATION_SIDE,
    MEGAPIXEL,
)
from alcuin.media.inspecting.child import colors
from alcuin.media.inspecting.child.refusal import Refusal
from alcuin.media.inspecting.child.scaling import fitted

_QUALITY = 80
# Browsers show frames of at most 10 ms for 100; old GIFs count on it.
_SHORTEST_MS = 10
_USUAL_MS = 100
_LONGEST_MS = 60_000
_MOST_LOOPS = 1_000


class Moving(NamedTuple):
    """Frames with how long each is shown, in milliseconds; `loop` 0 is for ever."""

    frames: list[Image.Image]
    durations: list[int]
    loop: int


def frames(image: Image.Image) -> Moving:
    """All of them, in sRGB and not larger than is shown. Raises Refusal."""
    moving = Moving([], [], min(int(image.info.get("loop", 1)), _MOST_LOOPS))
    profile = image.info.get("icc_profile")
    with suppress(EOFError):
        for number in count():
            image.seek(number)
            # Before decoding: this frame may be the one too many.
            _require_bounded(number + 1, image.width * image.height)
            frame = fitted(colors.plain(image).convert("RGBA"), ANIMATION_SIDE)
            moving.frames.append(colors.in_srgb(frame, profile))
            moving.durations.append(_duration(image))
    return moving


def encoded(frames: list[Image.Image], durations: list[int], loop: int) -> bytes:
    """As WebP, without renditions: a smaller one would be an animation, too."""
    first, *others = frames
    first.info = {}
    made = BytesIO()
    first.save(
        made,
        "WEBP",
        save_all=True,
        append_images=others,
        duration=durations,
        loop=loop,
        quality=_QUALITY,
        method=0,
    )
    return made.getvalue()


def _require_bounded(frames: int, pixels: int) -> None:
    if frames > ANIMATION_FRAMES or frames * pixels > ANIMATION_PIXELS:
        most = ANIMATION_PIXELS // MEGAPIXEL
        sentence = (
            f"Animations may have at most {ANIMATION_FRAMES} frames, "
            f"and {most} megapixels in all frames together."
        )
        raise Refusal("too_many_frames", sentence)


def _duration(image: Image.Image) -> int:
    """In milliseconds."""
    said = int(image.info.get("duration", 0))
    return min(said, _LONGEST_MS) if said > _SHORTEST_MS else _USUAL_MS
