"""HTML to tagged PDF (PDF/UA-1), from the portal's own files alone.

WeasyPrint needs Pango, a library of the system. Where it is missing the portal runs all the same: ``is_available`` says
so, and whoever offers a PDF offers the print page instead.
"""

import ctypes
import logging
import mimetypes
from functools import cache
from importlib import import_module
from pathlib import Path
from threading import Lock
from types import ModuleType
from urllib.parse import unquote, urljoin, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import SuspiciousFileOperation

logger = logging.getLogger("portal.pdf")

# Debian's names of what WeasyPrint loads from the system.
SYSTEM_PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
# Names of the same libraries on Linux, macOS and Windows; one of each has to be there.
SYSTEM_LIBRARIES = (
    ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"),
    ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0.dll"),
    ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib", "libharfbuzz-subset-0.dll"),
)
# An address nobody can have (RFC 2606): relative links of the document are resolved against it and go nowhere.
BASE = "https://document.invalid/"
PICTURE = "data:image/svg+xml"
# Seconds a visitor waits for the documents of others; one is made at a time in each process.
LONGEST_WAIT = 20

_one_at_a_time = Lock()


class PdfNotAvailable(Exception):
    """The system's part of the library is missing."""


class PdfBusy(Exception):
    """Other documents are being made, and the wait for them became too long."""


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


@cache
def is_available() -> bool:
    """Whether the system has what a document needs. Looks for the libraries only: loading WeasyPrint takes seconds."""
    found = all(any(_loads(name) for name in names) for names in SYSTEM_LIBRARIES)
    if not found:
        logger.warning("PDF files cannot be made: install %s.", " ".join(SYSTEM_PACKAGES))
    return found


@cache
def _library() -> ModuleType:
    """WeasyPrint, loaded when the first document is asked for: no page needs it."""
    return import_module("weasyprint")


def render(html: str) -> bytes:
    """A document as PDF. It needs ``lang`` on its root and a title; pictures need their words.

    Style sheets, fonts and pictures come from the portal's static files; nothing else is read or fetched.
    """
    if not is_available():
        raise PdfNotAvailable
    if not _one_at_a_time.acquire(timeout=LONGEST_WAIT):
        raise PdfBusy
    try:
        library = _library()
        document = library.HTML(string=html, base_url=BASE, url_fetcher=_fetcher(library))
        return document.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True)
    finally:
        _one_at_a_time.release()


def static_file(url: str) -> Path | None:
    """The file of ours behind an address; none for every other address."""
    parts, home = urlsplit(url), urlsplit(BASE)
    prefix = urlsplit(urljoin(BASE, settings.STATIC_URL)).path
    if (parts.scheme, parts.netloc) != (home.scheme, home.netloc) or not parts.path.startswith(prefix):
        return None
    name = unquote(parts.path.removeprefix(prefix))
    try:
        found = finders.find(name) or staticfiles_storage.path(name)
    except SuspiciousFileOperation:
        return None
    return Path(found) if Path(found).is_file() else None


@cache
def _fetcher(library: ModuleType):
    class StaticFilesOnly(library.urls.URLFetcher):
        """What a document may read: our static files, and drawings it carries itself."""

        def fetch(self, url, headers=None):
            if url.startswith(PICTURE):
                return super().fetch(url, headers)
            file = static_file(url)
            if file is None:
                raise ValueError(f"not a static file of the portal: {url[:200]}")
            kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
            return library.urls.URLFetcherResponse(url, file.read_bytes(), {"Content-Type": kind})

    return StaticFilesOnly()
