"""Lists the directory is filled from, and which entry came from which row of them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from portal.codes_field import CodesField
from programmes.models.centres import Centre
from programmes.models.programmes import Programme


class OwnedField(models.TextChoices):
    """What a list may own: named as the field of the entry (or its rows), so that the form can find it."""

    NAME = "name", _("name")
    ORGANISATION = "organisation", _("run by (centres)")
    PROVIDER_TYPE = "provider_type", _("provider type (centres)")
    ROLE = "role", _("role (centres)")
    STREET = "street", _("street and number")
    POSTCODE = "postcode", _("postcode")
    CITY = "city", _("town")
    ADDRESS_STATUS = "address_status", _("state of the address")
    TELEPHONE = "telephone", _("office telephone")
    EMAIL = "email", _("office email")
    RESTRICTED_CONTACTS = "restricted_contacts", _("contacts only for people who are logged in")
    WEBSITE = "website", _("website")
    MODES = "modes", _("ways of counselling")
    AUDIENCES = "audiences", _("groups of people")
    STEP_FREE = "step_free", _("step-free access")
    ANONYMOUS_FIRST_TALK = "anonymous_first_talk", _("first talk without giving a name")
    WAITING_TIME = "waiting_time", _("time until the first appointment")
    OPENING_HOURS = "opening_hours", _("opening hours")
    LANGUAGES = "languages", _("counselling languages")
    TERRITORIES = "territories", _("areas served")
    PROVIDER = "provider", _("run by (programmes)")
    LEVEL = "level", _("level (programmes)")
    STATUS = "status", _("status (programmes)")
    VALID_FROM = "valid_from", _("valid from (programmes)")
    VALID_TO = "valid_to", _("valid until (programmes)")
    COUNTRY_RULE = "country_rule", _("rule for countries (programmes)")
    COUNTRIES = "countries", _("countries (programmes)")
    APPLY_VIA = "apply_via", _("how to apply (programmes)")
    STAND = "stand", _("state of knowledge (programmes)")
    SOURCES = "sources", _("sources")


class ImportSource(models.Model):
    """A list somebody else keeps, such as that of the state office; imported again and again."""

    name = models.SlugField(
        _("name"), max_length=60, unique=True, help_text=_("The import command takes it as --source.")
    )
    title = models.CharField(_("title"), max_length=200, blank=True, help_text=_("Editors see it in locked fields."))
    owned_fields = CodesField(
        _("fields this list owns"),
        codes=OwnedField,
        help_text=_(
            "The import overwrites these fields, and nobody can change them here. In all other fields a change made "
            "here stays, and the import reports the difference."
        ),
    )

    panels = [FieldPanel("name"), FieldPanel("title"), FieldPanel("owned_fields")]

    class Meta:
        ordering = ["name"]
        verbose_name = _("import source")
        verbose_name_plural = _("import sources")
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="programmes_importsource_has_a_name")]

    def __str__(self):
        return self.title or self.name


class SourceRecord(models.Model):
    """One row of a list and the entry it belongs to, with the values as they were last taken over."""

    source = models.ForeignKey(
        ImportSource, on_delete=models.CASCADE, related_name="records", verbose_name=_("import source")
    )
    row_id = models.CharField(_("id in the source file"), max_length=60)
    centre = models.ForeignKey(
        Centre,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="source_records",
        verbose_name=_("centre"),
    )
    programme = models.ForeignKey(
        Programme,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="source_records",
        verbose_name=_("programme"),
    )
    # Field → value in its plain form (programmes.imports.merge), as the list had it when it was last taken over.
    taken_over = models.JSONField(default=dict, editable=False)
    has_own_rule = models.BooleanField(
        _("this entry has a rule of its own"),
        default=False,
        help_text=_("Otherwise the fields of the whole list apply."),
    )
    owned_fields = CodesField(_("fields the list owns in this entry"), codes=OwnedField)
    imported_at = models.DateTimeField(_("last imported"), auto_now=True)

    panels = [FieldPanel("has_own_rule"), FieldPanel("owned_fields")]

    class Meta:
        ordering = ["source", "row_id"]
        verbose_name = _("row of an import source")
        verbose_name_plural = _("rows of import sources")
        permissions = [
            ("export_centre", "Can export centres"),
            ("export_programme", "Can export programmes"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(centre__isnull=False, programme__isnull=True)
                | Q(centre__isnull=True, programme__isnull=False),
                name="programmes_sourcerecord_of_one_entry",
            ),
            models.UniqueConstraint(
                "source", "row_id", condition=Q(centre__isnull=False), name="programmes_sourcerecord_centre_row_once"
            ),
            models.UniqueConstraint(
                "source",
                "row_id",
                condition=Q(programme__isnull=False),
                name="programmes_sourcerecord_programme_row_once",
            ),
            models.UniqueConstraint(
                "source", "centre", condition=Q(centre__isnull=False), name="programmes_sourcerecord_centre_once"
            ),
            models.UniqueConstraint(
                "source",
                "programme",
                condition=Q(programme__isnull=False),
                name="programmes_sourcerecord_programme_once",
            ),
        ]

    def __str__(self):
        return f"{self.source.name}: {self.row_id}"

    @property
    def entry(self) -> Centre | Programme:
        return self.centre or self.programme

    @property
    def owned(self) -> frozenset[str]:
        return frozenset(self.owned_fields if self.has_own_rule else self.source.owned_fields)
