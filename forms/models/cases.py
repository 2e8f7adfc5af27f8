"""The work on a submission: its state, and the logs of who moved, assigned and read it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forms.cases.states import FINAL, NEEDS_REASON, OPEN, OUTSIDE, REASONS, CaseState, OutsideState, Side
from forms.codes import Purpose
from portal.crypto import EncryptedField
from portal.privacy import DataClass, Personal, Privacy


class CaseQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state__in=OPEN)

    def unassigned(self):
        return self.filter(assigned_to=None)

    def assigned_to(self, user):
        return self.filter(assigned_to=user)

    def of_centres(self, centres):
        return self.filter(centre__in=centres)


class Case(models.Model):
    """What the project does with one submission. Holds no answers: those lie in the submission's envelopes.

    ``version`` counts every change; whoever changes a case names the version that was on their screen, so that of two
    people one wins and the other is told.
    """

    # The screens of the CMS that show what refers to what are for everybody.
    wagtail_reference_index_ignore = True
    privacy = Privacy(
        retention="as long as its submission",
        operational=(
            "submission", "reference", "purpose", "centre", "state", "state_since", "assigned_to", "version",
            "created_at", "closed_at",
        ),
    )  # fmt: skip

    submission = models.OneToOneField("forms.Submission", on_delete=models.CASCADE, related_name="case")
    # The submission's own: a list must name its cases without opening a submission.
    reference = models.CharField(_("reference"), max_length=20, unique=True, editable=False)
    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose, default=Purpose.REFERRAL)
    centre = models.ForeignKey(
        "programmes.Centre",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("counselling centre"),
    )
    state = models.CharField(_("state"), max_length=16, choices=CaseState, default=CaseState.SUBMITTED)
    state_since = models.DateTimeField(_("in this state since"), default=timezone.now)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("assigned to"),
    )
    version = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("received"), default=timezone.now)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("referral case")
        verbose_name_plural = _("referral cases")
        default_permissions = ()
        permissions = [
            ("view_case", _("Can read every referral case")),
            ("move_case", _("Can move and assign every referral case")),
            ("view_identity", _("Can open who the person of a referral case is")),
            ("view_special", _("Can open special categories of a referral case")),
            ("view_assigned_case", _("Can read the referral cases assigned to them")),
            ("move_assigned_case", _("Can move the referral cases assigned to them")),
            ("view_evidence", _("Can read the evidence (who, when, states) of referral cases")),
        ]
        indexes = [
            models.Index(fields=["state", "state_since"]),
            models.Index(fields=["-created_at"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=CaseState.values),
                name="forms_case_state_known",
                violation_error_message=_("A referral case cannot have this state."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(FINAL), closed_at__isnull=False)
                | (~Q(state__in=sorted(FINAL)) & Q(closed_at__isnull=True)),
                name="forms_case_closed_has_a_date",
                violation_error_message=_("A referral case has a closing date exactly when it is closed."),
            ),
        ]

    def __str__(self):
        return self.reference

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_message(self) -> bool:
        """A message to the project: read and closed, with nobody referred."""
        return self.purpose == Purpose.MESSAGE

    @property
    def outside_state(self) -> OutsideState:
        """The state in the simpler words for the centre."""
        return OUTSIDE[self.state]

    @property
    def days_in_state(self) -> int:
        return (timezone.now() - self.state_since).days


class CaseMove(models.Model):
    """One step of a case: written with the step itself, never changed afterwards. The first has no source."""

    wagtail_reference_index_ignore = True
    privacy = Privacy(
        retention="as long as the case; the text is deleted with the free texts of the submission",
        personal={"text": Personal(DataClass.NEED, "tell the centre why, or ask it something")},
        operational=("case", "source", "target", "actor", "side", "at", "reason"),
    )

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="moves")
    source = models.CharField(_("from"), max_length=16, choices=CaseState, blank=True)
    target = models.CharField(_("to"), max_length=16, choices=CaseState)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    side = models.CharField(_("acting as"), max_length=8, choices=Side)
    at = models.DateTimeField(_("at"), default=timezone.now)
    reason = models.CharField(_("reason"), max_length=24, choices=list(REASONS.items()), blank=True)
    text = EncryptedField(_("text for the centre"), ring="need", blank=True)

    class Meta:
        verbose_name = _("move of a referral case")
        verbose_name_plural = _("moves of referral cases")
        default_permissions = ()
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(source=F("target")),
                name="forms_casemove_goes_somewhere",
                violation_error_message=_("A move leads to another state."),
            ),
            models.CheckConstraint(
                condition=(Q(target__in=sorted(NEEDS_REASON)) & ~Q(reason=""))
                | (~Q(target__in=sorted(NEEDS_REASON)) & Q(reason="")),
                name="forms_casemove_reason_where_due",
                violation_error_message=_("Declining and stopping need a reason; other moves have none."),
            ),
        ]

    def __str__(self):
        return f"{self.case_id}: {self.source} → {self.target}"

    @property
    def outside_state(self) -> OutsideState:
        return OUTSIDE[self.target]


class CaseAssignment(models.Model):
    """Who was given a case when and by whom; nobody means it was put back."""

    wagtail_reference_index_ignore = True
    privacy = Privacy(retention="as long as the case", operational=("case", "assignee", "actor", "at"))

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="assignments")
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("assigned to")
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("assignment of a referral case")
        verbose_name_plural = _("assignments of referral cases")
        default_permissions = ()
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.case_id} → {self.assignee_id}"


class Envelope(models.TextChoices):
    """What somebody looked at."""

    EVIDENCE = "evidence", _("evidence")
    NEED = "need", _("need")
    IDENTITY = "identity", _("identity")
    SPECIAL = "special", _("special categories")


class CaseLook(models.Model):
    """Who read what of a case when; written before anything is shown, never changed."""

    wagtail_reference_index_ignore = True
    privacy = Privacy(retention="as long as the case", operational=("case", "user", "envelope", "at"))

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="looks")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("who")
    )
    envelope = models.CharField(_("what"), max_length=8, choices=Envelope)
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("look at a referral case")
        verbose_name_plural = _("looks at referral cases")
        default_permissions = ()
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["case", "-at"])]

    def __str__(self):
        return f"{self.case_id} {self.envelope} {self.user_id}"
