from cryptography.fernet import Fernet
from django.core.management.base import BaseCommand

from portal.crypto import RINGS


class Command(BaseCommand):
    help = "Print a new PORTAL_DATA_KEYS value. Keep it apart from the database and its backups."
    requires_system_checks: list[str] = []

    def handle(self, **options):
        self.stdout.write(" ".join(f"{ring}={Fernet.generate_key().decode()}" for ring in RINGS))
