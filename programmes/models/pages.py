"""The words of the directory: its index pages and one translatable page per programme."""

from django.core.exceptions import ValidationError
from django.db import models
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField

from portal.models import BasePage
from programmes import views
from programmes.models.programmes import RESERVED_SLUGS, Programme

TEXT_FEATURES = ["bold", "italic", "ul", "ol", "link"]


class DirectoryPage(RoutablePageMixin, BasePage):
    """Search over the counselling centres; the entry of each centre lies under its slug."""

    introduction = RichTextField(_("introduction"), blank=True, features=TEXT_FEATURES)
    free_choice = RichTextField(
        _("about the free choice"),
        blank=True,
        features=TEXT_FEATURES,
        help_text=_("Stands above the centres of a region."),
    )

    content_panels = [*BasePage.content_panels, FieldPanel("introduction"), FieldPanel("free_choice")]
    subpage_types = []
    max_count_per_parent = 1
    cache_scopes = ("content", "directory")

    class Meta:
        verbose_name = _("directory of centres")
        verbose_name_plural = _("directories of centres")

    def serve(self, request, view=None, args=None, kwargs=None):
        # The routes answer by themselves, so what BasePage.serve does for other pages is done here.
        if translation.get_language() != self.locale.language_code and not getattr(request, "is_preview", False):
            return redirect(self.get_url(request))
        request.portal_page = self
        response = super().serve(request, view, args, kwargs)
        if not response.has_header("Cache-Control"):  # an answer that says for itself how long it keeps
            response.cache_scopes = self.cache_scopes
        return response

    @path("")
    def results(self, request):
        return views.directory(request, self)

    # Two steps deep, so that no centre's address can be the same.
    @path("vorschlaege/orte/", name="places")
    def places(self, request):
        return views.place_suggestions(request)

    @path("<slug:slug>/", name="centre")
    def centre(self, request, slug):
        return views.centre(request, self, slug)


class ProgrammeIndexPage(BasePage):
    introduction = RichTextField(_("introduction"), blank=True, features=TEXT_FEATURES)

    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    subpage_types = ["programmes.ProgrammePage"]
    max_count_per_parent = 1
    cache_scopes = ("content", "directory")
    template = "programmes/programme_index.html"

    class Meta:
        verbose_name = _("list of programmes")
        verbose_name_plural = _("lists of programmes")

    def programme_pages(self):
        return ProgrammePage.objects.child_of(self).live()

    def get_context(self, request, *args, **kwargs):
        return {**super().get_context(request, *args, **kwargs), **views.programme_index(request, self)}


class ProgrammePage(BasePage):
    """What a programme offers, in words; dates, status and countries come from the programme itself."""

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="pages", verbose_name=_("programme")
    )
    benefits = RichTextField(_("what there is"), blank=True, features=TEXT_FEATURES)
    eligibility = RichTextField(_("who can take part"), blank=True, features=TEXT_FEATURES)
    application = RichTextField(_("how to apply"), blank=True, features=TEXT_FEATURES)
    remarks = RichTextField(_("good to know"), blank=True, features=TEXT_FEATURES)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("programme"),
        MultiFieldPanel(
            [FieldPanel("benefits"), FieldPanel("eligibility"), FieldPanel("application"), FieldPanel("remarks")],
            heading=_("Words"),
        ),
    ]
    parent_page_types = ["programmes.ProgrammeIndexPage"]
    subpage_types = []
    cache_scopes = ("content", "directory")
    template = "programmes/programme.html"

    class Meta:
        verbose_name = _("programme page")
        verbose_name_plural = _("programme pages")

    def clean(self):
        super().clean()
        if self.slug in RESERVED_SLUGS:
            raise ValidationError({"slug": _("This address is taken. Choose another one.")})

    def get_context(self, request, *args, **kwargs):
        return {**super().get_context(request, *args, **kwargs), **views.programme(request, self)}
