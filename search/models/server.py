"""What the search server holds, and what it has not been told yet."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class IndexState(models.TextChoices):
    FILLING = "filling", _("being filled")
    LIVE = "live", _("in use")
    RETIRED = "retired", _("to be deleted")


class SearchIndex(models.Model):
    """An index of the search server. While one is filled or in use, the database queues every change (``DueEntry``).

    Only indexes that stand here are ever deleted on the server.
    """

    name = models.CharField(_("name"), max_length=120, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=IndexState, default=IndexState.FILLING)
    # While it is filled: the last sign of life of whoever fills it. Later: when its state changed.
    changed_at = models.DateTimeField(_("changed"))
    synced_at = models.DateTimeField(_("last brought up to date"), null=True, blank=True)
    problem = models.CharField(_("problem"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("index of the search server")
        verbose_name_plural = _("indexes of the search server")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.name


class DueEntry(models.Model):
    """A change the search server has not confirmed: an entry written (its version) or deleted (a tombstone).

    Rows come from triggers of the database, in the transaction of the change and whoever makes it (migration 0003).
    The id of an entry is never used a second time.
    """

    entry_id = models.BigIntegerField(_("entry"), primary_key=True)
    version = models.PositiveBigIntegerField(_("version"))
    is_gone = models.BooleanField(_("is deleted"))
    since = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = _("change the search server lacks")
        verbose_name_plural = _("changes the search server lacks")
        default_permissions = ()

    def __str__(self) -> str:
        return f"entry {self.entry_id} version {self.version}"
