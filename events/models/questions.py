"""What one event asks of those who take part as something; the words stand on its pages."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from events.models.facts import Event
from events.states import Answer, Audience
from portal.codes_field import CodesField
from portal.privacy import Privacy


class Question(Orderable):
    """A question of its own; without audiences it is asked of everybody."""

    privacy = Privacy(
        retention="with the event", operational=("event", "sort_order", "code", "kind", "audiences", "is_required")
    )

    event = ParentalKey(Event, on_delete=models.CASCADE, related_name="questions", verbose_name=_("event"))
    code = models.SlugField(_("code"), max_length=40, help_text=_("Short name that stays the same in every language."))
    kind = models.CharField(_("answered by"), max_length=10, choices=Answer, default=Answer.LINE)
    audiences = CodesField(
        _("asked of those who take part as"), codes=Audience, help_text=_("None ticked: asked of everybody.")
    )
    is_required = models.BooleanField(_("must be answered"), default=False)

    class Meta(Orderable.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "code"],
                name="events_question_code_once",
                violation_error_message=_("Two questions of an event cannot share a code."),
            ),
        ]

    def __str__(self):
        return self.code

    def is_for(self, audience: str) -> bool:
        return not self.audiences or audience in self.audiences
