"""`python -m tools.demo_pictures`: draws the pictures of the demo's courses.

They are drawn from numbers, so that nobody else's work is in the repository.
"""

import sys
from math import comb
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

COURSES = Path(__file__).parents[1] / "src/alcuin/cli/demo/courses"
WIDTH, HEIGHT = 960, 540
LEFT, RIGHT, TOP, BOTTOM = 110, 920, 60, 450
PAPER, INK, FAINT, BLUE = "#fbfaf6", "#26323b", "#d8d4c8", "#2b6c8f"
COLORS = 32

# Days since learning, and percent of the work saved when learning again (Ebbinghaus, 1885).
SAVED = ((0, 100), (1 / 72, 58), (1 / 24, 44), (0.365, 36), (1, 34), (2, 28), (6, 25), (31, 21))
DAYS = (1, 2, 6, 31)
TOSSES = 100
USUAL = range(40, 61)


def main() -> int:
    _saved(_forgetting(), "how-memory-works/forgetting.png")
    _saved(_heads(), "probability-you-can-feel/heads.png")
    return 0


def _sheet(across: str, up: str) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(image)
    draw.line([(LEFT, TOP), (LEFT, BOTTOM), (RIGHT, BOTTOM)], fill=INK, width=3)
    draw.text((RIGHT, HEIGHT - 20), across, INK, _font(22), anchor="rs")
    draw.text((20, 20), up, INK, _font(22), anchor="lt")
    return image, draw


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def _forgetting() -> Image.Image:
    image, draw = _sheet("days since learning", "work saved when learning again, percent")
    for percent in range(0, 101, 20):
        y = _up(percent / 100)
        draw.line([(LEFT, y), (RIGHT, y)], fill=INK if percent == 0 else FAINT, width=2)
        draw.text((LEFT - 12, y), str(percent), INK, _font(20), anchor="rm")
    points = [(_across(days / DAYS[-1]), _up(saved / 100)) for days, saved in SAVED]
    draw.line(points, fill=BLUE, width=5, joint="curve")
    for x, y in points:
        draw.ellipse([x - 7, y - 7, x + 7, y + 7], fill=BLUE)
    for days in DAYS:
        draw.text((_across(days / DAYS[-1]), BOTTOM + 12), str(days), INK, _font(20), anchor="mt")
    return image


def _heads() -> Image.Image:
    image, draw = _sheet("heads in a hundred tosses", "how often, the usual ones in blue")
    shown = range(30, 71)
    highest = comb(TOSSES, TOSSES // 2)
    wide = (RIGHT - LEFT) / len(shown)
    for place, heads in enumerate(shown):
        left, share = LEFT + place * wide, 0.95 * comb(TOSSES, heads) / highest
        color = BLUE if heads in USUAL else FAINT
        top = min(_up(share), BOTTOM - 3)
        draw.rectangle([left + 3, top, left + wide - 1, BOTTOM - 2], fill=color)
        if heads % 10 == 0:
            draw.text((left + wide / 2, BOTTOM + 12), str(heads), INK, _font(20), anchor="mt")
    return image


def _across(share: float) -> float:
    return LEFT + share * (RIGHT - LEFT)


def _up(share: float) -> float:
    return BOTTOM - share * (BOTTOM - TOP)


def _saved(image: Image.Image, name: str) -> None:
    """A few colours are enough for a drawing, and small."""
    few = image.quantize(COLORS, dither=Image.Dither.NONE)
    few.save(COURSES / name, optimize=True)


if __name__ == "__main__":
    sys.exit(main())
