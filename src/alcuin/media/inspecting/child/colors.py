"""Every way to say a colour, as sRGB in 8 bits."""

from contextlib import suppress
from io import BytesIO

from PIL import Image, ImageCms

_DEEP = ("I", "F", "I;16", "I;16L", "I;16B", "I;16N")
_SRGB = ImageCms.createProfile("sRGB")


def plain(image: Image.Image) -> Image.Image:
    """L, RGB or RGBA; CMYK stays for its profile."""
    image.load()
    if image.mode in _DEEP:
        # Pillow cuts 16 bits off at 255 instead of scaling them.
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.mode in ("L", "RGB", "RGBA", "CMYK") and "transparency" not in image.info:
        return image
    if image.has_transparency_data:
        return image.convert("RGBA")
    return image.convert("L" if image.mode == "1" else "RGB")


def of_palette(image: Image.Image) -> Image.Image:
    """As it is: a PNG of few colours would double with all of them spelled out."""
    image.load()
    still = image.copy()
    still.info = {name: value for name, value in image.info.items() if name == "transparency"}
    return still


def in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Converted by its profile, if it has a usable one; gray values are taken as they are."""
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    if profile and image.mode != "L":
        with suppress(ImageCms.PyCMSError, OSError):  # a profile that is broken or of another kind
            own = ImageCms.ImageCmsProfile(BytesIO(profile))
            converted = ImageCms.profileToProfile(image, own, _SRGB, outputMode=mode)
            if converted:
                return converted
    return image.convert(mode) if image.mode == "CMYK" else image
