"""Tables going out: CSV and XLSX that no spreadsheet takes for formulas. Everything the portal exports is written here.

A text that a spreadsheet would compute gets an apostrophe in front of it in CSV; reading such a file, ``unguarded``
takes it away again. Cells of XLSX are typed as text, so they hold the text as it is.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from tempfile import SpooledTemporaryFile
from typing import IO
from zipfile import BadZipFile

from django.http import FileResponse
from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils.exceptions import InvalidFileException
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from portal.errors import DomainError

CSV, XLSX = "csv", "xlsx"
TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# What a cell holds at most in XLSX.
LONGEST_CELL = 32_767
IN_MEMORY = 5_000_000
GUARD = "'"
# "+49 941 5680-0" and "+499415680" are numbers to dial; "+49-941" would be a subtraction.
TELEPHONE = re.compile(r"\+[0-9]{1,4}(?: [0-9 ()/.\-]+|[0-9]+)\Z")

Cell = str | int | float | None


def is_formula(text: str) -> bool:
    """Would a spreadsheet compute it? Full-width signs count as the signs they stand for, blanks before them do not."""
    first = unicodedata.normalize("NFKC", text.lstrip(" \u00a0\u3000\u200b\ufeff")[:1])
    if first in ("\t", "\r", "\n"):
        return True
    beginning = text.strip()
    return unicodedata.normalize("NFKC", beginning[:1]) in ("=", "+", "-", "@", "−") and not TELEPHONE.match(beginning)


def _needs_guard(text: str) -> bool:
    return is_formula(text) or (text.startswith(GUARD) and _needs_guard(text[1:]))


def guarded(value: Cell) -> Cell:
    """The cell as CSV holds it. Numbers are numbers; a text that begins with guards gets one more, to be told apart."""
    return GUARD + value if isinstance(value, str) and _needs_guard(value) else value


def unguarded(text: str) -> str:
    return text[1:] if text.startswith(GUARD) and _needs_guard(text[1:]) else text


def _clean(value: Cell) -> Cell:
    """Without what no file can hold: halves of a character and control characters."""
    if not isinstance(value, str):
        return "" if value is None else value
    return ILLEGAL_CHARACTERS_RE.sub("", value.encode("utf-8", "ignore").decode())


def write_csv(header: Sequence[str], rows: Iterable[Sequence[Cell]], out: IO[str]) -> None:
    writer = csv.writer(out)
    writer.writerow(header)
    for row in rows:
        writer.writerow([guarded(_clean(value)) for value in row])


def write_xlsx(header: Sequence[str], rows: Iterable[Sequence[Cell]], out: IO[bytes]) -> None:
    """Row by row, so that memory does not grow with the table."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet()
    sheet.freeze_panes = "A2"
    sheet.append([_text_cell(sheet, name) for name in header])
    try:
        for row in rows:
            sheet.append([_text_cell(sheet, value) for value in row])
    except DomainError:
        sheet.close()
        raise
    workbook.save(out)


def _text_cell(sheet, value: Cell) -> WriteOnlyCell:
    text = str(_clean(value))
    if len(text) > LONGEST_CELL:
        raise DomainError(_("A text is too long for a cell of XLSX. Take CSV instead."))
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    return cell


def read_xlsx(source: IO[bytes]) -> Iterator[list[str]]:
    """The rows of the first sheet as texts; what was written by ``write_xlsx`` comes back as it went."""
    try:
        workbook = load_workbook(source, read_only=True)
    except (InvalidFileException, BadZipFile, OSError, KeyError, ValueError) as fault:
        raise DomainError(_("The file is no table of XLSX.")) from fault
    for row in workbook.worksheets[0].iter_rows(values_only=True):
        yield ["" if value is None else str(value) for value in row]


def table_file(format: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> IO[bytes]:
    """The whole table in a temporary file, to be read from its beginning and closed by the caller."""
    with ExitStack() as unless_finished:
        out = unless_finished.enter_context(SpooledTemporaryFile(max_size=IN_MEMORY))
        if format == XLSX:
            write_xlsx(header, rows, out)
        else:
            out.write(b"\xef\xbb\xbf")  # so that spreadsheets read it as UTF-8
            write_csv(header, rows, _Encoder(out))
        out.seek(0)
        unless_finished.pop_all()
    return out


def table_response(name: str, format: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> FileResponse:
    """A file to keep. It is finished before the first byte goes out, so nobody gets half of a table."""
    table = table_file(format, header, rows)
    return FileResponse(table, as_attachment=True, filename=f"{name}.{format}", content_type=TYPES[format])


class _Encoder:
    """Texts into a file of bytes; unlike a text wrapper it leaves the file open."""

    def __init__(self, out: IO[bytes]):
        self.out = out

    def write(self, text: str) -> None:
        self.out.write(text.encode())


class TableExportMixin(SpreadsheetExportMixin):
    """For lists of the CMS: the two export buttons, for those who hold ``export_permission``, through this module."""

    export_permission = ""
    export_header: Sequence[str] = ()

    def export_rows(self, queryset) -> Iterable[Sequence[Cell]]:
        raise NotImplementedError

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.is_export = self.is_export and self.show_export_buttons

    @property
    def show_export_buttons(self) -> bool:
        return self.request.user.has_perm(self.export_permission)

    def as_spreadsheet(self, queryset, spreadsheet_format: str) -> FileResponse:
        return table_response(self.get_filename(), spreadsheet_format, self.export_header, self.export_rows(queryset))
