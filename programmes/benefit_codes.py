"""What programmes pay, ask for and set deadlines for: stored as codes, shown in the reader's language."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AmountKind(models.TextChoices):
    JOURNEY = "journey", _("Costs of the journey")
    TRAVEL_MONEY = "travel_money", _("Travel allowance")
    LUGGAGE = "luggage", _("Luggage and freight")
    MEDICAL = "medical", _("Medical costs")
    START = "start", _("Start-up help after the return")
    SECOND_START = "second_start", _("Second start-up payment")
    BUSINESS = "business", _("Grant for a business of one's own")
    TRAINING = "training", _("Grant for training")
    HOUSING = "housing", _("Help with housing")
    BRIDGING = "bridging", _("Bridging money")
    IN_KIND = "in_kind", _("Help in kind")
    OTHER = "other", _("Other help")


class AmountFor(models.TextChoices):
    """For whom an amount is; empty means for everybody."""

    PERSON = "person", _("per person")
    ADULT = "adult", _("per person from 18")
    MINOR = "minor", _("per person under 18")
    SINGLE = "single", _("per single person")
    FAMILY = "family", _("per family")


class AmountPer(models.TextChoices):
    ONCE = "once", _("once")
    MONTH = "month", _("a month")


class DocumentKind(models.TextChoices):
    PASSPORT = "passport", _("Passport or passport substitute")
    RESIDENCE = "residence", _("Residence paper (for example Aufenthaltsgestattung or Duldung)")
    FORM = "form", _("Application form, filled in with the counselling centre")
    INCOME = "income", _("Proof of income or of social benefits")
    MEDICAL = "medical", _("Medical documents")
    FAMILY = "family", _("Birth or marriage certificates")
    PLAN = "plan", _("Business or training plan")
    OTHER = "other", _("Other document")


class DeadlineKind(models.TextChoices):
    BEFORE_DEPARTURE = "before_departure", _("Apply before the departure, at least")
    PROCESSING = "processing", _("The decision usually takes up to")
    PROCESSING_LONGEST = "processing_longest", _("In some cases the decision takes up to")
    AFTER_RETURN = "after_return", _("Apply after the return, within")


class CombinationKind(models.TextChoices):
    NEEDS = "needs", _("Only together with")
    POSSIBLE = "possible", _("Can be combined with")
    REDUCES = "reduces", _("Pays less together with")
    EXCLUDES = "excludes", _("Not together with")
    FOLLOWS = "follows", pgettext_lazy("programme that follows an older one", "Follows on from")
