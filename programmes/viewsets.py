"""The facts of the directory in the CMS. Saving writes the index entry and outdates stored pages (signals)."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, DateColumn
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from programmes.models.centres import Centre, Organisation
from programmes.models.programmes import Programme
from programmes.upkeep.centre_views import CentreCreateView, CentreEditView


class CentreViewSet(ModelViewSet):
    model = Centre
    icon = "home"
    add_view_class = CentreCreateView
    edit_view_class = CentreEditView
    menu_label = _("Centres")
    list_display = [
        "name",
        "city",
        "provider_type",
        "role",
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
    list_display = ["name", "level", "status", DateColumn("valid_to", label=_("valid until")), "stand"]
    list_filter = ["level", "status"]
    search_fields = ["name", "provider", "source_id"]
    search_backend_name = None
    copy_view_enabled = False


class OrganisationViewSet(ModelViewSet):
    model = Organisation
    icon = "group"
    menu_label = _("Organisations")
    list_display = ["name", "website"]
    search_fields = ["name"]
    search_backend_name = None
    form_fields = ["name", "website"]
    copy_view_enabled = False


class DirectoryViewSetGroup(ModelViewSetGroup):
    items = (CentreViewSet, OrganisationViewSet, ProgrammeViewSet)
    menu_label = _("Directory")
    menu_icon = "list-ul"
    menu_order = 300
