from django.core.management.base import BaseCommand, CommandError

from portal.progress import progress
from search import upkeep


class Command(BaseCommand):
    help = (
        "The search index: 'rebuild' writes it anew from the content, 'check' compares the two and prints differences."
    )

    def add_arguments(self, parser):
        parser.add_argument("action", choices=["rebuild", "check"])

    def handle(self, *, action, **options):
        if action == "rebuild":
            report = upkeep.rebuild(watch=self.watch)
            self.stdout.write(f"{report.written} entries written, {report.removed} removed.")
        else:
            found = list(upkeep.differences(watch=self.watch))
            for difference in found:
                self.stdout.write(difference)
            if found:
                raise CommandError(f"{len(found)} differences. 'manage.py search rebuild' mends them.", returncode=1)
            self.stdout.write("The index is what the content says.")

    def watch(self, items, label):
        return progress(items, label, stream=self.stderr)
