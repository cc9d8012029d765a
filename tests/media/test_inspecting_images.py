"""Images are made anew: how they look stays, what else was in the file goes."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageCms, ImageOps, ImageStat

from alcuin.media.inspecting import Inspected
from tests.media import samples
from tests.media.desk import Desk, reason

LAND, TALL = (64, 48), (48, 64)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def differ(one: Image.Image, other: Image.Image) -> float:
    """The mean difference of a value, of 255."""
    apart = ImageChops.difference(one.convert("RGB"), other.convert("RGB"))
    return max(ImageStat.Stat(apart).mean)


def read(taken: Inspected) -> Image.Image:
    return Image.open(BytesIO(taken.path.read_bytes()))


@pytest.mark.parametrize(
    ("format_", "ending", "kept_as"),
    [
        ("JPEG", "jpg", "image/jpeg"),
        ("PNG", "png", "image/png"),
        ("WEBP", "webp", "image/webp"),
        ("AVIF", "avif", "image/webp"),
        ("GIF", "gif", "image/png"),
    ],
)
async def test_nothing_but_the_pixels_of_an_image_is_kept(
    desk: Desk, format_: str, ending: str, kept_as: str
) -> None:
    content = samples.photo(format_)
    taken = await desk.takes(f"photo.{ending}", content)
    assert (taken.media_type, taken.width, taken.height) == (kept_as, *LAND)
    assert differ(read(taken), Image.open(BytesIO(content))) < 4
    stored = taken.path.read_bytes()
    for hidden in (b"somebody", b"Exif", b"ICC", b"xmp", b"GPS", samples.COMMENT):
        assert hidden not in stored
    assert not read(taken).getexif()
    assert taken.path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("turned", range(1, 9))
async def test_an_image_that_says_how_it_is_turned_is_turned(desk: Desk, turned: int) -> None:
    content = samples.photo(turned=turned)
    taken = await desk.takes("photo.jpg", content)
    assert (taken.width, taken.height) == (TALL if turned > 4 else LAND)
    assert differ(read(taken), ImageOps.exif_transpose(Image.open(BytesIO(content)))) < 4


async def test_broken_metadata_does_not_stop_an_image(desk: Desk) -> None:
    content = samples.encoded(samples.picture(), "JPEG", exif=b"Exif\0\0MM\0*\xff\xff\xff\xff")
    taken = await desk.takes("photo.jpg", content)
    assert (taken.width, taken.height) == LAND


async def test_the_web_gets_smaller_ones_and_none_is_larger_than_the_image(desk: Desk) -> None:
    taken = await desk.takes("photo.jpg", samples.photo(width=1_000, height=500))
    assert [rendition.width for rendition in taken.renditions] == [320, 640]
    for rendition in taken.renditions:
        with Image.open(rendition.path) as smaller:
            assert (smaller.format, smaller.size) == (
                "WEBP",
                (rendition.width, rendition.width // 2),
            )
        assert rendition.path.stat().st_mode & 0o777 == 0o600
    assert len(list(desk.folder.iterdir())) == 4


async def test_a_large_image_is_scaled_down(desk: Desk) -> None:
    taken = await desk.takes("map.png", samples.encoded(samples.picture(6_000, 600, "L"), "PNG"))
    assert (taken.width, taken.height, read(taken).mode) == (4_096, 410, "L")


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
async def test_every_kind_of_png_looks_as_before(desk: Desk, mode: str) -> None:
    image = samples.picture(400, 300, "L" if mode == "I;16" else mode)
    if mode == "I;16":
        image = image.convert("I").point(lambda value: value * 257).convert("I;16")
    taken = await desk.takes("drawing.png", samples.encoded(image, "PNG"))
    expected = samples.picture(400, 300, "L").convert("RGB") if mode == "I;16" else image
    assert differ(read(taken), expected) < 1


async def test_transparency_stays(desk: Desk) -> None:
    image = samples.picture(400, 300, "RGBA")
    image.putalpha(samples.picture(400, 300, "L").point(lambda value: value // 128 * 255))
    for name, content in {
        "a.png": samples.encoded(image, "PNG"),
        "b.webp": samples.encoded(image, "WEBP"),
        "c.gif": samples.encoded(image, "GIF"),
    }.items():
        taken = await desk.takes(name, content)
        seen = read(taken).convert("RGBA").getchannel("A").getextrema()
        assert seen == Image.open(BytesIO(content)).convert("RGBA").getchannel("A").getextrema()
        with Image.open(taken.renditions[0].path) as smaller:
            assert smaller.mode == "RGBA"


async def test_colours_of_another_profile_are_converted(desk: Desk) -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    exchanged = srgb.replace(b"rXYZ", b"then").replace(b"bXYZ", b"rXYZ").replace(b"then", b"bXYZ")
    red = Image.new("RGB", (8, 8), "red")
    taken = await desk.takes("a.png", samples.encoded(red, "PNG", icc_profile=exchanged))
    assert read(taken).getpixel((4, 4)) == (0, 0, 255)


async def test_a_broken_profile_or_one_of_other_colours_is_none(desk: Desk) -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    for profile in (lab, b"no profile"):
        content = samples.encoded(samples.picture(), "PNG", icc_profile=profile)
        assert differ(read(await desk.takes("a.png", content)), samples.picture()) == 0


async def test_a_print_image_becomes_one_for_screens(desk: Desk) -> None:
    content = samples.encoded(samples.picture(mode="CMYK"), "JPEG")
    assert read(await desk.takes("print.jpg", content)).mode == "RGB"


@pytest.mark.parametrize(("format_", "ending"), [("GIF", "gif"), ("PNG", "apng"), ("WEBP", "webp")])
async def test_an_animation_goes_on_moving(desk: Desk, format_: str, ending: str) -> None:
    taken = await desk.takes(f"a.{ending}", samples.animation(format_))
    moving = read(taken)
    assert (taken.media_type, taken.renditions) == ("image/webp", ())
    assert (getattr(moving, "n_frames", 1), moving.size, moving.info["loop"]) == (3, (40, 30), 0)
    moving.load()
    assert moving.info["duration"] == 120


async def test_a_photograph_saved_as_png_is_kept_as_webp(desk: Desk) -> None:
    grain = Image.effect_noise((900, 700), 90)
    noisy = Image.merge("RGB", (grain, samples.picture(900, 700, "L"), grain.rotate(180)))
    photograph = samples.encoded(noisy.resize((1_800, 1_400), Image.Resampling.BICUBIC), "PNG")
    assert (await desk.takes("photo.png", photograph)).media_type == "image/webp"


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
async def test_a_cut_image_is_refused(desk: Desk, format_: str) -> None:
    content = samples.encoded(samples.picture(300, 200), format_)
    ending = {"JPEG": "jpg"}.get(format_, format_.lower())
    refused = await desk.refuses(f"photo.{ending}", content[: len(content) // 2])
    assert reason(refused) == "damaged"
