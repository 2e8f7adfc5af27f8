"""The words of the fit check: what is asked, what a rule is about and what it does."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Question(models.TextChoices):
    """What a visitor may be asked, in the order of the page."""

    COUNTRY = "country", _("What is your nationality?")
    STATUS = "status", _("What is your residence status in Germany?")
    RESIDENCE = "residence", _("Where do you live?")
    VOLUNTARY = "voluntary", _("Do you want to return by your own decision?")
    MEANS = "means", _("Can you pay for the journey and the new start yourself?")
    SITUATION = "situation", _("What applies to you?")
    DEPARTURE = "departure", _("When do you want to leave?")
    AGE = "age", _("How old are you?")


class StatusGroup(models.TextChoices):
    IN_PROCEDURE = "in_procedure", _("Asylum procedure still open")
    TOLERATED = "tolerated", _("Toleration (Duldung)")
    OBLIGED = "obliged", _("Obliged to leave, or no residence paper")
    PROTECTED = "protected", _("Protection status (for example recognised refugee, subsidiary protection)")
    HUMANITARIAN = "humanitarian", _("Other residence permit on humanitarian grounds")
    OTHER = "other", _("Other residence title (for example work, study, family)")


class Group(models.TextChoices):
    WOMAN = "woman", _("I am a woman")
    FAMILY = "family", _("I return with my family")
    SINGLE_PARENT = "single_parent", _("I raise children alone")
    TRAFFICKING = "trafficking", _("I have experienced violence, exploitation or human trafficking")
    ILL_DISABLED = "ill_disabled", _("I have an illness or a disability")
    FOUNDER = "founder", _("I want to start a business")
    TRAINING = "training", _("I want to learn a trade or take a course before I return")


# What people do not like to say: a box left empty is no "no".
SENSITIVE_GROUPS = frozenset({Group.TRAFFICKING, Group.ILL_DISABLED})


class Residence(models.TextChoices):
    """Where somebody lives, as far as no government region is asked for."""

    BAVARIA = "bavaria", _("In Bavaria")
    ELSEWHERE = "elsewhere", _("Elsewhere in Germany or in another country")


class Departure(models.TextChoices):
    """Rough on purpose: nobody has to know a day."""

    SOON = "soon", _("In less than four weeks")
    QUARTER = "quarter", _("In one to three months")
    HALF_YEAR = "half_year", _("In three to six months")
    LATER = "later", _("In more than six months")


class RuleKind(models.TextChoices):
    STATUS_IN = "status_in", _("residence status is one of the list")
    STATUS_NOT_IN = "status_not_in", _("residence status is none of the list")
    COUNTRY_LISTED = "country_listed", _("nationality is in the programme's list of countries")
    COUNTRY_NOT_LISTED = "country_not_listed", _("nationality is not in the programme's list of countries")
    COUNTRY_IN = "country_in", _("nationality is one of the list")
    COUNTRY_NOT_IN = "country_not_in", _("nationality is none of the list")
    EU_CITIZEN = "eu_citizen", _("citizen of an EU country")
    AGE = "age", _("age from … to …")
    IN_BAVARIA = "in_bavaria", _("lives in Bavaria")
    IN_REGION = "in_region", _("lives in one of the government regions of the list")
    VOLUNTARY = "voluntary", _("wants to return by their own decision")
    OWN_MEANS = "own_means", _("can pay for the return themselves")
    GROUP_IN = "group_in", _("belongs to a group of the list, or plans what it says")
    LEAD_TIME = "lead_time", _("leaves in … days or later")
    WITHIN_VALIDITY = "within_validity", _("leaves while the programme runs")
    OFFICES_ONLY = "offices_only", _("is a counselling centre, not a private person")
    CHECKED_BY_CENTRE = "checked_by_centre", _("something no question can settle; the explanation says what")


class Effect(models.TextChoices):
    MUST = "must", pgettext_lazy("effect of a rule", "must be so, otherwise the programme does not fit")
    EXCLUDES = "excludes", pgettext_lazy("effect of a rule", "must not be so; whoever it is true for is excluded")
    UNCLEAR = "unclear", pgettext_lazy("effect of a rule", "if it is so, a counselling centre has to check")


class Verdict(models.TextChoices):
    """In the order in which results are shown."""

    FITS = "fits", pgettext_lazy("result of the fit check", "fits")
    UNCLEAR = "unclear", pgettext_lazy("result of the fit check", "unclear")
    NO = "no", pgettext_lazy("result of the fit check", "does not fit")


EU_COUNTRIES = frozenset(
    {
        "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU",
        "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
    }
)  # fmt: skip


class GovernmentRegion(models.TextChoices):
    """The Regierungsbezirke by their official keys; their names are the same in every language."""

    OBERBAYERN = "091", "Oberbayern"
    NIEDERBAYERN = "092", "Niederbayern"
    OBERPFALZ = "093", "Oberpfalz"
    OBERFRANKEN = "094", "Oberfranken"
    MITTELFRANKEN = "095", "Mittelfranken"
    UNTERFRANKEN = "096", "Unterfranken"
    SCHWABEN = "097", "Schwaben"
