from django.core.management.base import BaseCommand

from portal.addresses import set_site_address
from portal.roles import create_roles


class Command(BaseCommand):
    help = "Make roles, permissions and the site's address equal to portal/roles.py and PORTAL_BASE_URL; at any time."

    def handle(self, **options):
        self.stdout.write("Roles: " + ", ".join(create_roles()))
        self.stdout.write(f"Address: {set_site_address()}")
