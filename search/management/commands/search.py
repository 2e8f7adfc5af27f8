from collections.abc import Iterator

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.module_loading import import_string

from portal.progress import progress
from search import upkeep
from search.engines.contract import EngineFault
from search.models import IndexState, SearchIndex


class Command(BaseCommand):
    help = (
        "The search index: 'rebuild' writes it anew from the content and fills a new index of the search server beside "
        "the one in use, 'check' compares content, database and search server and prints differences, 'sync' pushes "
        "what is due to the search server."
    )

    def add_arguments(self, parser):
        parser.add_argument("action", choices=["rebuild", "check", "sync"])
        parser.add_argument(
            "--server-only", action="store_true", help="leave the database as it is, look after the search server alone"
        )

    def handle(self, *, action, server_only, **options):
        if (server_only or action == "sync") and not settings.ELASTICSEARCH_URL:
            raise CommandError("There is no search server: ELASTICSEARCH_URL is not set.")
        try:
            {"rebuild": self.rebuild, "check": self.compare, "sync": self.sync}[action](server_only=server_only)
        except EngineFault as fault:
            raise CommandError(f"The search server is not up to date: {fault}.", returncode=1) from fault

    def rebuild(self, *, server_only: bool):
        if not server_only:
            report = upkeep.rebuild(watch=self.watch)
            self.stdout.write(f"{report.written} entries written, {report.removed} removed.")
        if settings.ELASTICSEARCH_URL:
            count = import_string("search.projection.refill.refill")(watch=self.watch)
            self.stdout.write(f"{count} entries on the search server.")

    def sync(self, **options):
        if not SearchIndex.objects.exclude(state=IndexState.RETIRED).exists():
            raise CommandError("No index has been filled yet: 'manage.py search rebuild' fills one.")
        report = import_string("search.projection.push.sync")()
        self.stdout.write(f"{report.pushed} changes pushed.")
        if report.refused:
            raise CommandError(f"{report.refused} entries were refused by the search server (see the log).")

    def compare(self, *, server_only: bool):
        found = 0
        for difference in self.differences(server_only=server_only):
            self.stdout.write(difference)
            found += 1
        if found:
            raise CommandError(f"{found} differences. 'manage.py search rebuild' mends them.", returncode=1)
        self.stdout.write("The index is what the content says.")

    def differences(self, *, server_only: bool) -> Iterator[str]:
        if not server_only:
            yield from upkeep.differences(watch=self.watch)
        if settings.ELASTICSEARCH_URL:
            yield from import_string("search.projection.compare.differences")(watch=self.watch)

    def watch(self, items, label):
        return progress(items, label, stream=self.stderr)
