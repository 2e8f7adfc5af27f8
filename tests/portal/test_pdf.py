"""PDF from the portal's own files: tagged, with its language and fonts inside, and without a look at the network."""

import io
import os
import threading

import pytest
from pypdf import PdfReader

from portal import pdf

# Where the system lacks Pango a developer's run goes on without these; the gate installs it and must not skip.
needs_pango = pytest.mark.skipif(
    not pdf.is_available() and not os.environ.get("CI"), reason="Pango is not installed (README, Start)"
)
PAGE = """<!doctype html><html lang="{language}" dir="ltr"><head><meta charset="utf-8"><title>Ein Titel</title>
<link rel="stylesheet" href="/static/home/sheet.css">{head}</head>
<body class="sheet"><h1>Überschrift</h1>{body}</body></html>"""


def document(body: str = "<p>Text</p>", *, language: str = "de", head: str = "") -> PdfReader:
    return PdfReader(io.BytesIO(pdf.render(PAGE.format(language=language, head=head, body=body))))


def fonts_of(reader: PdfReader) -> dict[str, bool]:
    """Names of the fonts, and whether each is inside the file."""
    fonts = {}
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            font = font.get_object()
            inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
            descriptor = inner["/FontDescriptor"]
            fonts[font["/BaseFont"]] = any(f"/FontFile{kind}" in descriptor for kind in ("", "2", "3"))
    return fonts


def structure(part):
    """The tags of a document, from the outermost in."""
    part = part.get_object()
    if not isinstance(part, dict):
        return
    yield part
    inside = part.get("/K", [])
    for one in inside if isinstance(inside, list) else [inside]:
        yield from structure(one)


@needs_pango
def test_a_document_is_tagged_and_says_its_language_title_and_standard():
    reader = document(language="ar")
    root = reader.trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"].value is True
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "ar"
    assert reader.metadata.title == "Ein Titel"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert b"pdfuaid:part" in root["/Metadata"].get_data()


@needs_pango
def test_headings_are_headings_and_pictures_have_their_words():
    picture = "data:image/svg+xml;utf8,<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"
    reader = document(f'<img src="{picture}" alt="Ein Bild">')
    parts = list(structure(reader.trailer["/Root"]["/StructTreeRoot"]))
    kinds = {part.get("/S") for part in parts}
    words = {str(part.get("/Alt", "")) for part in parts}

    assert {"/H1", "/Figure"} <= kinds
    assert "Ein Bild" in words


@needs_pango
def test_fonts_come_from_our_own_files_and_are_inside():
    reader = document("<p>Grüße</p><p lang='ar' dir='rtl'>مركز الاستشارة</p>")
    fonts = fonts_of(reader)

    assert all(fonts.values())
    assert any(name.endswith("+Sheet") for name in fonts)
    assert any("Sheet-Arabic" in name for name in fonts)


@needs_pango
def test_nothing_but_static_files_is_read(tmp_path, caplog):
    secret = tmp_path / "secret.css"
    secret.write_text("h1 { color: red }")
    head = "".join(
        f'<link rel="stylesheet" href="{address}">'
        for address in (
            secret.as_uri(),
            "https://tiles.example.org/a.css",
            "http://127.0.0.1:9/a.css",
            "/media/a.css",
            "/static/../manage.py",
            "/static/%2e%2e/manage.py",
            "ftp://example.org/a.css",
            "data:text/css,h1{color:red}",
        )
    )

    with caplog.at_level("ERROR", logger="weasyprint"):
        reader = document('<p>Text<img src="https://example.org/a.png" alt="Bild"></p>', head=head)

    refused = [record.getMessage() for record in caplog.records if "not a static file" in record.getMessage()]
    assert len(refused) >= 8
    assert "Text" in reader.pages[0].extract_text()


@pytest.mark.parametrize(
    "address",
    [
        "https://document.invalid/static/../manage.py",
        "https://document.invalid/static/%2e%2e/%2e%2e/manage.py",
        "https://document.invalid/static//etc/passwd",
        "https://document.invalid/media/a.png",
        "https://document.invalid/static/",
        "http://document.invalid/static/home/sheet.css",
        "https://document.invalid.example.org/static/home/sheet.css",
        "file:///etc/passwd",
    ],
)
def test_an_address_that_is_no_static_file_has_no_file(address):
    assert pdf.static_file(address) is None


def test_a_static_file_is_found():
    assert pdf.static_file("https://document.invalid/static/home/sheet.css").name == "sheet.css"


def test_without_the_system_library_there_is_a_clear_error(monkeypatch, caplog):
    pdf.is_available.cache_clear()
    monkeypatch.setattr(pdf, "SYSTEM_LIBRARIES", (("libpango-that-is-not-there.so",),))
    try:
        with pytest.raises(pdf.PdfNotAvailable):
            pdf.render("<html></html>")
        assert "libpango-1.0-0" in caplog.text
    finally:
        pdf.is_available.cache_clear()


@needs_pango
def test_one_document_is_made_at_a_time_and_nobody_waits_for_ever(monkeypatch):
    monkeypatch.setattr(pdf, "LONGEST_WAIT", 0.05)
    lock = threading.Lock()
    monkeypatch.setattr(pdf, "_one_at_a_time", lock)

    with lock, pytest.raises(pdf.PdfBusy):
        document()

    assert document().pages, "and the next one is made again"
