"""An image is decoded and encoded anew: what was hidden in its file or after it stays behind."""

import os
import warnings
from contextlib import suppress
from typing import BinaryIO

# Imported although unnamed: these are the formats that Pillow then knows.
from PIL import (
    AvifImagePlugin,
    Image,
    MpoImagePlugin,  # noqa: F401  JPEGs of several images
    WebPImagePlugin,  # noqa: F401  as said
)
from PIL.Image import Transpose

from alcuin.media.inspecting.bounds import IMAGE_PIXELS, IMAGE_SIDE, MEGAPIXEL
from alcuin.media.inspecting.child import animations, colors, writing
from alcuin.media.inspecting.child.refusal import Refusal
from alcuin.media.inspecting.child.scaling import fitted
from alcuin.media.inspecting.protocol import ImageMade, ImageTask
from alcuin.media.inspecting.types import ImageType

FORMATS: dict[ImageType, str] = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/gif": "GIF",
    "image/webp": "WEBP",
    "image/avif": "AVIF",
}
_ORIENTATION = 0x0112
# TIFF 6.0, Orientation, as Pillow's names say it.
_UPRIGHT = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_270,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_90,
}

Image.preinit()
AvifImagePlugin.DEFAULT_MAX_THREADS = 1  # the child may not start threads
Image.MAX_IMAGE_PIXELS = IMAGE_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)


def make_anew(task: ImageTask) -> ImageMade:
    """Write the image and its renditions. Raises Refusal, and whatever Pillow raises."""
    with open(task.source, "rb") as source:  # noqa: PTH123  a descriptor
        source_bytes = os.fstat(task.source).st_size
        image = opened(source, FORMATS[task.media_type])
        # A JPEG of several images holds a depth map or another brightness, no animation.
        if task.media_type != "image/jpeg" and getattr(image, "is_animated", False):
            moving = animations.frames(image)
            writing.put(task.stored, animations.encoded(*moving))
            return ImageMade("image/webp", *moving[0][0].size, ())
        upright = still(image)
    media_type = writing.write(upright, task.media_type, source_bytes, task.stored)
    widths = writing.write_renditions(upright, task.renditions)
    return ImageMade(media_type, *upright.size, widths)


def opened(source: BinaryIO, format_: str) -> Image.Image:
    """Only the head is read yet. Raises Refusal."""
    try:
        image = Image.open(source, formats=[format_])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_large() from None
    if image.width * image.height > IMAGE_PIXELS:
        raise _too_large()
    if format_ == "JPEG":
        # Decodes at a half, a quarter or an eighth where that is still large enough.
        image.draft(None, (IMAGE_SIDE, IMAGE_SIDE))
    return image


def still(image: Image.Image) -> Image.Image:
    """Upright, in sRGB, not larger than is shown, with nothing but its pixels."""
    turn = _UPRIGHT.get(_orientation(image))
    profile = image.info.get("icc_profile")
    if image.mode == "P" and profile is None and turn is None and max(image.size) <= IMAGE_SIDE:
        return colors.of_palette(image)
    made = colors.in_srgb(fitted(colors.plain(image), IMAGE_SIDE), profile)
    made = made if turn is None else made.transpose(turn)
    made.info = {}
    return made


def _orientation(image: Image.Image) -> int:
    # EXIF is hostile ground, and an image without it is just not turned.
    with suppress(Exception):
        return int(image.getexif().get(_ORIENTATION, 1))
    return 1


def _too_large() -> Refusal:
    most = IMAGE_PIXELS // MEGAPIXEL
    return Refusal("too_many_pixels", f"Images may have at most {most} megapixels.")
