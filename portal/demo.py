"""Demo people and the identity of the portal. No real person, and none of these accounts exists in production."""

from datetime import date

from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.models import Group
from wagtail.models import Site

from portal import roles
from portal.models import SiteIdentity, SiteIdentityText, User

PASSWORD = "neustart-demo-2026"  # noqa: S105 -- printed by make run; demo only
TOTP_SECRET = "NEUSTARTPORTALDEMOSECRET23456777"  # noqa: S105

PEOPLE = (
    ("redaktion@demo.example", "Demo", "Redaktion", roles.EDITOR),
    ("uebersetzung@demo.example", "Demo", "Übersetzung", roles.TRANSLATOR),
    ("veranstaltungen@demo.example", "Demo", "Veranstaltungen", roles.EVENT_STAFF),
    ("fallarbeit@demo.example", "Demo", "Fallarbeit", roles.CASE_STAFF),
    ("coach@demo.example", "Demo", "Coaching", roles.COACH),
    ("pruefung@demo.example", "Demo", "Prüfung", roles.AUDITOR),
    ("verwaltung@demo.example", "Demo", "Verwaltung", roles.ADMINISTRATOR),
    ("beratungsstelle@demo.example", "Demo", "Beratungsstelle", roles.CENTRE_MEMBER),
    ("zweite-stelle@demo.example", "Demo", "Zweite Stelle", roles.CENTRE_MEMBER),
)
TEXTS = {
    "de": ("Individuelle Qualifizierung für einen Neustart", "Kofinanziert von der Europäischen Union"),
    "de-simple": ("Lernen für einen neuen Anfang", "Kofinanziert von der Europäischen Union"),
    "en": ("Individual training for a new start", "Co-funded by the European Union"),
    "ar": ("تأهيل فردي لبداية جديدة", "بتمويل مشترك من الاتحاد الأوروبي"),
}


def create_demo() -> None:
    """Create people and identity where they are missing; change nothing that is there."""
    for email, first_name, last_name, role in PEOPLE:
        user = User.objects.filter(email=email).first()
        if user is None:
            password = None if role == roles.CENTRE_MEMBER else PASSWORD
            user = User.objects.create_user(email, password, first_name=first_name, last_name=last_name)
            user.groups.add(Group.objects.get(name=role))
            if password:
                TOTP.activate(user, TOTP_SECRET)
    if not SiteIdentity.objects.exists():
        identity = SiteIdentity.objects.create(
            site=Site.objects.get(is_default_site=True),
            name="Neustart-Portal",
            email="portal@demo.example",
            operator="Bayerisches Landesamt für Asyl und Rückführungen (LfAR)",
            project_name="Reintegrationscoaching mit individueller Qualifizierung für Rückkehrwillige PLUS",
            fund="Asyl-, Migrations- und Integrationsfonds (AMIF)",
            funded_from=date(2024, 3, 1),
            funded_until=date(2027, 2, 28),
        )
        for language, (tagline, funding_line) in TEXTS.items():
            SiteIdentityText.objects.create(
                identity=identity, language=language, tagline=tagline, funding_line=funding_line
            )
