from django.core.management.base import BaseCommand

from portal import clock, retention


class Command(BaseCommand):
    help = "Delete what is kept no longer, as the worker does; --dry-run only lists what goes when."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="delete nothing; list what will be deleted and when")

    def handle(self, **options):
        if options["dry_run"]:
            for deletion in retention.coming():
                self.stdout.write(
                    f"{deletion.on:%Y-%m-%d}  {deletion.number:>5}  {deletion.what}  {deletion.of}".rstrip()
                )
            return
        for name in retention.FORECASTS:
            self.stdout.write(f"{name}: {clock.DUE[name]()}")
