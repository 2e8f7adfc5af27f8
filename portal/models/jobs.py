from django.db import models
from django.utils.translation import gettext_lazy as _


class ParkedJob(models.Model):
    """A background job that failed five times and waits for a person. Holds references only; deleted after 90 days."""

    task = models.CharField(_("task"), max_length=200)
    arguments = models.JSONField(_("arguments"), default=dict)
    error = models.CharField(_("kind of error"), max_length=200)
    attempts = models.PositiveSmallIntegerField(_("attempts"))
    parked_at = models.DateTimeField(_("parked"), auto_now_add=True)

    class Meta:
        verbose_name = _("parked job")
        verbose_name_plural = _("parked jobs")
        default_permissions = ("view", "change")
        ordering = ["-parked_at"]

    def __str__(self):
        return f"{self.task} #{self.pk}"
