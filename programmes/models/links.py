"""What the daily look at links and mail domains found; see ``programmes.upkeep.links``."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programmes.models.centres import Centre
from programmes.models.programmes import Programme
from programmes.upkeep.states import BY_LINKS, TaskKind

LONGEST_LINK = 300


class LinkCheck(models.Model):
    """The last look at one link of an entry or of a programme. Of a mail address the domain is kept, never the whole.

    An entry has one link of each kind, a programme as many as its sources and words hold.
    """

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, null=True, blank=True, related_name="link_checks")
    programme = models.ForeignKey(
        Programme, on_delete=models.CASCADE, null=True, blank=True, related_name="link_checks"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=TaskKind)
    target = models.CharField(_("link"), max_length=LONGEST_LINK)
    checked_on = models.DateField(_("last looked at"), null=True, blank=True)
    failed_days = models.PositiveSmallIntegerField(_("days in a row without an answer"), default=0)

    # Why it failed last, as a code (``links.words_of``).
    problem = models.CharField(_("problem"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("look at a link")
        verbose_name_plural = _("looks at links")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint("centre", "kind", name="programmes_linkcheck_once"),
            models.UniqueConstraint("programme", "target", name="programmes_linkcheck_once_a_programme"),
            models.CheckConstraint(
                condition=Q(kind=TaskKind.PROGRAMME_LINK, centre__isnull=True, programme__isnull=False)
                | (~Q(kind=TaskKind.PROGRAMME_LINK) & Q(centre__isnull=False, programme__isnull=True)),
                name="programmes_linkcheck_of_one",
            ),
            models.CheckConstraint(condition=Q(kind__in=BY_LINKS), name="programmes_linkcheck_known_kind"),
        ]

    def __str__(self):
        return f"{self.kind} {self.centre_id or self.programme_id}"
