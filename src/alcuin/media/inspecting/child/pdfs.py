"""A PDF is stored as it is, so it must be sound, open to all, and do nothing by itself."""

import os
from io import BytesIO

import pikepdf
import pikepdf.settings

from alcuin.media.inspecting.bounds import PDF_PAGES, STREAM_BYTES
from alcuin.media.inspecting.child.doing import require_passive
from alcuin.media.inspecting.child.refusal import Refusal
from alcuin.media.inspecting.child.streams import Tally
from alcuin.media.inspecting.protocol import PdfFine, PdfTask

# Readers look for it there (PDF 2.0, 7.5.5): what is longer hangs at the end has another purpose.
_END = b"%%EOF"
_END_WITHIN_BYTES = 1_024

# Object streams are unpacked by qpdf itself; these hold there.
pikepdf.settings.set_qpdf_limits(
    flate_max_memory=STREAM_BYTES,
    png_max_memory=STREAM_BYTES,
    tiff_max_memory=STREAM_BYTES,
    run_length_max_memory=STREAM_BYTES,
    max_stream_filters=4,
    parser_max_nesting=100,
)


def rehearse() -> None:
    """Decrypt a tiny document, while what cryptography opens can still be opened."""
    made = BytesIO()
    with pikepdf.new() as tiny:
        tiny.save(made, encryption=pikepdf.Encryption(user="", owner="owner"))
    with pikepdf.open(made):
        pass


def look(task: PdfTask) -> PdfFine:
    """Raises Refusal, and whatever pikepdf raises."""
    with open(task.source, "rb") as source:  # noqa: PTH123  a descriptor
        size = os.fstat(task.source).st_size
        source.seek(max(0, size - _END_WITHIN_BYTES))
        if _END not in source.read():
            raise Refusal("damaged", "The PDF is cut off, or something else follows it.")
        source.seek(0)
        try:
            # Without repair: what one program guesses, another guesses differently.
            pdf = pikepdf.open(source, attempt_recovery=False, suppress_warnings=True)
        except pikepdf.PasswordError:
            raise Refusal("encrypted", "The PDF asks for a password.") from None
        with pdf:
            return _looked_through(pdf, size)


def _looked_through(pdf: pikepdf.Pdf, size: int) -> PdfFine:
    pages = len(pdf.pages)
    if not 1 <= pages <= PDF_PAGES:
        raise Refusal("pages", f"PDFs have at least one page and at most {PDF_PAGES}.")
    tally = Tally(size)
    for thing in pdf.objects:
        require_passive(thing)
        if isinstance(thing, pikepdf.Stream):
            tally.add(thing)
    require_passive(pdf.trailer)
    return PdfFine(pages)
