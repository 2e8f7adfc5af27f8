from pathlib import Path

from programmes.imports.centres import import_centres
from programmes.imports.table import Report
from programmes.management.import_command import ImportCommand

TERRITORIES = "centre_territories.csv"


class Command(ImportCommand):
    help = "Take over counselling centres and the areas they serve; prints what became of each line."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument(
            "--territories", type=Path, help=f"areas of the centres (default: {TERRITORIES} beside the file, if there)"
        )

    def run(self, **options) -> Report:
        beside = options["file"].parent / TERRITORIES
        territories = options["territories"] or (beside if beside.is_file() else None)
        return import_centres(
            path=options["file"],
            territories=territories,
            source=options["source"],
            dry_run=options["dry_run"],
            stream=self.stdout,
        )
