"""The words about events, one page per language; the facts are those of ``Event``."""

from urllib.parse import urlencode

from django.db import models
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, HelpPanel, InlinePanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from events import selectors
from events.filters import EventFilter
from events.models.facts import Event, Session
from events.models.questions import Question
from events.structured import event_things
from portal.clean_rows import clean_row
from portal.context import identity_facts
from portal.models import BasePage
from portal.privacy import Privacy
from portal.structured import breadcrumb

RICH = ["h2", "h3", "bold", "italic", "ol", "ul", "link"]
PAGE_FIELDS = ("summary", "checked_on")


class EventIndexPage(BasePage):
    """The list of what is coming, and of what was."""

    privacy = Privacy(retention="editorial content", operational=(*PAGE_FIELDS, "intro", "history"))

    intro = RichTextField(_("introduction"), features=RICH, blank=True)
    history = RichTextField(_("text below the list of past events"), features=RICH, blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("intro"), FieldPanel("history")]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["events.EventPage"]
    max_count_per_parent = 1
    template = "events/index_page.html"
    cache_scopes = ("content", "events", "seats")

    class Meta:
        verbose_name = _("list of events")
        verbose_name_plural = _("lists of events")

    def get_context(self, request, *args, **kwargs):
        language = self.locale.language_code
        chosen = EventFilter.from_address(request.GET)
        lists = selectors.index_lists(
            language=language, coming=request.GET.get("page"), past=request.GET.get("past"), chosen=chosen
        )
        numbers = {"page": lists.coming.number, "past": lists.past.number}
        return {
            **super().get_context(request, *args, **kwargs),
            "trail": [selectors.start_of_trail(language=language), ("", self.title)],
            "upcoming": lists.coming,
            "past": lists.past,
            "chosen": chosen,
            "facets": lists.facets,
            "wider": lists.wider,
            "embed_address": selectors.embed_address(chosen, language=language),
            "embed_title": f"{self.title}: {identity_facts(language).name}",
            # Turning the pages of one list leaves the filters and the other list where they are.
            **{
                f"query_beside_{name}": urlencode(
                    chosen.chosen | ({other: numbers[other]} if numbers[other] > 1 else {})
                )
                for name, other in (("upcoming", "past"), ("past", "page"))
            },
        }


class EventPage(BasePage):
    """The words about one event in one language."""

    privacy = Privacy(
        retention="editorial content",
        operational=(*PAGE_FIELDS, "event", "description", "materials", "directions", "access_notes"),
    )

    event = models.ForeignKey(
        Event,
        verbose_name=_("event"),
        on_delete=models.PROTECT,
        related_name="pages",
        help_text=_("Date, place and seats are kept there, once for all languages."),
    )
    description = RichTextField(_("what it is about"), features=RICH, blank=True)
    materials = RichTextField(
        _("materials"),
        features=["bold", "ul", "link", "document-link"],
        blank=True,
        help_text=_("Slides and papers. The mail that thanks the guests says that they are here."),
    )
    directions = RichTextField(_("how to get there"), features=RICH, blank=True)
    access_notes = RichTextField(_("accessibility and rules of the venue"), features=RICH, blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("event"),
        HelpPanel(template="events/staff/parts/event_of_page.html"),
        FieldPanel("description"),
        InlinePanel("workshops", label=_("workshop"), heading=_("Workshops")),
        InlinePanel("question_texts", label=_("question"), heading=_("Questions to those who register")),
        FieldPanel("materials"),
        FieldPanel("directions"),
        FieldPanel("access_notes"),
    ]
    # A translation is of the same event; the editor would ask for another one by its number.
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        SynchronizedField("event", overridable=False),
    ]
    parent_page_types = ["events.EventIndexPage"]
    subpage_types: list[str] = []
    template = "events/event_page.html"
    cache_scopes = ("content", "events", "seats")

    class Meta:
        verbose_name = _("event page")
        verbose_name_plural = _("event pages")

    def full_clean(self, *args, **kwargs):
        """The page stands at the address of its event: registration and calendar file hang below it."""
        if self.event_id:
            self.slug = self.event.slug
        super().full_clean(*args, **kwargs)

    def clean(self):
        super().clean()
        clean_row(self)
        for name in ("description", "materials", "directions", "access_notes"):
            # The editor leaves a paragraph where nothing was written; its heading must not stand alone.
            if not strip_tags(getattr(self, name)).strip():
                setattr(self, name, "")

    def get_context(self, request, *args, **kwargs):
        url = self.get_full_url(request)
        trail = [*selectors.trail(language=self.locale.language_code), ("", self.title)]
        return {
            **super().get_context(request, *args, **kwargs),
            "structured": [*event_things(self.event, self, url), breadcrumb(trail, url)],
            "event": self.event,
            "phase": self.event.phase(),
            "sessions": selectors.sessions_of(self.event, language=self.locale.language_code),
            "trail": trail,
        }


class WorkshopText(TranslatableMixin, Orderable):
    """Title and description of a workshop in the language of its page."""

    privacy = Privacy(
        retention="editorial content",
        operational=("translation_key", "locale", "sort_order", "page", "session", "title", "text"),
    )

    page = ParentalKey(EventPage, on_delete=models.CASCADE, related_name="workshops")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="texts", verbose_name=_("workshop"))
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("description"), blank=True)

    override_translatable_fields = [SynchronizedField("session", overridable=False)]

    panels = [FieldPanel("session"), FieldPanel("title"), FieldPanel("text")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("text of a workshop")
        verbose_name_plural = _("texts of workshops")

    def __str__(self):
        return self.title

    def clean(self):
        super().clean()
        clean_row(self)


class QuestionText(TranslatableMixin, Orderable):
    """A question of the event in the language of its page."""

    privacy = Privacy(
        retention="editorial content",
        operational=("translation_key", "locale", "sort_order", "page", "question", "label", "hint"),
    )

    page = ParentalKey(EventPage, on_delete=models.CASCADE, related_name="question_texts")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="texts", verbose_name=_("question"))
    label = models.CharField(_("question"), max_length=200)
    hint = models.CharField(
        _("hint"), max_length=300, blank=True, help_text=_("Ask nobody to name people they counsel.")
    )

    override_translatable_fields = [SynchronizedField("question", overridable=False)]

    panels = [FieldPanel("question"), FieldPanel("label"), FieldPanel("hint")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("text of a question")
        verbose_name_plural = _("texts of questions")

    def __str__(self):
        return self.label

    def clean(self):
        super().clean()
        clean_row(self)
