"""What editors do for the search. Saving works with the next query, in every process (signals)."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.ui.tables import BooleanColumn, DateColumn
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from search.models import Synonym


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


class SearchViewSetGroup(ModelViewSetGroup):
    items = (SynonymViewSet,)
    menu_label = _("Search")
    menu_icon = "search"
    menu_order = 310
