"""Search in the CMS: synonyms, recommended results, and what people search for. Saving works with the next query."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, DateColumn
from wagtail.admin.viewsets.base import ViewSet, ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from search.insight import reports
from search.models import Promotion, Synonym
from search.promotions import entry_at, own_address


class PromotionForm(WagtailAdminModelForm):
    """The address may be pasted as the browser shows it; what it leads to is kept, and followed when it moves."""

    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=settings.LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: all."),
    )

    def clean_address(self) -> str:
        typed = self.cleaned_data["address"].strip()
        address = own_address(typed)
        if typed and not address:
            raise ValidationError(_("This is no address of this site. It begins with / or with the name of the site."))
        return address

    def clean(self):
        cleaned = super().clean()
        entry = entry_at(cleaned.get("address") or "")
        self.instance.entry_kind = entry.kind if entry else ""
        self.instance.entry_id = entry.object_id if entry else ""
        if cleaned.get("address") and not entry and not cleaned.get("title"):
            self.add_error("title", _("What stands at this address has no title the search knows. Write one."))
        return cleaned


class PromotionViewSet(ModelViewSet):
    model = Promotion
    name = "search_promotion"
    url_prefix = "search/recommended"
    icon = "pick"
    menu_label = _("Recommended results")
    copy_view_enabled = False
    list_display = [
        "__str__",
        DateColumn("active_from", label=_("from")),
        DateColumn("active_until", label=_("until")),
        "position",
    ]
    search_fields = ["words", "title"]
    search_backend_name = None
    edit_handler = ObjectList(
        [
            MultiFieldPanel([FieldPanel("words"), FieldPanel("languages")], heading=_("When")),
            MultiFieldPanel([FieldPanel("page"), FieldPanel("address")], heading=_("What")),
            MultiFieldPanel([FieldPanel("title"), FieldPanel("sentence")], heading=_("Words of its own")),
            MultiFieldPanel(
                [FieldRowPanel([FieldPanel("active_from"), FieldPanel("active_until")]), FieldPanel("position")],
                heading=_("From when to when, and in which order"),
            ),
        ],
        base_form_class=PromotionForm,
    )


class SynonymForm(WagtailAdminModelForm):
    readers = forms.MultipleChoiceField(
        label=_("only for readers of"),
        choices=settings.LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: for readers of all languages."),
    )

    class Meta:
        model = Synonym
        fields = ("words", "direction", "finds", "readers", "is_active", "note")
        widgets = {"words": forms.Textarea(attrs={"rows": 8}), "finds": forms.Textarea(attrs={"rows": 4})}


class SynonymViewSet(ModelViewSet):
    model = Synonym
    icon = "list-ul"
    menu_label = _("Synonyms")
    list_display = ["__str__", "direction", BooleanColumn("is_active", label=_("in use")), DateColumn("changed_at")]
    list_filter = ["direction", "is_active"]
    search_fields = ["words", "finds", "note"]
    # The filters of the list and Wagtail's own search backend do not go together.
    search_backend_name = None
    copy_view_enabled = False

    def get_form_class(self, for_update=False):
        return SynonymForm


class ReportMenuItem(MenuItem):
    def is_shown(self, request) -> bool:
        return request.user.has_perm(reports.SEE)


class SearchReportViewSet(ViewSet):
    name = "search_report"
    url_prefix = "search/report"
    icon = "list-ul"
    menu_label = _("What people search for")
    menu_item_class = ReportMenuItem

    def get_urlpatterns(self):
        return [path("", reports.report, name="index"), path("unanswered.csv", reports.unanswered_csv, name="csv")]


class SearchViewSetGroup(ViewSetGroup):
    items = (SynonymViewSet, PromotionViewSet, SearchReportViewSet)
    menu_label = _("Search")
    menu_name = "search"
