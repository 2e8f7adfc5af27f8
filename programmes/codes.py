"""The controlled words of the directory: stored as codes, shown in the reader's language."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ProviderType(models.TextChoices):
    STATE = "state", _("State-run")
    MUNICIPAL = "municipal", _("Municipal")
    NON_STATE = "non_state", _("Non-state (welfare association or other)")


class Role(models.TextChoices):
    RETURN_COUNSELLING = "return_counselling", _("Return counselling")
    COORDINATION = "coordination", _("Coordination")
    QUALIFICATION = "qualification", _("Training")
    PARTNER = "partner", _("Partner organisation")
    INFORMATION = "information", _("Information")


class AddressStatus(models.TextChoices):
    VERIFIED = "verified", _("on a current page")
    DATED = "dated", _("on an older page")
    PARTIAL = "partial", _("incomplete")
    MEMORY = "memory", _("not yet checked")
    UNKNOWN = "unknown", _("not known")


class YesNoUnknown(models.TextChoices):
    """An answer nobody has given yet is not a no."""

    UNKNOWN = "unknown", _("not yet confirmed")
    YES = "yes", _("yes")
    NO = "no", _("no")


class WaitingTime(models.TextChoices):
    """How long most people wait for a first appointment."""

    UNKNOWN = "unknown", _("not yet confirmed")
    WEEK = "week", _("mostly within one week")
    MONTH = "month", _("mostly after one to four weeks")
    LONGER = "longer", _("mostly after more than four weeks")


class Mode(models.TextChoices):
    IN_PERSON = "in_person", _("In person")
    TELEPHONE = "telephone", _("By telephone")
    ONLINE = "online", _("Online (video)")
    OUTREACH = "outreach", _("In the accommodation centre")


class Audience(models.TextChoices):
    FAMILIES = "families", _("Families")
    SINGLE_PARENTS = "single_parents", _("Single parents")
    WOMEN = "women", _("Women")
    FORMER_MINORS = "former_minors", _("Former unaccompanied minors")
    ELDERLY = "elderly", _("Older people")
    ILL_DISABLED = "ill_disabled", _("People with an illness or a disability")
    TRAUMATISED = "traumatised", _("People with trauma")
    TRAFFICKING = "trafficking", _("Victims of trafficking or violence")
    IN_PROCEDURE = "in_procedure", _("People in the asylum procedure")
    TOLERATED = "tolerated", _("People with a toleration")
    PROTECTED = "protected", _("People with a protection status")
    FOUNDERS = "founders", _("People who want to start a business")
    COUNSELLORS = "counsellors", _("Counselling centres")


# Groups by residence status; return counselling is open to all of them, programmes are not.
STATUS_AUDIENCES = (Audience.IN_PROCEDURE, Audience.TOLERATED, Audience.PROTECTED)


class OfferedBy(models.TextChoices):
    STAFF = "staff", _("spoken by the staff")
    INTERPRETER = "interpreter", _("with an interpreter")


class Contact(models.TextChoices):
    """A way to reach the office, named as the field of a centre that holds it."""

    TELEPHONE = "telephone", _("Telephone")
    EMAIL = "email", _("Email")


class AccessFeature(models.TextChoices):
    """Each is a field of the same name on a centre, answered yes, no or not yet."""

    STEP_FREE = "step_free", _("Step-free access")
    LIFT = "lift", _("Lift")
    ACCESSIBLE_TOILET = "accessible_toilet", _("Accessible toilet")
    INDUCTION_LOOP = "induction_loop", _("Induction loop for hearing aids")
    SIGN_LANGUAGE = "sign_language", _("Sign language interpreter on request")
    ASSISTANCE_DOG = "assistance_dog", _("Assistance dogs are welcome")


class CounsellorGender(models.TextChoices):
    WOMAN = "woman", _("By a woman on request")
    MAN = "man", _("By a man on request")


class ClosureReason(models.TextChoices):
    HOLIDAYS = "holidays", _("office holidays")
    TRAINING = "training", _("staff training")
    ILLNESS = "illness", _("illness")
    MOVING = "moving", _("the office is moving")
    BUILDING = "building", _("building works")
    EVENT = "event", _("an event of the centre")
    OTHER = "other", _("no reason given")


class Weekday(models.IntegerChoices):
    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class TerritoryLevel(models.TextChoices):
    NATIONWIDE = "nationwide", _("all of Germany")
    LAND = "land", _("all of Bavaria")
    REGIERUNGSBEZIRK = "regierungsbezirk", _("government region")
    DISTRICT = "district", _("district")


class Confidence(models.TextChoices):
    VERIFIED = "verified", _("confirmed")
    PROBABLE = "probable", _("probable")
    UNVERIFIED = "unverified", _("not yet confirmed")


class DistrictType(models.TextChoices):
    CITY = "kreisfrei", pgettext_lazy("kind of district", "city")
    RURAL = "landkreis", pgettext_lazy("kind of district", "rural district")


class ProgrammeLevel(models.TextChoices):
    EU = "eu", _("European Union")
    FEDERAL = "federal", _("Germany")
    FEDERAL_LAND = "federal_land", _("Germany and Länder")
    LAND = "land", _("Bavaria")
    NON_STATE = "non_state", _("Non-state organisations")


class ProgrammeStatus(models.TextChoices):
    RUNNING = "running", _("running")
    ENDED = "ended", _("ended")
    UNCLEAR = "unclear", _("not yet confirmed")


class CountryRule(models.TextChoices):
    ALL = "all", _("all countries")
    LISTED = "listed", _("the countries in the list")
    DEPENDS = "depends", _("depends on the nationality")
    UNCLEAR = "unclear", _("not yet confirmed")


class ApplyVia(models.TextChoices):
    CENTRE = "centre", _("through a counselling centre")
    DIRECT = "direct", _("directly at the organisation")
    AFTER_RETURN = "after_return", _("at the organisation abroad after the return")
    UNCLEAR = "unclear", _("not yet confirmed")
