"""What a centre can do for people who come: access for everybody, a counsellor of one's own choice, programmes."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel

from programmes.codes import AccessFeature, CounsellorGender, WaitingTime, YesNoUnknown


def answer_field(label, **options) -> models.CharField:
    """A question to a centre; nobody having asked yet is an answer of its own."""
    return models.CharField(label, max_length=7, choices=YesNoUnknown, default=YesNoUnknown.UNKNOWN, **options)


class CentreOffer(models.Model):
    """The part of a centre's row that says who can come, and whether new people are taken at all."""

    step_free = answer_field(_("step-free access"))
    lift = answer_field(_("lift"))
    accessible_toilet = answer_field(_("accessible toilet"))
    induction_loop = answer_field(_("induction loop"))
    sign_language = answer_field(_("sign language interpreter on request"))
    assistance_dog = answer_field(_("assistance dogs are welcome"))
    woman_on_request = answer_field(_("counselling by a woman on request"))
    man_on_request = answer_field(_("counselling by a man on request"))
    no_new_people_until = models.DateField(
        _("takes no new people until"),
        null=True,
        blank=True,
        help_text=_("The last day on which nobody new is taken. The entry says so until then, by itself."),
    )
    waiting_time = models.CharField(
        _("time until the first appointment"), max_length=7, choices=WaitingTime, default=WaitingTime.UNKNOWN
    )
    waiting_time_on = models.DateField(
        _("waiting time as of"),
        null=True,
        blank=True,
        help_text=_("Today when left empty. An old answer is not shown any more until it is confirmed again."),
    )
    assumption_day = answer_field(
        _("closed on Assumption Day"),
        help_text=_(
            "15 August is a public holiday in most municipalities of Bavaria, not in all. While nobody has asked, "
            "the entry says on this day that it is not confirmed."
        ),
    )

    class Meta:
        abstract = True

    def date_waiting_time(self, *, today: date) -> None:
        """An answer is of the day it was given on, and another answer of another day."""
        if self.waiting_time == WaitingTime.UNKNOWN:
            self.waiting_time_on = None
            return
        before = type(self).objects.filter(pk=self.pk).values_list("waiting_time", "waiting_time_on").first()
        is_another = before is not None and before[0] != self.waiting_time and before[1] == self.waiting_time_on
        if self.waiting_time_on is None or is_another:
            self.waiting_time_on = today
        if self.waiting_time_on > today:
            raise ValidationError({"waiting_time_on": _("This day has not come yet.")})

    @property
    def access_answers(self) -> list[tuple[str, str, str]]:
        """Code, label and answer of every question about access, in the order they are shown."""
        return [(code, str(label), getattr(self, code)) for code, label in AccessFeature.choices]

    @property
    def access_unknown(self) -> list[str]:
        """What nobody has answered yet, in words."""
        return [label for _code, label, answer in self.access_answers if answer == YesNoUnknown.UNKNOWN]

    @property
    def access_codes(self) -> list[str]:
        """What there certainly is."""
        return [code.value for code in AccessFeature if getattr(self, code.value) == YesNoUnknown.YES]

    @property
    def gender_codes(self) -> list[str]:
        return [
            code.value for code in CounsellorGender if getattr(self, f"{code.value}_on_request") == YesNoUnknown.YES
        ]

    @property
    def has_gender_answer(self) -> bool:
        return YesNoUnknown.UNKNOWN not in (self.woman_on_request, self.man_on_request) or bool(self.gender_codes)

    @property
    def gender_labels(self) -> list[str]:
        return [str(CounsellorGender(code).label) for code in self.gender_codes]


ACCESS_PANELS = [FieldPanel(code) for code in AccessFeature.values]
GENDER_PANELS = [FieldPanel(f"{code}_on_request") for code in CounsellorGender.values]


class ProgrammeException(models.Model):
    """An exception from the rule which programmes can be applied for at a centre: one more, or one less."""

    centre = ParentalKey("programmes.Centre", on_delete=models.CASCADE, related_name="programme_exceptions")
    programme = models.ForeignKey(
        "programmes.Programme", on_delete=models.CASCADE, related_name="centre_exceptions", verbose_name=_("programme")
    )
    can_apply = models.BooleanField(
        _("can be applied for here"),
        default=True,
        help_text=_("Untick it where the rule would offer the programme and the centre does not."),
    )

    class Meta:
        ordering = ["programme"]
        verbose_name = _("exception for a programme")
        verbose_name_plural = _("exceptions for programmes")
        constraints = [
            models.UniqueConstraint(
                "centre",
                "programme",
                name="programmes_programmeexception_once",
                violation_error_message=_("This programme is in the list already."),
            )
        ]

    def __str__(self):
        return str(self.programme)
