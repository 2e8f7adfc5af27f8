"""What the commands that write a table share."""

import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from portal.spreadsheets import CSV, XLSX, Cell, table_file
from programmes.imports.table import sentence


class ExportCommand(BaseCommand):
    """The file appears when it is complete; one that was there stays until then."""

    header: Sequence[str] = ()

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="a file that ends in .csv or .xlsx")

    def rows(self) -> Iterable[Sequence[Cell]]:
        raise NotImplementedError

    def handle(self, **options):
        path: Path = options["file"]
        format = path.suffix.casefold().removeprefix(".")
        if format not in (CSV, XLSX):
            raise CommandError("The file has to end in .csv or .xlsx.")
        beside = path.with_name(f".{path.name}.part")
        try:
            with table_file(format, self.header, self.rows()) as table, beside.open("wb") as out:
                shutil.copyfileobj(table, out)
            beside.replace(path)
        except ValidationError as refusal:
            raise CommandError(sentence(refusal)) from refusal
        except OSError as fault:
            beside.unlink(missing_ok=True)
            raise CommandError(f"{path} cannot be written: {fault.strerror}.") from fault
        self.stdout.write(f"written: {path}")
