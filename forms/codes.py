"""The codes form definitions are built from: what a form is for, who may fill it, what a field is and what it means."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.privacy import DataClass


class Purpose(models.TextChoices):
    """What becomes of a submission."""

    REFERRAL = "referral", _("Referral of a person: opens a case")
    MESSAGE = "message", _("Message to the project")


class Audience(models.TextChoices):
    """Who may fill in a form."""

    PUBLIC = "public", _("Everybody")
    CENTRES = "centres", _("Members of counselling centres")


class FieldClass(models.TextChoices):
    """How much harm a leak of an answer can do; decides the envelope it is kept in."""

    NEED = "need", _("Need: what somebody needs, without saying who it is")
    IDENTITY = "identity", _("Identity: who somebody is and how to reach them")
    SPECIAL = "special", _("Special category (Art. 9 GDPR), such as health")
    OPERATIONAL = "operational", _("Operational: says nothing about a person")

    @property
    def data_class(self) -> DataClass:
        return {
            FieldClass.NEED: DataClass.NEED,
            FieldClass.IDENTITY: DataClass.IDENTITY,
            FieldClass.SPECIAL: DataClass.SPECIAL,
            FieldClass.OPERATIONAL: DataClass.OPERATIONAL,
        }[self]


class EnvelopeName(models.TextChoices):
    """The three parts of what somebody answered, encrypted, shown and deleted apart."""

    NEED = "need", _("need")
    IDENTITY = "identity", _("identity")
    SPECIAL = "special", _("special categories")


# What says nothing about a person travels with the need.
ENVELOPE_OF = {
    FieldClass.NEED: EnvelopeName.NEED,
    FieldClass.OPERATIONAL: EnvelopeName.NEED,
    FieldClass.IDENTITY: EnvelopeName.IDENTITY,
    FieldClass.SPECIAL: EnvelopeName.SPECIAL,
}


class FieldKind(models.TextChoices):
    TEXT = "text", _("Short text")
    LONG_TEXT = "long_text", _("Long text")
    CHOICE = "choice", _("One of several")
    MULTIPLE = "multiple", _("Several of several")
    YES_NO = "yes_no", _("Yes, no, unknown")
    DATE = "date", _("Date")
    MONTH = "month", _("Month")
    YEAR = "year", _("Year")
    NUMBER = "number", _("Number")
    COUNTRY = "country", _("Country")
    LANGUAGES = "languages", _("Languages with level")
    DISTRICT = "district", _("District")
    CONSENT = "consent", _("Consent")
    NOTICE = "notice", _("Notice")


# Kinds whose answer is a code, so that a condition or an exit can hang on it.
CODED_KINDS = frozenset(
    {FieldKind.CHOICE, FieldKind.MULTIPLE, FieldKind.YES_NO, FieldKind.COUNTRY, FieldKind.DISTRICT, FieldKind.CONSENT}
)


class Meaning(models.TextChoices):
    """What screens and reports of the project rely on, whatever an editor calls the field."""

    CONSENT = "consent", _("consent to pass the data on")
    CONTACT = "contact", _("contact for questions")
    FILE_NUMBER = "file_number", _("file number of the centre")
    DISTRICT = "district", _("district of residence")
    STATUS_GROUP = "status_group", _("status group")
    YEAR_OF_BIRTH = "year_of_birth", _("year of birth")
    GENDER = "gender", _("gender")
    NATIONALITY = "nationality", _("nationality")
    DESTINATION_COUNTRY = "destination_country", _("destination country")
    LANGUAGES = "languages", _("languages")
    INTERPRETER = "interpreter", _("interpreter needed")
    DEPARTURE_MONTH = "departure_month", _("planned month of departure")
    PROTECTION = "protection", _("particular protection needed")
    SUPPORT = "support", _("support needed for the training")
    EMAIL = "email", _("email address for the answer")
    TELEPHONE = "telephone", _("telephone number for the answer")
    NAME = "name", _("name")


class YesNo(models.TextChoices):
    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNKNOWN = "unknown", _("Not known")


class Level(models.TextChoices):
    """How well somebody speaks a language."""

    BASIC = "basic", _("a little")
    GOOD = "good", _("well")
    FLUENT = "fluent", _("fluently")
    NATIVE = "native", _("first language")
