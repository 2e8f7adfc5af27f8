"""Choices of the events and the table of moves of a registration."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(TextChoices):
    INFO_SESSION = "info-session", _("Regional info session")
    NETWORKING_DAY = "networking-day", _("Networking day")
    OTHER = "other", _("Other event")


class Mode(TextChoices):
    ON_SITE = "on-site", _("on site")
    ONLINE = "online", _("online")
    HYBRID = "hybrid", _("on site and online")


class Salutation(TextChoices):
    MS = "ms", pgettext_lazy("salutation", "Ms")
    MR = "mr", pgettext_lazy("salutation", "Mr")


class Audience(TextChoices):
    """Who takes part, as the project reports it."""

    STATE_CENTRE = "state-centre", _("State return counselling centre")
    OTHER_CENTRE = "other-centre", _("Non-state return counselling centre")
    AUTHORITY = "authority", _("Authority or administration")
    PROVIDER = "provider", _("Provider of training measures")
    PROJECT = "project", _("Project staff")
    MULTIPLIER = "multiplier", _("Multiplier")
    VOLUNTEER = "volunteer", _("Volunteer")
    OTHER = "other", _("Other")


class Phase(TextChoices):
    """What the public can do with an event now."""

    CANCELLED = "cancelled", _("cancelled")
    PAST = "past", _("over")
    NOT_YET = "not-yet", _("registration not yet open")
    CLOSED = "closed", _("registration closed")
    FULL = "full", _("full, waiting list open")
    OPEN = "open", _("registration open")


class RegistrationState(TextChoices):
    CONFIRMED = "confirmed", _("confirmed")
    WAITLISTED = "waitlisted", _("on the waiting list")
    CANCELLED = "cancelled", _("cancelled")


class Dimension(TextChoices):
    """By what guests are counted; one at a time, so that figures of few people name nobody."""

    AUDIENCE = "audience", _("Takes part as")
    REGION = "region", _("Administrative region")


class ScanType(TextChoices):
    """What a scan may be: content type and the end of the file's name."""

    PDF = "application/pdf", "pdf"
    JPEG = "image/jpeg", "jpg"
    PNG = "image/png", "png"


class MoveReason(TextChoices):
    """Why a registration moved."""

    REGISTERED = "registered", _("registered")
    OWN_WISH = "own-wish", _("cancelled by the person")
    BY_STAFF = "by-staff", _("cancelled by staff")
    SEAT_FREED = "seat-freed", _("moved up to a seat that became free")
    CAPACITY_RAISED = "capacity-raised", _("moved up because seats were added")


MOVES: dict[tuple[str, str], frozenset[str]] = {
    (RegistrationState.CONFIRMED, RegistrationState.CANCELLED): frozenset({MoveReason.OWN_WISH, MoveReason.BY_STAFF}),
    (RegistrationState.WAITLISTED, RegistrationState.CANCELLED): frozenset({MoveReason.OWN_WISH, MoveReason.BY_STAFF}),
    (RegistrationState.WAITLISTED, RegistrationState.CONFIRMED): frozenset(
        {MoveReason.SEAT_FREED, MoveReason.CAPACITY_RAISED}
    ),
}
