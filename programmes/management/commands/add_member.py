from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction

from portal.models import User
from portal.roles import ACCESS, CENTRE_MEMBER
from programmes.models import Centre


class Command(BaseCommand):
    help = (
        "Let somebody act for a counselling centre in /bereich/: creates the account if there is none. "
        "With --remove, end it. Staff of the project cannot be members."
    )

    def add_arguments(self, parser):
        parser.add_argument("centre", help="last part of the centre's web address")
        parser.add_argument("email")
        parser.add_argument("--remove", action="store_true")

    @transaction.atomic
    def handle(self, **options):
        centre = Centre.objects.filter(slug=options["centre"]).first()
        if centre is None:
            raise CommandError(f"There is no centre “{options['centre']}”.")
        try:
            validate_email(options["email"])
        except ValidationError as error:
            raise CommandError("Write the address in the form name@example.org.") from error
        user = User.objects.filter(email__iexact=options["email"]).first()
        if options["remove"]:
            if user is None or not centre.members.filter(pk=user.pk).exists():
                raise CommandError("This address does not act for the centre.")
            centre.members.remove(user)
            self.stdout.write(f"{centre.slug}: member removed")
            return
        if user is None:
            user = User.objects.create_user(options["email"])
        if user.has_perm(ACCESS):
            raise CommandError("This address belongs to staff of the project.")
        user.groups.add(Group.objects.get(name=CENTRE_MEMBER))
        centre.members.add(user)
        self.stdout.write(f"{centre.slug}: member added")
