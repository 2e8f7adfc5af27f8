"""When a centre is not open as it is every week: days with other hours, and times of closure."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from programmes.codes import ClosureReason


class HoursExceptionQuerySet(models.QuerySet):
    def on(self, day):
        return self.filter(first_day__lte=day, last_day__gte=day)


class HoursException(models.Model):
    """Days on which other hours hold than on their weekday. Several rows for one day are several times."""

    centre = ParentalKey("programmes.Centre", on_delete=models.CASCADE, related_name="hours_exceptions")
    first_day = models.DateField(_("from (day)"))
    last_day = models.DateField(_("until (day)"), help_text=_("The same day for a single day."))
    opens = models.TimeField(_("opens"), null=True, blank=True, help_text=_("Leave both times empty for “closed”."))
    closes = models.TimeField(_("closes"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=12, choices=ClosureReason, default=ClosureReason.OTHER)

    objects = HoursExceptionQuerySet.as_manager()

    class Meta:
        ordering = ["first_day", "opens"]
        verbose_name = _("other hours")
        verbose_name_plural = _("other hours")
        constraints = [
            models.CheckConstraint(
                condition=Q(first_day__lte=F("last_day")),
                name="programmes_hoursexception_begins_before_it_ends",
                violation_error_message=_("The last day cannot be before the first one."),
            ),
            models.CheckConstraint(
                condition=Q(opens__isnull=True, closes__isnull=True)
                | Q(opens__isnull=False, closes__isnull=False, opens__lt=F("closes")),
                name="programmes_hoursexception_times_in_order",
                violation_error_message=_("Give both times, the later one second, or none for “closed”."),
            ),
            models.CheckConstraint(
                condition=Q(reason__in=ClosureReason.values), name="programmes_hoursexception_known_reason"
            ),
        ]
        indexes = [models.Index(fields=["first_day", "last_day"], name="programmes_hoursexception_day")]

    def __str__(self):
        return f"{self.first_day:%d.%m.%Y}–{self.last_day:%d.%m.%Y}"

    @property
    def is_closed(self) -> bool:
        return self.opens is None


class ClosureQuerySet(models.QuerySet):
    def on(self, day):
        return self.filter(Q(last_day__isnull=True) | Q(last_day__gte=day), first_day__lte=day)


class Closure(models.Model):
    """The whole centre is closed for a while: nobody answers, not by appointment either."""

    centre = ParentalKey("programmes.Centre", on_delete=models.CASCADE, related_name="closures")
    first_day = models.DateField(_("closed from"))
    last_day = models.DateField(
        _("closed until"), null=True, blank=True, help_text=_("The last closed day; empty while nobody knows.")
    )
    reason = models.CharField(_("reason"), max_length=12, choices=ClosureReason, default=ClosureReason.OTHER)

    objects = ClosureQuerySet.as_manager()

    class Meta:
        ordering = ["first_day"]
        verbose_name = _("temporary closure")
        verbose_name_plural = _("temporary closures")
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(first_day__lte=F("last_day")),
                name="programmes_closure_begins_before_it_ends",
                violation_error_message=_("The last day cannot be before the first one."),
            ),
            models.CheckConstraint(
                condition=Q(reason__in=ClosureReason.values), name="programmes_closure_known_reason"
            ),
        ]
        indexes = [models.Index(fields=["first_day", "last_day"], name="programmes_closure_day")]

    def __str__(self):
        end = f"{self.last_day:%d.%m.%Y}" if self.last_day else "…"
        return f"{self.first_day:%d.%m.%Y}–{end}"
