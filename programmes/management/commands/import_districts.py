from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from programmes.imports.districts import DATA, import_districts
from programmes.imports.table import sentence


class Command(BaseCommand):
    help = "Load regions, districts, postcodes and reception facilities; safe to repeat."

    def add_arguments(self, parser):
        parser.add_argument("--folder", type=Path, default=DATA, help="where the four files are")

    def handle(self, **options):
        try:
            counts = import_districts(folder=options["folder"])
        except ValidationError as refusal:
            raise CommandError(sentence(refusal)) from refusal
        for name, count in counts.items():
            self.stdout.write(f"{name}: {count}")
