from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from portal import account_admin, admin_urls, admin_views, admin_widgets, translation_admin


class PermittedMenuItem(MenuItem):
    """An entry for those who may open what it leads to."""

    def __init__(self, *args, permission: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.permission = permission

    def is_shown(self, request):
        return request.user.has_perm(self.permission)


@hooks.register("register_admin_urls")
def operation_urls():
    return [path("operation/", include(admin_urls))]


@hooks.register("register_settings_menu_item")
def mails_menu_item():
    return PermittedMenuItem(
        _("Outgoing mails"),
        reverse_lazy("portal_admin:mails"),
        icon_name="mail",
        order=900,
        permission=admin_views.SEE_MAILS,
    )


@hooks.register("register_settings_menu_item")
def jobs_menu_item():
    return PermittedMenuItem(
        _("Parked jobs"),
        reverse_lazy("portal_admin:jobs"),
        icon_name="cogs",
        order=910,
        permission=admin_views.SEE_JOBS,
    )


admin_widgets.register_date_fields()
hooks.register("before_edit_page", translation_admin.refuse_gaps_in_editor, order=-10)
hooks.register("before_bulk_action", translation_admin.refuse_gaps_in_bulk)
hooks.register("before_bulk_action", account_admin.refuse_foreign_accounts_in_bulk)
hooks.register("before_bulk_action", account_admin.keep_named_accounts_in_bulk)
hooks.register("insert_global_admin_css", translation_admin.admin_stylesheet)


@hooks.register("register_admin_urls", order=-10)
def translation_urls():
    """These stand before the views of wagtail-localize at the same addresses: they know which pages are whose, and
    publish no untranslated text."""
    return [
        path("localize/update/<int:translation_source_id>/", translation_admin.SourceUpdateView.as_view()),
        path("localize/submit/page/<int:page_id>/", translation_admin.SubmitPageView.as_view()),
    ]
