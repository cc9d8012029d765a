"""Smaller, by Lanczos."""

from PIL import Image
from PIL.Image import Resampling


def fitted(image: Image.Image, side: int) -> Image.Image:
    """Not larger than `side` in both directions."""
    longer = max(image.size)
    if longer <= side:
        return image
    width, height = (max(1, round(length * side / longer)) for length in image.size)
    return _scaled(image, width, height)


def to_width(image: Image.Image, width: int) -> Image.Image:
    """Of this width, which is smaller than the image's."""
    return _scaled(image, width, max(1, round(image.height * width / image.width)))


def _scaled(image: Image.Image, width: int, height: int) -> Image.Image:
    # Halving first, by averages, takes a quarter of the time; from a gap of 2 on unseen.
    return image.resize((width, height), Resampling.LANCZOS, reducing_gap=2.0)
