"""The text of a PDF, line by line as it stands on its pages: by pypdf (the extra `pdf`), within limits, or a refusal.

Nothing in a PDF is run: no script, no form, no attachment, no link is looked at. A page that is a picture has no text.
"""

from __future__ import annotations

import io
import logging

from wageaudit.errors import InputRefused
from wageaudit.files import Source

MAGIC = b"%PDF"
MOST_BYTES = 20 << 20  # an invoice of two pages has some 100 KB
MOST_PAGES = 60
MOST_TEXT = 2_000_000  # [bytes] of what a page or a stream unpacks to
SAVE = "export the log as CSV, or type it into a table and add  --map"
INSTALL = "to read an invoice in it:  pip install 'wageaudit[pdf]' ; else export the log as CSV"


def pdf_text(source: Source) -> str:
    """All lines of all pages, in the order in which they are read. Raises InputRefused where there are none to have."""
    if "pdf" not in source.cache:
        source.cache["pdf"] = _text(source).encode()
    return source.cache["pdf"].decode()


def _text(source: Source) -> str:
    if source.size > MOST_BYTES:
        raise InputRefused(source.name, "is a PDF of more than 20 MB, which no invoice is", SAVE)
    try:
        import pypdf
    except ModuleNotFoundError:
        raise InputRefused(source.name, "is a PDF", INSTALL) from None
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it says of a broken file is said here, once
    try:
        with pypdf.apply_configuration(
            zlib_maximum_output_length=MOST_TEXT, lzw_maximum_output_length=MOST_TEXT,
            run_length_maximum_output_length=MOST_TEXT, stream_parsing_work_maximum_count=MOST_TEXT // 10,
        ):  # fmt: skip
            return _pages(pypdf.PdfReader(io.BytesIO(source.read())), source.name)
    except InputRefused:
        raise
    except Exception:  # noqa: BLE001 - a hostile file can make any part of a parser fail, and none of it is ours to mend
        raise InputRefused(
            source.name, "is a PDF that cannot be read: damaged, or beyond limits", SAVE
        ) from None


def _pages(document: object, name: str) -> str:
    """The pages' text as it is laid out; document: a pypdf.PdfReader."""
    if document.is_encrypted:  # type: ignore[attr-defined]
        raise InputRefused(name, "is a PDF with a password", "print it to a PDF without one")
    pages = document.pages  # type: ignore[attr-defined]
    if len(pages) > MOST_PAGES:
        raise InputRefused(name, "is a PDF of more than 60 pages, which no invoice is", SAVE)
    text = "\n".join(page.extract_text(extraction_mode="layout") for page in pages)
    if not text.strip():
        raise InputRefused(name, "is a PDF of pictures, without text", SAVE)
    return text
