"""Reading a table a person made (CSV or XLSX), and the report on its lines."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.errors import DomainError
from portal.spreadsheets import read_xlsx, unguarded

LONGEST_CELL = 20_000


class Outcome(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"
    # The file and what editors wrote contradict each other, or it is not clear which entry is meant.
    CONFLICT = "conflict"


@dataclass(frozen=True)
class Line:
    """What became of one line of the file."""

    number: int
    key: str
    outcome: Outcome
    reason: str = ""

    def __str__(self):
        text = f"{self.number}: {self.outcome} {self.key}".rstrip()
        return f"{text}: {self.reason}" if self.reason else text


@dataclass
class Report:
    lines: list[Line] = field(default_factory=list)

    def add(self, number: int, key: str, outcome: Outcome, reason: str = "") -> None:
        self.lines.append(Line(number, key, outcome, reason))

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(line.outcome for line in self.lines)
        return {outcome.value: found[outcome] for outcome in Outcome}

    @property
    def has_rejections(self) -> bool:
        return any(line.outcome is Outcome.REJECTED for line in self.lines)

    @property
    def has_conflicts(self) -> bool:
        return any(line.outcome is Outcome.CONFLICT for line in self.lines)


class RowRefused(DomainError):
    """One line cannot be taken over; the sentence says why."""


@dataclass(frozen=True)
class Row:
    """One line of the file; ``number`` is that of the line it begins on."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def __contains__(self, column: str) -> bool:
        return column in self.cells

    def required(self, column: str) -> str:
        if not self[column]:
            raise RowRefused(_("“%(column)s” is empty.") % {"column": column})
        return self[column]


def read(path: str | Path, *, required: tuple[str, ...]) -> Iterator[Row | Line]:
    """The lines of a file; a line that is no row comes as a rejected ``Line``.

    The file is XLSX, or CSV in UTF-8 with comma or semicolon. One that cannot be read as a table at all raises
    ``DomainError`` with one sentence.
    """
    lines = _xlsx_lines(path) if Path(path).suffix.casefold() == ".xlsx" else _csv_lines(path)
    header = _checked([name.strip() for name in next(lines, (1, []))[1]], required, path)
    for number, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            yield Line(
                number,
                cells[0][:60],
                Outcome.REJECTED,
                _("The line has %(found)s cells, the header has %(wanted)s.")
                % {"found": len(cells), "wanted": len(header)},
            )
            continue
        long = next((name for name, cell in zip(header, cells, strict=True) if len(cell) > LONGEST_CELL), None)
        if long:
            yield Line(number, cells[0][:60], Outcome.REJECTED, _("“%(column)s” is too long.") % {"column": long})
            continue
        yield Row(number, dict(zip(header, (cell.strip() for cell in cells), strict=True)))


def _xlsx_lines(path: str | Path) -> Iterator[tuple[int, list[str]]]:
    yield from enumerate(read_xlsx(io.BytesIO(_bytes(path))), start=1)


def _csv_lines(path: str | Path) -> Iterator[tuple[int, list[str]]]:
    """Cells of each line with the number of the line it begins on; a line may go over several."""
    text = _content(path)
    first = text.lstrip().split("\n", 1)[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as fault:
            if begins == 1:
                raise DomainError(
                    _("The first line of %(file)s is not a line of column names.") % {"file": Path(path).name}
                ) from fault
            raise DomainError(
                _("Line %(line)s of %(file)s cannot be read: %(fault)s.")
                % {"line": begins, "file": Path(path).name, "fault": fault}
            ) from fault
        number, begins = begins, reader.line_num + 1
        yield number, [unguarded(cell) for cell in cells]


def _checked(header: list[str], required: tuple[str, ...], path: str | Path) -> list[str]:
    missing = [name for name in required if name not in header]
    if missing:
        raise DomainError(
            _("%(file)s lacks the columns: %(columns)s.") % {"file": Path(path).name, "columns": ", ".join(missing)}
        )
    if len(set(header)) != len(header):
        raise DomainError(_("%(file)s has a column twice.") % {"file": Path(path).name})
    return header


def _bytes(path: str | Path) -> bytes:
    try:
        return Path(path).read_bytes()
    except FileNotFoundError as fault:
        raise DomainError(_("There is no file %(file)s.") % {"file": path}) from fault
    except OSError as fault:
        raise DomainError(_("The file %(file)s cannot be read.") % {"file": path}) from fault


def _content(path: str | Path) -> str:
    name = Path(path).name
    content = _bytes(path)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        raise DomainError(
            _("%(file)s is not saved as UTF-8 (first wrong character in line %(line)s). Save it as “CSV UTF-8”.")
            % {"file": name, "line": line}
        ) from fault
    if "\x00" in text:
        raise DomainError(_("%(file)s is no text file.") % {"file": name})
    if not text.strip():
        raise DomainError(_("%(file)s is empty.") % {"file": name})
    return text


def sentence(refusal: ValidationError) -> str:
    """What a form would show, in one line."""
    if hasattr(refusal, "error_dict"):
        parts = []
        for name, errors in refusal.message_dict.items():
            text = " ".join(errors)
            parts.append(text if name == "__all__" else f"{name}: {text}")
        return " ".join(parts)
    return " ".join(refusal.messages)


def choice(row: Row, column: str, known: dict[str, str]) -> str:
    """The code a cell stands for."""
    value = row.required(column)
    if value not in known:
        raise RowRefused(
            _("“%(value)s” is not a known value of “%(column)s” (%(known)s).")
            % {"value": value[:60], "column": column, "known": ", ".join(known)}
        )
    return known[value]


def codes(row: Row, column: str, known: list[str]) -> list[str]:
    """Several codes of one cell, separated by semicolons."""
    found = [code.strip() for code in row[column].split(";") if code.strip()]
    for code in found:
        if code not in known:
            raise RowRefused(
                _("“%(value)s” is not a known value of “%(column)s” (%(known)s).")
                % {"value": code[:60], "column": column, "known": ", ".join(known)}
            )
    return [code for code in known if code in found]
