"""Choices of the events and the table of moves of a registration."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(TextChoices):
    INFO_SESSION = "info-session", _("Regional info session")
    NETWORKING_DAY = "networking-day", _("Networking day")
    OTHER = "other", _("Other event")


class Topic(TextChoices):
    """What an event is about; it may have several."""

    COUNSELLING = "counselling", pgettext_lazy("topic of an event", "Return counselling")
    QUALIFICATION = "qualification", pgettext_lazy("topic of an event", "Qualification and training")
    REINTEGRATION = "reintegration", pgettext_lazy("topic of an event", "Reintegration on the spot")
    FUNDING = "funding", pgettext_lazy("topic of an event", "Funding and benefits")
    COUNTRIES = "countries", pgettext_lazy("topic of an event", "Countries of return")
    VULNERABLE = "vulnerable", pgettext_lazy("topic of an event", "People with special needs of protection")
    LAW = "law", pgettext_lazy("topic of an event", "Residence and law")
    COOPERATION = "cooperation", pgettext_lazy("topic of an event", "Working together")


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


class Access(TextChoices):
    """Who may register."""

    OPEN = "open", _("everybody")
    CODE = "code", _("people with the invitation code")
    APPROVAL = "approval", _("everybody, staff decide")


class Need(TextChoices):
    """What somebody needs to be able to take part."""

    STEP_FREE = "step-free", _("Step-free access")
    SIGN_LANGUAGE = "sign-language", _("Sign language interpreter")
    HEARING_LOOP = "hearing-loop", _("Induction loop")
    ASSISTANCE = "assistance", _("A person who assists me comes along")
    INTERPRETER = "interpreter", _("Interpreter for my language")
    CHILDCARE = "childcare", _("Childcare")
    VEGETARIAN = "vegetarian", _("Vegetarian food")
    VEGAN = "vegan", _("Vegan food")
    HALAL = "halal", _("Halal food")


class Answer(TextChoices):
    """How a question of an event is answered."""

    LINE = "line", _("a line of text")
    YES_NO = "yes-no", _("yes or no")


class PhotoConsent(TextChoices):
    """Nobody is asked twice and silence is a no: only ``YES`` lets anybody take a photo."""

    YES = "yes", _("Yes, I may be seen in photos")
    NO = "no", _("No, please no photos of me")


class ListConsent(TextChoices):
    """Silence is a no: only ``YES`` shows anybody to the other guests."""

    YES = "yes", _("Yes, the other guests may see my name and organisation")
    NO = "no", _("No, do not show me")


class RegistrationState(TextChoices):
    REQUESTED = "requested", _("waits for a decision")
    WAITLISTED = "waitlisted", _("on the waiting list")
    OFFERED = "offered", _("place kept until it is confirmed")
    CONFIRMED = "confirmed", _("confirmed")
    REVIEW = "review", _("place kept until staff decide on a change")
    CANCELLED = "cancelled", _("cancelled")


class ClockMail(TextChoices):
    """What was last sent by the clock."""

    WEEK_AHEAD = "week-ahead", _("reminder a week ahead")
    DAY_AHEAD = "day-ahead", _("reminder a day ahead")
    THANKS = "thanks", _("thanks")


# These hold a seat.
SEATED = (RegistrationState.OFFERED, RegistrationState.CONFIRMED, RegistrationState.REVIEW)
# These wait for staff.
UNDECIDED = (RegistrationState.REQUESTED, RegistrationState.REVIEW)


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
    APPROVED = "approved", _("accepted by staff")
    REJECTED = "rejected", _("not accepted by staff")
    SEAT_FREED = "seat-freed", _("moved up because a seat became free")
    CAPACITY_RAISED = "capacity-raised", _("moved up because seats were added")
    OUT_OF_TURN = "out-of-turn", _("moved up by staff out of turn")
    ACCEPTED = "accepted", _("confirmed by link")
    CHANGED = "changed", _("other person, organisation or audience")
    OFFER_LAPSED = "offer-lapsed", _("not confirmed in time")
    OTHER_DATE = "other-date", _("moved to another date")
    OWN_WISH = "own-wish", _("cancelled by link")
    BY_STAFF = "by-staff", _("cancelled by staff")


_LEAVES = frozenset({MoveReason.OWN_WISH, MoveReason.BY_STAFF, MoveReason.OTHER_DATE})
_MOVES_UP = frozenset({MoveReason.SEAT_FREED, MoveReason.CAPACITY_RAISED, MoveReason.APPROVED, MoveReason.OUT_OF_TURN})

MOVES: dict[tuple[str, str], frozenset[str]] = {
    (RegistrationState.REQUESTED, RegistrationState.WAITLISTED): frozenset({MoveReason.APPROVED}),
    (RegistrationState.REQUESTED, RegistrationState.CANCELLED): _LEAVES | {MoveReason.REJECTED},
    (RegistrationState.WAITLISTED, RegistrationState.OFFERED): _MOVES_UP,
    (RegistrationState.WAITLISTED, RegistrationState.CONFIRMED): _MOVES_UP,
    (RegistrationState.WAITLISTED, RegistrationState.CANCELLED): _LEAVES,
    (RegistrationState.WAITLISTED, RegistrationState.REQUESTED): frozenset({MoveReason.CHANGED}),
    (RegistrationState.OFFERED, RegistrationState.CONFIRMED): frozenset({MoveReason.ACCEPTED}),
    (RegistrationState.OFFERED, RegistrationState.CANCELLED): _LEAVES | {MoveReason.OFFER_LAPSED},
    (RegistrationState.OFFERED, RegistrationState.REVIEW): frozenset({MoveReason.CHANGED}),
    (RegistrationState.CONFIRMED, RegistrationState.CANCELLED): _LEAVES,
    (RegistrationState.CONFIRMED, RegistrationState.REVIEW): frozenset({MoveReason.CHANGED}),
    (RegistrationState.REVIEW, RegistrationState.CONFIRMED): frozenset({MoveReason.APPROVED}),
    (RegistrationState.REVIEW, RegistrationState.CANCELLED): _LEAVES | {MoveReason.REJECTED},
}
