"""The work is done once with a tiny image, before no file can be opened any more.

Pillow imports much at first use, in places that change with its versions.
"""

from io import BytesIO

from PIL import Image, ImageCms

from alcuin.media.inspecting.child import animations, images, writing

_ORIENTATION = 0x0112
_TURNED = 6


def rehearse(format_: str) -> None:
    """Decode an image of this format and encode it in each that images are kept in."""
    # Encoding AVIF takes 50 ms to begin, and decoding it needs nothing that WebP does not.
    source = _tiny("WEBP" if format_ == "AVIF" else format_)
    with images.opened(source, "WEBP" if format_ == "AVIF" else format_) as image:
        still = images.still(image)
    for settings in (writing.JPEG, writing.PNG, writing.WEBP):
        writing.encoded(still.convert("RGB"), settings)
    with Image.open(_moving()) as moving:
        animations.encoded(*animations.frames(moving))


def _tiny(format_: str) -> BytesIO:
    exif = Image.Exif()
    exif[_ORIENTATION] = _TURNED
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    made = BytesIO()
    Image.new("RGB", (2, 1)).save(made, format_, exif=exif, icc_profile=profile)
    made.seek(0)
    return made


def _moving() -> BytesIO:
    made = BytesIO()
    frames = [Image.new("P", (2, 2), color) for color in (0, 1)]
    frames[0].save(made, "GIF", save_all=True, append_images=frames[1:])
    made.seek(0)
    return made
