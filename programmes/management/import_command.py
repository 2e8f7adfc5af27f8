"""What the commands that take a table share: arguments, printing of the report, exit code."""

import sys
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from programmes.imports.records import DEFAULT_SOURCE
from programmes.imports.table import Report, sentence


class ImportCommand(BaseCommand):
    """Exit code 0: every line was taken over or agrees; 1: the file could not be read, or lines were rejected or are
    in conflict with what editors wrote."""

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="CSV file in UTF-8, or XLSX")
        parser.add_argument(
            "--source",
            default=DEFAULT_SOURCE,
            help=f"name of the list the file comes from (default: {DEFAULT_SOURCE}); "
            "ids, owned fields and what was last taken over are kept for each list",
        )
        parser.add_argument("--dry-run", action="store_true", help="report only, store nothing")

    def run(self, **options) -> Report:
        raise NotImplementedError

    def handle(self, **options):
        try:
            report = self.run(**options)
        except ValidationError as refusal:
            raise CommandError(sentence(refusal)) from refusal
        for line in report.lines:
            self.stdout.write(f"line {line}")
        counts = ", ".join(f"{count} {outcome}" for outcome, count in report.counts.items())
        self.stdout.write(f"{counts}{' (dry run, nothing stored)' if options['dry_run'] else ''}")
        if report.has_rejections or report.has_conflicts:
            sys.exit(1)
