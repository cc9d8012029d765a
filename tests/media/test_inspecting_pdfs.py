"""PDFs are stored as they are, so they are looked into."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf

from tests.media import samples
from tests.media.desk import Desk, reason


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


async def test_a_pdf_is_stored_as_it_is(desk: Desk) -> None:
    pdf = samples.document(3, OpenAction=samples.action("GoTo", D=Array([0, Name.Fit])))
    # Words about scripts are none.
    pdf.docinfo["/Title"] = "On /JavaScript, /JS and /Launch"
    link = Dictionary(Subtype=Name.Link, A=samples.action("URI", URI="https://example.org"))
    pdf.pages[0].Annots = Array([link])
    content = samples.saved(pdf)
    taken = await desk.takes("book.pdf", content, "application/pdf")
    assert (taken.media_type, taken.width, taken.renditions) == ("application/pdf", None, ())
    assert taken.path.read_bytes() == content


async def test_compressed_objects_and_streams_are_fine(desk: Desk) -> None:
    pdf = samples.document()
    pdf.pages[0].Contents = pdf.make_stream(b"0 0 m 9 9 l S\n" * 10_000)
    made = BytesIO()
    pdf.save(made, object_stream_mode=pikepdf.ObjectStreamMode.generate, linearize=True)
    content = made.getvalue()
    assert (await desk.takes("book.pdf", content)).media_type == "application/pdf"


def _script() -> Dictionary:
    return samples.action("JavaScript", JS="app.alert(1)")


def _opens_with_script(pdf: Pdf) -> None:
    pdf.Root.OpenAction = _script()


def _script_for_all(pdf: Pdf) -> None:
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array(["a", _script()])))


def _script_of_a_page(pdf: Pdf) -> None:
    pdf.pages[0].AA = Dictionary(O=pdf.make_indirect(_script()))


def _script_by_another_way(pdf: Pdf) -> None:
    """The word itself is an object of its own."""
    pdf.Root.OpenAction = Dictionary(S=pdf.make_indirect(Name.JavaScript))


def _script_after(pdf: Pdf) -> None:
    turn = samples.action("GoTo", D=Array([0, Name.Fit]), Next=Array([_script()]))
    pdf.Root.OpenAction = turn


def _starts_a_program(pdf: Pdf) -> None:
    link = Dictionary(Subtype=Name.Link, A=samples.action("Launch", F="calc.exe"))
    pdf.pages[0].Annots = Array([link])


def _holds_files(pdf: Pdf) -> None:
    pdf.attachments["a.exe"] = b"MZ"


def _is_a_program(pdf: Pdf) -> None:
    pdf.Root.AcroForm = Dictionary(Fields=Array([]), XFA=pdf.make_stream(b"<xdp/>"))


def _calls_home(pdf: Pdf) -> None:
    pdf.Root.OpenAction = samples.action("URI", URI="https://example.org/?who")


@pytest.mark.parametrize(
    ("change", "why", "sentence"),
    [
        (_opens_with_script, "javascript", "The PDF holds JavaScript."),
        (_script_for_all, "javascript", "The PDF holds JavaScript."),
        (_script_of_a_page, "javascript", "The PDF holds JavaScript."),
        (_script_by_another_way, "javascript", "The PDF holds JavaScript."),
        (_script_after, "opens", "The PDF does something by itself when it is opened."),
        (_starts_a_program, "launch", "The PDF starts a program."),
        (_holds_files, "embedded_file", "The PDF holds other files."),
        (_is_a_program, "xfa", "The PDF is a dynamic form (XFA), which is a program."),
        (_calls_home, "opens", "The PDF does something by itself when it is opened."),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
async def test_a_pdf_that_does_something_by_itself_is_refused(
    desk: Desk, change: Callable[[Pdf], None], why: str, sentence: str, *, packed: bool
) -> None:
    pdf = samples.document()
    change(pdf)
    mode = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable
    refused = await desk.refuses("form.pdf", samples.saved(pdf, object_stream_mode=mode))
    assert reason(refused) == why
    assert refused.detail == f"{sentence} Save it without that, by printing to a PDF."


async def test_a_name_spelled_in_numbers_is_the_same_name(desk: Desk) -> None:
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /J#61vaScript /J#53 (app.alert) >> >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
    ]
    refused = await desk.refuses("a.pdf", samples.handmade_pdf(objects))
    assert reason(refused) == "javascript"


async def test_a_pdf_behind_a_password_is_refused_and_one_without_rights_taken(desk: Desk) -> None:
    closed = samples.saved(samples.document(), encryption=pikepdf.Encryption(user="s", owner="o"))
    assert reason(await desk.refuses("a.pdf", closed)) == "encrypted"
    readable = samples.saved(samples.document(), encryption=pikepdf.Encryption(user="", owner="o"))
    assert (await desk.takes("a.pdf", readable)).media_type == "application/pdf"


async def test_a_pdf_without_pages_cut_or_followed_by_more_is_refused(desk: Desk) -> None:
    content = samples.saved(samples.document())
    assert reason(await desk.refuses("a.pdf", samples.saved(samples.document(0)))) == "pages"
    assert reason(await desk.refuses("a.pdf", content[:-30])) == "damaged"
    assert reason(await desk.refuses("a.pdf", content + bytes(2_000))) == "damaged"
    assert reason(await desk.refuses("a.pdf", b"%PDF-1.7\n" + b"x" * 100)) == "damaged"


async def test_streams_that_share_their_bytes_are_refused(desk: Desk) -> None:
    """Each holds all that follow it: thirty small ones would be unpacked to thirty large ones."""
    objects = [b"<< /Length 100 >>\nstream\n" + b"x" * 100 + b"\nendstream"]
    for number in range(30, 3, -1):
        inner = b"%d 0 obj\n%s\nendobj\n" % (number + 1, objects[0])
        body = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(inner), inner)
        objects.insert(0, body)
    assert reason(await desk.refuses("a.pdf", _nested(objects))) == "bomb"


def _nested(objects: list[bytes]) -> bytes:
    """A table that points into the streams as well."""
    pages = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
    ]
    made = samples.handmade_pdf([*pages, objects[0]])
    body, _, _ = made.partition(b"xref\n")
    places = [body.index(b"%d 0 obj" % number) for number in range(1, len(objects) + 4)]
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(places) + 1
    end = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, len(body))
    return body + b"xref\n0 %d\n0000000000 65535 f \n%s%s" % (count, table, end)
