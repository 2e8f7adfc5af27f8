from django.core.management.base import BaseCommand

from search import synonyms


class Command(BaseCommand):
    help = "Add the synonyms the portal comes with; what editors changed or switched off stays as it is."

    def handle(self, **options):
        self.stdout.write(f"{synonyms.seed()} groups of synonyms added.")
