"""What the daily look at links and mail domains found; see ``programmes.upkeep.links``."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programmes.models.centres import Centre
from programmes.upkeep.states import BY_LINKS, TaskKind


class LinkCheck(models.Model):
    """The last look at one link of an entry. Of a mail address the domain is kept, never the whole."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="link_checks")
    kind = models.CharField(_("kind"), max_length=10, choices=TaskKind)
    target = models.CharField(_("link"), max_length=300)
    checked_on = models.DateField(_("last looked at"), null=True, blank=True)
    failed_days = models.PositiveSmallIntegerField(_("days in a row without an answer"), default=0)

    class Meta:
        verbose_name = _("look at a link")
        verbose_name_plural = _("looks at links")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint("centre", "kind", name="programmes_linkcheck_once"),
            models.CheckConstraint(condition=Q(kind__in=BY_LINKS), name="programmes_linkcheck_known_kind"),
        ]

    def __str__(self):
        return f"{self.kind} {self.centre_id}"
