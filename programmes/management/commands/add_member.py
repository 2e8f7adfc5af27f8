from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.utils import translation

from programmes.models import Centre
from programmes.upkeep import members


class Command(BaseCommand):
    help = (
        "Let somebody act for a counselling centre in /bereich/: creates the account if there is none, and mails how "
        "to log in. With --remove, end it. Staff of the project cannot be members."
    )

    def add_arguments(self, parser):
        parser.add_argument("centre", help="last part of the centre's web address")
        parser.add_argument("email")
        parser.add_argument(
            "--language",
            default=settings.LANGUAGE_CODE,
            choices=[code for code, _name in settings.LANGUAGES],
            help="language of the mail (default: %(default)s)",
        )
        parser.add_argument("--remove", action="store_true")

    def handle(self, **options):
        centre = Centre.objects.filter(slug=options["centre"]).first()
        if centre is None:
            raise CommandError(f"There is no centre “{options['centre']}”.")
        try:
            validate_email(options["email"])
        except ValidationError as error:
            raise CommandError("Write the address in the form name@example.org.") from error
        if options["remove"]:
            if not members.remove_member(centre_id=centre.pk, email=options["email"]):
                raise CommandError("This address does not act for the centre.")
            self.stdout.write(f"{centre.slug}: member removed")
            return
        try:
            is_new = members.add_member(centre_id=centre.pk, email=options["email"], language=options["language"])
        except ValidationError as refusal:
            with translation.override("en"):  # commands speak English
                raise CommandError(" ".join(refusal.messages)) from refusal
        self.stdout.write(f"{centre.slug}: {'member added' if is_new else 'is a member already'}")
