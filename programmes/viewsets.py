"""The facts of the directory in the CMS. Saving writes the index entry and outdates stored pages (signals)."""

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.permission_policies import ModelPermissionPolicy

from portal.kept_rows import KeptRowDeleteView
from portal.spreadsheets import TableExportMixin
from programmes.centre_form import CentreForm
from programmes.exports import centres as centre_table
from programmes.exports import programmes as programme_table
from programmes.locks import LockedForm
from programmes.models.centres import Centre, Organisation
from programmes.models.programmes import Programme
from programmes.models.shared_offers import SharedOffer
from programmes.models.sources import ImportSource, SourceRecord
from programmes.upkeep import completeness
from programmes.upkeep.centre_views import CentreCreateView, CentreEditView


class PercentColumn(Column):
    def get_value(self, instance):
        return f"{super().get_value(instance)}\u00a0%"


class CentreFilterSet(WagtailFilterSet):
    known = django_filters.ChoiceFilter(
        label=_("Details known"),
        choices=[(part.value, part.label) for part in completeness.Part],
        method="filter_known",
        widget=forms.RadioSelect,
        empty_label=_("All"),
    )

    def filter_known(self, queryset: QuerySet[Centre], name: str, value: str) -> QuerySet[Centre]:
        return completeness.only(queryset, completeness.Part(value))


class CentreIndexView(TableExportMixin, IndexView):
    base_filterset_class = CentreFilterSet
    export_permission = "programmes.export_centre"
    export_header = centre_table.HEADER

    def get_base_queryset(self):
        return completeness.with_completeness(super().get_base_queryset())

    def order_queryset(self, queryset):
        """Entries that are alike in what they are sorted by keep one order from page to page."""
        ordered = super().order_queryset(queryset)
        return ordered.order_by(*ordered.query.order_by, "name", "pk") if self.ordering else ordered

    def export_rows(self, queryset):
        return centre_table.rows(queryset)


class ProgrammeIndexView(TableExportMixin, IndexView):
    export_permission = "programmes.export_programme"
    export_header = programme_table.HEADER

    def export_rows(self, queryset):
        return programme_table.rows(queryset)


class CentreDeleteView(KeptRowDeleteView):
    kept_message = _("A centre with referrals stays. Hide it from the public instead.")


class ProgrammeDeleteView(KeptRowDeleteView):
    kept_message = _("A programme with a page stays. Delete the page first.")


class OrganisationDeleteView(KeptRowDeleteView):
    kept_message = _("An organisation that runs centres stays. Give the centres to another one first.")


class CentreViewSet(ModelViewSet):
    model = Centre
    icon = "home"
    add_view_class = CentreCreateView
    edit_view_class = CentreEditView
    delete_view_class = CentreDeleteView
    menu_label = _("Centres")
    index_view_class = CentreIndexView
    export_filename = "centres"
    edit_handler = ObjectList(Centre.panels, base_form_class=CentreForm)
    list_display = [
        "name",
        "city",
        "provider_type",
        "role",
        PercentColumn("percent_known", label=_("details known"), sort_key="percent_known"),
        BooleanColumn("facts_confirmed", label=_("confirmed")),
        DateColumn("changed_at", label=_("last changed")),
    ]
    list_filter = ["provider_type", "role", "address_status", "facts_confirmed", "is_public"]
    search_fields = ["name", "city", "source_id"]
    # The filters of the list and Wagtail's own search backend do not go together.
    search_backend_name = None
    copy_view_enabled = False


class ProgrammeViewSet(ModelViewSet):
    model = Programme
    icon = "clipboard-list"
    menu_label = _("Programmes")
    index_view_class = ProgrammeIndexView
    delete_view_class = ProgrammeDeleteView
    export_filename = "programmes"
    edit_handler = ObjectList(Programme.panels, base_form_class=LockedForm)
    list_display = ["name", "level", "status", DateColumn("valid_to", label=_("valid until")), "stand"]
    list_filter = ["level", "status"]
    search_fields = ["name", "provider", "source_id"]
    search_backend_name = None
    copy_view_enabled = False


class SharedOfferDeleteView(KeptRowDeleteView):
    kept_message = _("Centres show this offer. Take it out of their entries first.")


class SharedOfferViewSet(ModelViewSet):
    model = SharedOffer
    icon = "copy"
    menu_label = _("Offers of networks")
    delete_view_class = SharedOfferDeleteView
    edit_handler = ObjectList(SharedOffer.panels)
    list_display = ["name", "organisation"]
    list_filter = ["organisation"]
    search_fields = ["name"]
    search_backend_name = None
    copy_view_enabled = False


class OrganisationViewSet(ModelViewSet):
    model = Organisation
    icon = "group"
    delete_view_class = OrganisationDeleteView
    menu_label = _("Organisations")
    list_display = ["name", "website"]
    search_fields = ["name"]
    search_backend_name = None
    form_fields = ["name", "website"]
    copy_view_enabled = False


class SourceRecordIndexView(IndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().select_related("source", "centre", "programme")


class ImportSourceViewSet(ModelViewSet):
    model = ImportSource
    icon = "download"
    menu_label = _("Import sources")
    list_display = ["title", "name"]
    search_fields = ["name", "title"]
    search_backend_name = None
    copy_view_enabled = False


class ImportedOnly(ModelPermissionPolicy):
    """Only an import makes and removes the rows of its book."""

    def user_has_permission(self, user, action):
        return action not in ("add", "delete") and super().user_has_permission(user, action)


class SourceRecordViewSet(ModelViewSet):
    """Which entry came from which row; editors give single entries a rule of their own."""

    model = SourceRecord
    icon = "link"
    menu_label = _("Imported entries")
    permission_policy = ImportedOnly(SourceRecord)
    index_view_class = SourceRecordIndexView
    list_display = [
        "row_id",
        Column("entry", label=_("entry")),
        "source",
        BooleanColumn("has_own_rule", label=_("own rule")),
        DateColumn("imported_at", label=_("last imported")),
    ]
    list_filter = ["source", "has_own_rule"]
    search_fields = ["row_id", "centre__name", "programme__name"]
    search_backend_name = None
    copy_view_enabled = False


class DirectoryViewSetGroup(ModelViewSetGroup):
    items = (
        CentreViewSet,
        OrganisationViewSet,
        SharedOfferViewSet,
        ProgrammeViewSet,
        ImportSourceViewSet,
        SourceRecordViewSet,
    )
    menu_label = _("Directory")
    menu_icon = "list-ul"
    menu_order = 300
