"""The rules editors keep for the fit check: what a programme asks of people, as far as it is known."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel

from portal.codes_field import CodesField
from programmes.fit.codes import Effect, GovernmentRegion, Group, RuleKind, StatusGroup
from programmes.fit.fields import CountriesField
from programmes.fit.rules import Rule
from programmes.fit.sentences import sentence
from programmes.models.amounts import SourcedFact
from programmes.models.programmes import Programme
from programmes.word_fields import Wording, WordsField, wording

# Which field a kind takes its values from; the others stay empty.
VALUES_OF = {
    RuleKind.STATUS_IN: "statuses",
    RuleKind.STATUS_NOT_IN: "statuses",
    RuleKind.COUNTRY_IN: "country_codes",
    RuleKind.COUNTRY_NOT_IN: "country_codes",
    RuleKind.IN_REGION: "regions",
    RuleKind.GROUP_IN: "groups",
}
LISTS = ("statuses", "country_codes", "regions", "groups")
MOST = 10_000


class ProgrammeRule(SourcedFact):
    """One condition. Only what a source says; what no question can settle is left to the counselling centre."""

    programme = ParentalKey(Programme, on_delete=models.CASCADE, related_name="rules")
    kind = models.CharField(_("condition"), max_length=20, choices=RuleKind)
    effect = models.CharField(_("what it does"), max_length=8, choices=Effect, default=Effect.MUST)
    statuses = CodesField(_("residence status"), codes=StatusGroup)
    country_codes = CountriesField(_("countries"), help_text=_("Several: hold the key Ctrl or ⌘ while you click."))
    regions = CodesField(_("government regions"), codes=GovernmentRegion)
    groups = CodesField(_("groups and plans"), codes=Group)
    lowest = models.PositiveSmallIntegerField(
        _("from"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(MOST)],
        help_text=_("Age in years; for “leaves in … days or later” the number of days."),
    )
    highest = models.PositiveSmallIntegerField(
        _("to"), null=True, blank=True, validators=[MaxValueValidator(MOST)], help_text=_("Age in years.")
    )
    unless_groups = CodesField(
        _("does not apply to"), codes=Group, help_text=_("For these people the rule is set aside (an exception).")
    )
    words = WordsField(
        _("explanation"), help_text=_("Stands below the sentence of the rule, in the reader's language.")
    )

    panels = [
        HelpPanel(template="programmes/fit/rule_in_words.html"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("effect")]),
        MultiFieldPanel(
            [
                FieldPanel("statuses"),
                FieldPanel("country_codes"),
                FieldPanel("regions"),
                FieldPanel("groups"),
                FieldRowPanel([FieldPanel("lowest"), FieldPanel("highest")]),
            ],
            heading=_("Values: fill in only what the condition speaks of"),
            classname="collapsed",
        ),
        MultiFieldPanel([FieldPanel("unless_groups")], heading=_("Exception"), classname="collapsed"),
        FieldPanel("words"),
        FieldRowPanel([FieldPanel("checked_on"), FieldPanel("source")]),
    ]

    class Meta(SourcedFact.Meta):
        verbose_name = _("rule of the fit check")
        verbose_name_plural = _("rules of the fit check")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=RuleKind.values, effect__in=Effect.values),
                name="programmes_programmerule_known_kind",
            )
        ]

    def __str__(self):
        return self.sentence

    def clean(self):
        errors = {}
        needed = VALUES_OF.get(self.kind)
        for name in LISTS:
            if name == needed and not getattr(self, name):
                errors[name] = _("This condition needs at least one choice here.")
            elif name != needed and getattr(self, name):
                errors[name] = _("The condition chosen above does not use this. Leave it empty.")
        is_age, is_lead = self.kind == RuleKind.AGE, self.kind == RuleKind.LEAD_TIME
        if is_age and self.lowest is None and self.highest is None:
            errors["lowest"] = _("Fill in a lowest or a highest age.")
        if is_lead and not self.lowest:
            errors["lowest"] = _("Fill in the number of days.")
        if not (is_age or is_lead) and self.lowest is not None:
            errors["lowest"] = _("The condition chosen above does not use this. Leave it empty.")
        if not is_age and self.highest is not None:
            errors["highest"] = _("The condition chosen above does not use this. Leave it empty.")
        if self.lowest is not None and self.highest is not None and self.lowest > self.highest:
            errors["highest"] = _("The highest age is below the lowest.")
        if self.kind == RuleKind.CHECKED_BY_CENTRE and not self.words:
            errors["words"] = _("Say in words what the counselling centre has to check.")
        if errors:
            raise ValidationError(errors)

    def as_rule(self) -> Rule:
        """The rule as the engine reads it."""
        name = VALUES_OF.get(self.kind)
        return Rule(
            kind=self.kind,
            effect=self.effect,
            values=tuple(getattr(self, name)) if name else (),
            lowest=self.lowest,
            highest=self.highest,
            unless=tuple(self.unless_groups),
            key=self.pk or 0,
        )

    @property
    def sentence(self) -> str:
        return sentence(self.as_rule()) if self.kind else ""

    @property
    def explanation(self) -> Wording:
        return wording(self.words)
