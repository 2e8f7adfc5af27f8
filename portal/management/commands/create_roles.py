from django.core.management.base import BaseCommand

from portal.roles import create_roles


class Command(BaseCommand):
    help = "Make the roles and their permissions equal to the table in portal/roles.py; safe to run at any time."

    def handle(self, **options):
        self.stdout.write("Roles: " + ", ".join(create_roles()))
