"""What keeps the directory true: rounds of confirmation, the log of their steps, reports and proposals, history.

Nothing here is about a person: centres are institutions, visitors stay unknown, and of staff only the account is kept.
"""

import secrets
import uuid

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programmes.languages import content_languages
from programmes.models.centres import Centre
from programmes.models.programmes import Programme
from programmes.upkeep.states import (
    BY_CLOCK,
    LABELLED_STATES,
    OPEN_TASKS,
    FieldGroup,
    LadderState,
    RevisionSource,
    Side,
    TaskKind,
    TaskState,
)

# Without 0/O, 1/I/L, U/V: a reference is read out and written down by hand.
REFERENCE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTWXYZ"
DEFAULT_RHYTHM = 6  # months


def new_reference() -> str:
    """Such as ``H-7K4M9-QXPW2``: about 48 bits, says nothing about order or number."""
    letters = "".join(secrets.choice(REFERENCE_ALPHABET) for _place in range(10))
    return f"H-{letters[:5]}-{letters[5:]}"


class Upkeep(models.Model):
    """Where an entry stands between two confirmations. Dates are days of the local calendar."""

    centre = models.OneToOneField(Centre, on_delete=models.CASCADE, related_name="upkeep")
    rhythm = models.PositiveSmallIntegerField(
        _("months between two confirmations"),
        default=DEFAULT_RHYTHM,
        validators=[MinValueValidator(1), MaxValueValidator(16)],
    )
    email = models.EmailField(
        _("office address for questions about the entry"),
        blank=True,
        help_text=_("An address of the office, not of a person. When empty, the public office address is used."),
    )
    language = models.CharField(
        _("second language of the mails"),
        max_length=10,
        blank=True,
        choices=content_languages,
        help_text=_("Mails are in German; they repeat themselves in this language."),
    )
    state = models.CharField(_("state"), max_length=11, choices=LadderState, default=LadderState.UNCONFIRMED)
    state_on = models.DateField(_("since"), default=timezone.localdate)
    due_on = models.DateField(_("next question on"), null=True, blank=True)
    round = models.PositiveIntegerField(_("number of the round"), default=0)
    round_on = models.DateField(_("round began on"), null=True, blank=True)
    mail_failed = models.BooleanField(_("mails do not arrive"), default=False)

    class Meta:
        verbose_name = _("upkeep of an entry")
        verbose_name_plural = _("upkeep of entries")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(rhythm__range=(1, 16)), name="programmes_upkeep_rhythm_in_months"),
            models.CheckConstraint(condition=Q(state__in=LadderState.values), name="programmes_upkeep_known_state"),
        ]
        indexes = [models.Index(fields=["state", "state_on"], name="programmes_upkeep_clock")]

    def __str__(self):
        return f"{self.centre_id} {self.state}"

    @property
    def is_labelled(self) -> bool:
        """True where readers are told that nobody has confirmed the entry for too long."""
        return self.state in LABELLED_STATES

    @property
    def subject(self) -> str:
        """What a link and a mail of the present round are about."""
        return f"upkeep:{self.centre_id}:{self.round}"


class GroupConfirmation(models.Model):
    """The last day a group of facts was confirmed."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="group_confirmations")
    group = models.CharField(_("group of facts"), max_length=10, choices=FieldGroup)
    confirmed_on = models.DateField(_("confirmed on"))
    side = models.CharField(_("by"), max_length=6, choices=Side)

    class Meta:
        ordering = ["centre", "group"]
        verbose_name = _("confirmation of a group of facts")
        verbose_name_plural = _("confirmations of groups of facts")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint("centre", "group", name="programmes_groupconfirmation_once"),
            models.CheckConstraint(condition=Q(group__in=FieldGroup.values), name="programmes_groupconfirmation_known"),
        ]

    def __str__(self):
        return f"{self.group} {self.confirmed_on}"


class LoggedMove(models.Model):
    """A line of a log, written once and never changed: who moved something when. From which state to which one say the
    models, each for states of its own."""

    side = models.CharField(_("by"), max_length=6, choices=Side)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        abstract = True
        default_permissions = ()

    def __str__(self):
        return f"{self.source} -> {self.target}"


class UpkeepStep(LoggedMove):
    """One step of the ladder or one confirmation."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="upkeep_steps")
    source = models.CharField(_("from"), max_length=11, choices=LadderState)
    target = models.CharField(_("to"), max_length=11, choices=LadderState)
    groups = models.JSONField(_("groups of facts"), default=list)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta(LoggedMove.Meta):
        ordering = ["-at", "-pk"]
        verbose_name = _("step of the upkeep")
        verbose_name_plural = _("steps of the upkeep")

    @property
    def group_labels(self) -> list[str]:
        return [str(FieldGroup(code).label) for code in self.groups]


class UpkeepTaskQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state__in=OPEN_TASKS)


class UpkeepTask(models.Model):
    """Something staff have to answer: a report, a proposal, or what the clock found.

    The words of a visitor are deleted some time after the answer (``UPKEEP_DAYS["report_text"]``): nobody is asked for
    personal data, but somebody may write some all the same.
    """

    reference = models.CharField(_("reference"), max_length=13, unique=True, default=new_reference, editable=False)
    # Made with the form: the same form sent twice is one report.
    form_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=TaskKind)
    centre = models.ForeignKey(
        Centre, on_delete=models.CASCADE, null=True, blank=True, related_name="upkeep_tasks", verbose_name=_("centre")
    )
    programme = models.ForeignKey(
        Programme,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="upkeep_tasks",
        verbose_name=_("programme"),
    )
    group = models.CharField(_("what it is about"), max_length=10, choices=FieldGroup, blank=True)
    text = models.TextField(_("text"), blank=True)
    side = models.CharField(_("from"), max_length=6, choices=Side, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=TaskState, default=TaskState.NEW)
    answer = models.TextField(_("answer"), blank=True)
    created_at = models.DateTimeField(_("received"), default=timezone.now)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects = UpkeepTaskQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("report or proposal")
        verbose_name_plural = _("reports and proposals")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "kind"],
                condition=Q(kind__in=BY_CLOCK, state__in=OPEN_TASKS),
                name="programmes_upkeeptask_one_of_the_clock",
            ),
            models.UniqueConstraint(
                fields=["programme", "kind"],
                condition=Q(kind=TaskKind.PROGRAMME_LINK, state__in=OPEN_TASKS),
                name="programmes_upkeeptask_one_a_programme",
            ),
            models.CheckConstraint(
                condition=Q(kind=TaskKind.MISSING)
                | Q(kind=TaskKind.PROGRAMME_LINK, programme__isnull=False)
                | (~Q(kind=TaskKind.PROGRAMME_LINK) & Q(centre__isnull=False)),
                name="programmes_upkeeptask_has_a_centre",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=TaskKind.values, state__in=TaskState.values),
                name="programmes_upkeeptask_known",
            ),
        ]
        indexes = [models.Index(fields=["state", "created_at"], name="programmes_upkeeptask_list")]

    def __str__(self):
        return self.reference

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_TASKS


class ChangeProposal(models.Model):
    """The fields a centre wants changed: ``{fact: {"old": …, "new": …}}``, and which of them staff took over."""

    task = models.OneToOneField(UpkeepTask, on_delete=models.CASCADE, related_name="proposal")
    changes = models.JSONField(_("changes"), default=dict, encoder=DjangoJSONEncoder)
    accepted = models.JSONField(_("taken over"), default=list)

    class Meta:
        verbose_name = _("proposed change")
        verbose_name_plural = _("proposed changes")
        default_permissions = ()

    def __str__(self):
        return f"proposal {self.task_id}"


class TaskMove(LoggedMove):
    """One move of a report or proposal."""

    task = models.ForeignKey(UpkeepTask, on_delete=models.CASCADE, related_name="moves")
    source = models.CharField(_("from"), max_length=8, choices=TaskState)
    target = models.CharField(_("to"), max_length=8, choices=TaskState)
    note = models.TextField(_("note"), blank=True)

    class Meta(LoggedMove.Meta):
        ordering = ["at", "pk"]
        verbose_name = _("move of a report")
        verbose_name_plural = _("moves of reports")


class CentreRevision(models.Model):
    """All facts of an entry after a change, child rows included: what history shows and restoring reads."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="fact_revisions")
    source = models.CharField(_("where it came from"), max_length=8, choices=RevisionSource)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    facts = models.JSONField(_("facts"), default=dict, encoder=DjangoJSONEncoder)
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("earlier state of an entry")
        verbose_name_plural = _("earlier states of entries")
        default_permissions = ()

    def __str__(self):
        return f"{self.centre_id} {self.at:%Y-%m-%d}"
