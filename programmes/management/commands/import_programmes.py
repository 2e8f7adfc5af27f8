from programmes.imports.programmes import import_programmes
from programmes.imports.table import Report
from programmes.management.import_command import ImportCommand


class Command(ImportCommand):
    help = "Take over return and reintegration programmes; prints what became of each line."

    def run(self, **options) -> Report:
        return import_programmes(
            path=options["file"], source=options["source"], dry_run=options["dry_run"], stream=self.stdout
        )
