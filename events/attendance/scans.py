"""What a scan of the signed list may be: looked at by its content, not by the name or type somebody gave it."""

import io
from dataclasses import dataclass
from typing import IO

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

from events.states import ScanType
from portal.errors import DomainError

MEGABYTE = 1_000_000
LARGEST = 10 * MEGABYTE
MOST_FILES = 10
PICTURES = {"JPEG": ScanType.JPEG, "PNG": ScanType.PNG}
# Where a PDF begins; readers allow a few bytes in front of it.
PDF_HEAD, PDF_HEAD_WITHIN = b"%PDF-", 1024

WHAT_IT_MAY_BE = format_lazy(_("PDF, JPEG or PNG, up to {megabytes} MB a file"), megabytes=LARGEST // MEGABYTE)


@dataclass(frozen=True)
class Scan:
    content: bytes
    content_type: str


def read_scan(file: IO[bytes]) -> Scan:
    """The file as it will be stored; raises DomainError with what is wrong with it."""
    content = file.read(LARGEST + 1)
    if not content:
        raise DomainError(_("The file is empty."), code="empty")
    if len(content) > LARGEST:
        raise DomainError(
            _("The file is larger than %(megabytes)d MB. Scan it with fewer dots, or page by page."),
            code="large",
            params={"megabytes": LARGEST // MEGABYTE},
        )
    return Scan(content, _type_of(content))


def _type_of(content: bytes) -> ScanType:
    if PDF_HEAD in content[:PDF_HEAD_WITHIN] and b"%%EOF" in content[-PDF_HEAD_WITHIN:]:
        return ScanType.PDF
    try:
        with Image.open(io.BytesIO(content), formats=list(PICTURES)) as picture:
            kind = PICTURES[picture.format]
            picture.verify()
            return kind
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as fault:
        raise DomainError(_("The file is no PDF, JPEG or PNG, or it is damaged."), code="type") from fault
