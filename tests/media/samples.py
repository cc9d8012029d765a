"""Files as people and attackers send them."""

import struct
import zlib
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image, ImageCms

ORIENTATION, CAMERA, GPS = 0x0112, 0x0110, 0x8825
COMMENT = b"a comment of somebody's"


def picture(width: int = 64, height: int = 48, mode: str = "RGB") -> Image.Image:
    """Colours and gradients, so that places and turns can be told apart."""
    across = Image.linear_gradient("L").rotate(90).resize((width, height))
    down = Image.linear_gradient("L").resize((width, height))
    return Image.merge("RGB", (across, down, across)).convert(mode)


def encoded(image: Image.Image, format_: str, **settings: Any) -> bytes:
    made = BytesIO()
    image.save(made, format_, **settings)
    return made.getvalue()


def photo(format_: str = "JPEG", *, turned: int = 1, width: int = 64, height: int = 48) -> bytes:
    """With everything that phones write beside the pixels."""
    exif = Image.Exif()
    exif[CAMERA] = "Camera of somebody"
    exif[ORIENTATION] = turned
    exif.get_ifd(GPS)[1] = "N"
    extra: dict[str, Any] = {"comment": COMMENT} if format_ == "JPEG" else {}
    if format_ != "AVIF":
        extra["icc_profile"] = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return encoded(
        picture(width, height), format_, exif=exif, xmp=b"<x:xmpmeta>somebody</x:xmpmeta>", **extra
    )


def animation(format_: str = "GIF", frames: int = 3, size: tuple[int, int] = (40, 30)) -> bytes:
    first, *others = (picture(*size).rotate(20 * number) for number in range(frames))
    return encoded(first, format_, save_all=True, append_images=others, duration=120, loop=0)


def png(width: int, height: int, *pieces: bytes) -> bytes:
    """A header that says this much, gray, and as data what is given."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    data = b"".join(chunk(b"IDAT", piece) for piece in pieces or (zlib.compress(bytes(1_000)),))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + data + chunk(b"IEND", b"")


def zeros(count: int) -> bytes:
    """So many, deflated, without ever holding them."""
    deflater = zlib.compressobj(1)
    piece = bytes(1 << 20)
    made = [deflater.compress(piece) for _ in range(count >> 20)]
    return b"".join([*made, deflater.compress(bytes(count & 0xFFFFF)), deflater.flush()])


def gif(width: int, height: int, frames: int) -> bytes:
    """One colour, each frame a few bytes long."""
    frame = encoded(Image.new("P", (8, 8)), "GIF")
    at = frame.index(b",", 13 + 3 * 2 ** ((frame[10] & 7) + 1))
    head = frame[:6] + struct.pack("<HH", width, height) + frame[10:at]
    control = b"!\xf9\x04\x00\x05\x00\x00\x00"
    return head + (control + frame[at:-1]) * frames + b";"


def document(pages: int = 1, **root: Any) -> Pdf:
    pdf = pikepdf.new()
    for _ in range(pages):
        pdf.add_blank_page()
    for key, value in root.items():
        pdf.Root[f"/{key}"] = value
    return pdf


def saved(pdf: Pdf, **settings: Any) -> bytes:
    made = BytesIO()
    pdf.save(made, compress_streams=False, **settings)
    return made.getvalue()


def action(kind: str, **more: Any) -> Dictionary:
    return Dictionary(Type=Name.Action, S=Name(f"/{kind}"), **more)


def with_stream(content: bytes, filters: Sequence[str]) -> bytes:
    """A page whose content is said to be so packed."""
    pdf = document()
    stream = pikepdf.Stream(pdf, content)
    stream.Filter = Array([Name(f"/{name}") for name in filters])
    pdf.pages[0].Contents = pdf.make_indirect(stream)
    made = BytesIO()
    pdf.save(made, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return made.getvalue()


def handmade_pdf(objects: Sequence[bytes]) -> bytes:
    """Objects 1, 2, ... as they are; the first is the catalogue."""
    made, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    end = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, len(made))
    return bytes(made) + b"xref\n0 %d\n0000000000 65535 f \n%s%s" % (count, table, end)
