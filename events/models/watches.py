"""Who wants to hear when registration for the next event opens. The address is encrypted and deleted with the watch."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models.facts import Event
from events.states import Kind, Mode
from portal.crypto import EncryptedField
from portal.privacy import DataClass, Personal, Privacy

# Instead of the key of one Regierungsbezirk.
EVERYWHERE = "all"


class WatchQuerySet(models.QuerySet):
    def confirmed(self):
        return self.exclude(confirmed_at=None)

    def matching(self, event: Event):
        """Those who wait for such an event. What takes place only online is near everybody."""
        watches = self.filter(kind__in=("", event.kind))
        if event.mode == Mode.ONLINE:
            return watches
        return watches.filter(region__in=(EVERYWHERE, event.region_key))


class Watch(models.Model):
    """One address that waits for the next event of one region; it hears nothing before it was confirmed by mail."""

    privacy = Privacy(
        retention="7 days without confirmation, 12 months after it, at once when it is stopped",
        personal={"email": Personal(DataClass.CONTACT, "tell about events that open")},
        operational=(
            # A keyed hash: finds a second watch of the same address without naming anybody.
            "email_fingerprint",
            "region",
            "kind",
            "language",
            "asked_at",
            "mailed_at",
            "confirmed_at",
        ),
    )

    email = EncryptedField(_("email address"), ring="operational")
    email_fingerprint = models.CharField(_("fingerprint of the address"), max_length=64, editable=False)
    region = models.CharField(_("administrative region"), max_length=10)
    kind = models.CharField(_("kind of event"), max_length=20, choices=Kind, blank=True)
    language = models.CharField(_("language"), max_length=12)
    asked_at = models.DateTimeField(_("asked for"))
    mailed_at = models.DateTimeField(_("last question by mail"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)

    objects = WatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("watch for events")
        verbose_name_plural = _("watches for events")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["email_fingerprint", "region", "kind"], name="events_watch_once_per_address_and_wish"
            ),
        ]
        indexes = [
            models.Index(fields=["region", "kind"], condition=Q(confirmed_at__isnull=False), name="events_watch_told")
        ]

    def __str__(self):
        return self.subject

    @property
    def subject(self) -> str:
        """What links, mails and logs call this watch by."""
        return f"watch:{self.pk}"


class Opening(models.Model):
    """The clock saw, once, that one can register for an event; ``told_at``: everybody who waited for it has a mail."""

    privacy = Privacy(retention="with the event", operational=("event", "seen_at", "told_at"))

    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="opening", verbose_name=_("event"))
    seen_at = models.DateTimeField(_("seen"))
    told_at = models.DateTimeField(_("told"), null=True, blank=True)

    class Meta:
        verbose_name = _("opening of a registration")
        verbose_name_plural = _("openings of registrations")
        default_permissions = ()

    def __str__(self):
        return f"{self.event_id}"


class WatchNotice(models.Model):
    """A mail about one event to one watch; there is never a second one."""

    privacy = Privacy(retention="with the watch", operational=("watch", "event", "at"))

    watch = models.ForeignKey(Watch, on_delete=models.CASCADE, related_name="notices", verbose_name=_("watch"))
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+", verbose_name=_("event"))
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("notice of an opening")
        verbose_name_plural = _("notices of openings")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["watch", "event"], name="events_watch_notice_once")]

    def __str__(self):
        return f"{self.watch_id} {self.event_id}"
