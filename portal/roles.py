"""Who may do what: one table of roles; ``manage.py create_roles`` carries it out and can be run at any time.

Centre members get no permission of the CMS at all: they work in ``/bereich/``.
"""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

ACCESS = "wagtailadmin.access_admin"

EDITOR, TRANSLATOR, EVENT_STAFF, CASE_STAFF = "editor", "translator", "event staff", "case staff"
COACH, CENTRE_MEMBER, AUDITOR, ADMINISTRATOR = "coach", "centre member", "auditor", "administrator"

# Permissions as "app.codename"; page permissions (which hang on the tree) stand below.
ROLES: dict[str, tuple[str, ...]] = {
    EDITOR: (
        ACCESS,
        "portal.change_siteidentity",
        "programmes.add_centre",
        "programmes.change_centre",
        "programmes.view_centre",
        "programmes.add_programme",
        "programmes.change_programme",
        "programmes.view_programme",
        "programmes.add_organisation",
        "programmes.change_organisation",
        "programmes.view_organisation",
        "programmes.export_centre",
        "programmes.export_programme",
        "programmes.add_importsource",
        "programmes.change_importsource",
        "programmes.view_importsource",
        "programmes.change_sourcerecord",
        "programmes.view_sourcerecord",
        "search.add_synonym",
        "search.change_synonym",
        "search.delete_synonym",
        "search.view_synonym",
        "search.add_promotion",
        "search.change_promotion",
        "search.delete_promotion",
        "search.view_promotion",
        "search.view_searchquery",
        "wagtail_localize.submit_translation",
    ),
    TRANSLATOR: (ACCESS, "wagtail_localize.submit_translation"),
    EVENT_STAFF: (
        ACCESS,
        "events.add_event",
        "events.change_event",
        "events.view_event",
        "events.view_registration",
        "events.change_registration",
    ),
    CASE_STAFF: (ACCESS, "forms.view_case", "forms.move_case", "forms.view_identity", "forms.view_special"),
    COACH: (ACCESS, "forms.view_assigned_case", "forms.move_assigned_case"),
    CENTRE_MEMBER: (),
    AUDITOR: (ACCESS, "forms.view_evidence"),
    ADMINISTRATOR: (
        ACCESS,
        "portal.view_outgoingmail",
        "portal.change_parkedjob",
        "portal.view_parkedjob",
        "search.view_searchindex",
        "portal.change_siteidentity",
        "portal.add_user",
        "portal.change_user",
        "portal.view_user",
    ),
}
PAGE_PERMISSIONS: dict[str, tuple[str, ...]] = {
    EDITOR: ("add_page", "change_page", "publish_page"),
    TRANSLATOR: ("change_page",),
}
COLLECTION_PERMISSIONS: dict[str, tuple[str, ...]] = {
    EDITOR: ("add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document"),
}


def permission(name: str) -> Permission:
    app_label, codename = name.split(".")
    return Permission.objects.get(content_type__app_label=app_label, codename=codename)


@transaction.atomic
def create_roles() -> list[str]:
    """Make groups and their permissions equal to the tables above; returns the names of the roles.

    A group that was renamed or extended by hand in the CMS is set back: the table is the truth.
    """
    root, collection = Page.get_first_root_node(), Collection.get_first_root_node()
    for role, names in ROLES.items():
        group, _ = Group.objects.get_or_create(name=role)
        group.permissions.set([permission(name) for name in names])
        set_tree_permissions(GroupPagePermission, group, "page", root, PAGE_PERMISSIONS.get(role, ()))
        set_tree_permissions(
            GroupCollectionPermission, group, "collection", collection, COLLECTION_PERMISSIONS.get(role, ())
        )
    return list(ROLES)


def set_tree_permissions(model, group: Group, field: str, root, codenames: tuple[str, ...]) -> None:
    """Give the group these permissions on the root of a tree, and no others anywhere in it."""
    wanted = list(Permission.objects.filter(codename__in=codenames, content_type__app_label__startswith="wagtail"))
    model.objects.filter(group=group).exclude(**{field: root, "permission__in": wanted}).delete()
    for permission_ in wanted:
        model.objects.get_or_create(group=group, permission=permission_, **{field: root})
