"""The pages that hold the portal together: its home, plain content, lists of pages and step-by-step journeys."""

from django.conf import settings
from django.db import models
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.url_routing import RouteResult

import events.selectors
from home.blocks import ContentBlock, EntrancesBlock, StagesBlock
from portal.breadcrumb import trail_to
from portal.models import BasePage
from portal.structured import breadcrumb, questions

EASY_LANGUAGE = "de-simple"


class HomePage(BasePage):
    """The start of one language; the easy-language start page is a home page of its own tree."""

    lead = models.TextField(_("introduction"), max_length=600)
    entrances = StreamField(EntrancesBlock(), verbose_name=_("entrances"), blank=True)
    body = StreamField(ContentBlock(), verbose_name=_("body"), blank=True)
    shows_events = models.BooleanField(_("show upcoming events"), default=True)
    access_heading = models.CharField(_("heading of easy language and sign language"), max_length=120, blank=True)
    easy_language_text = models.TextField(_("pointer to easy language"), max_length=300, blank=True)
    sign_language_text = models.TextField(_("pointer to sign language"), max_length=300, blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("lead"),
        FieldPanel("entrances"),
        FieldPanel("body"),
        FieldPanel("shows_events"),
        MultiFieldPanel(
            [FieldPanel("access_heading"), FieldPanel("easy_language_text"), FieldPanel("sign_language_text")],
            heading=_("Easy language and sign language"),
        ),
    ]
    parent_page_types = ["wagtailcore.Page"]
    cache_scopes = ("content", "events", "seats")
    template = "home/home_page.html"

    class Meta:
        verbose_name = _("home page")

    def route(self, request, path_components):
        """Leads to the original where this language has no such page, as below the easy-language start page."""
        try:
            return super().route(request, path_components)
        except Http404:
            original = self.original()
            if original is None:
                raise
            original.route(request, path_components)
            return RouteResult(self, kwargs={"elsewhere": "/".join(path_components)})

    def serve(self, request, *args, elsewhere="", **kwargs):
        if elsewhere:
            query = request.META.get("QUERY_STRING", "")
            return redirect(f"{self.original().get_url(request)}{elsewhere}/" + (f"?{query}" if query else ""))
        return super().serve(request, *args, **kwargs)

    def original(self) -> "HomePage | None":
        """The home page in the first language of the portal, unless this is it."""
        return self.get_translations().live().filter(locale__language_code=settings.LANGUAGE_CODE).first()

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["structured"] = list(questions(self.body))
        context["upcoming_events"] = events.selectors.upcoming(limit=3) if self.shows_events else []
        context["easy_language_page"] = (
            self.get_translations().live().filter(locale__language_code=EASY_LANGUAGE, alias_of=None).first()
        )
        return context


class ContentPage(BasePage):
    """A page below the home page, with the way back up."""

    template = "home/standard_page.html"

    class Meta:
        abstract = True

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["trail"] = trail_to(self)
        streams = (getattr(self, name, None) for name in ("body", "stages", "closing"))
        context["structured"] = [*questions(*streams), breadcrumb(context["trail"], self.get_full_url(request))]
        return context


class StandardPage(ContentPage):
    body = StreamField(ContentBlock(), verbose_name=_("body"), blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    parent_page_types = ["home.HomePage", "home.IndexPage"]

    class Meta:
        verbose_name = _("content page")
        verbose_name_plural = _("content pages")


class IndexPage(ContentPage):
    """Leads to the pages below it, each with its summary."""

    body = StreamField(ContentBlock(), verbose_name=_("body"), blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    parent_page_types = ["home.HomePage", "home.IndexPage"]
    subpage_types = ["home.StandardPage", "home.IndexPage", "home.JourneyPage"]
    template = "home/index_page.html"

    class Meta:
        verbose_name = _("index page")
        verbose_name_plural = _("index pages")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["pages"] = Page.objects.child_of(self).live().public().specific()
        return context


class JourneyPage(ContentPage):
    """A way in stages: what comes before, during and after."""

    body = StreamField(ContentBlock(), verbose_name=_("introduction"), blank=True)
    stages = StreamField(StagesBlock(), verbose_name=_("stages"), blank=True)
    closing = StreamField(ContentBlock(), verbose_name=_("after the stages"), blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("body"), FieldPanel("stages"), FieldPanel("closing")]
    parent_page_types = ["home.HomePage", "home.IndexPage"]
    template = "home/journey_page.html"

    class Meta:
        verbose_name = _("journey")
        verbose_name_plural = _("journeys")
