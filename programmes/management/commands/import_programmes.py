from pathlib import Path

from programmes.imports.facts import import_programme_facts
from programmes.imports.programmes import import_programmes
from programmes.imports.table import Report
from programmes.management.import_command import ImportCommand


class Command(ImportCommand):
    help = "Take over return and reintegration programmes; prints what became of each line."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument(
            "--facts",
            type=Path,
            help="JSON file with amounts, documents, deadlines, centres and rules of the fit check, "
            "taken over after the CSV file",
        )

    def run(self, **options) -> Report:
        report = import_programmes(
            path=options["file"], source=options["source"], dry_run=options["dry_run"], stream=self.stdout
        )
        if options["facts"]:
            facts = import_programme_facts(path=options["facts"], dry_run=options["dry_run"])
            report.lines.extend(facts.lines)
        return report
