"""Who may do what: one table of roles; ``manage.py create_roles`` carries it out and can be run at any time.

Centre members get no permission of the CMS at all: they work in ``/bereich/``.
"""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Model
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
        "programmes.add_sharedoffer",
        "programmes.change_sharedoffer",
        "programmes.delete_sharedoffer",
        "programmes.view_sharedoffer",
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
        "events.view_needs",
        "wagtail_localize.submit_translation",
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
# Rights below pages of one kind only, in every language: who runs events writes about them, and about nothing else.
BRANCH_PERMISSIONS: dict[str, dict[tuple[str, str], tuple[str, ...]]] = {
    EVENT_STAFF: {("events", "eventindexpage"): ("add_page", "change_page", "publish_page")},
}
COLLECTION_PERMISSIONS: dict[str, tuple[str, ...]] = {
    EDITOR: ("add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document"),
    # Slides and papers of events; who adds a file may change it.
    EVENT_STAFF: ("add_document", "choose_document"),
}


@transaction.atomic
def create_roles() -> list[str]:
    """Make groups and their permissions equal to the tables above; returns the names of the roles.

    A group that was renamed or extended by hand in the CMS is set back: the table is the truth. The number of
    statements does not depend on how many roles and permissions there are. An unknown permission raises ``KeyError``.
    """
    Group.objects.bulk_create((Group(name=name) for name in ROLES), ignore_conflicts=True)
    groups = dict(Group.objects.filter(name__in=ROLES).values_list("name", "pk"))
    rows = Permission.objects.values_list("content_type__app_label", "codename", "pk")
    permissions = {f"{app_label}.{codename}": pk for app_label, codename, pk in rows}
    # Of the codenames in the two tables of trees each belongs to one app of Wagtail only.
    of_trees = {codename: pk for app_label, codename, pk in rows if app_label.startswith("wagtail")}

    _make_equal(
        Group.permissions.through,
        groups.values(),
        {(groups[role], permissions[name]) for role, names in ROLES.items() for name in names},
    )
    for model, field, tree, table in (
        (GroupPagePermission, "page_id", Page, PAGE_PERMISSIONS),
        (GroupCollectionPermission, "collection_id", Collection, COLLECTION_PERMISSIONS),
    ):
        root = tree.get_first_root_node().pk
        wanted = {(groups[role], of_trees[name], root) for role, names in table.items() for name in names}
        if model is GroupPagePermission:
            wanted |= _of_branches(groups, of_trees)
        _make_equal(model, groups.values(), wanted, field)
    return list(ROLES)


def _of_branches(groups: dict[str, int], permissions: dict[str, int]) -> set[tuple]:
    kinds = {kind for branches in BRANCH_PERMISSIONS.values() for kind in branches}
    pages = Page.objects.filter(content_type__app_label__in={app_label for app_label, _model in kinds})
    rows = pages.values_list("content_type__app_label", "content_type__model", "pk")
    return {
        (groups[role], permissions[name], pk)
        for app_label, model, pk in rows
        for role, branches in BRANCH_PERMISSIONS.items()
        for name in branches.get((app_label, model), ())
    }


def open_branch(page: Page) -> None:
    """Give the roles that write below pages of this kind their rights below a new one."""
    kind = (page._meta.app_label, page._meta.model_name)
    for role, branches in BRANCH_PERMISSIONS.items():
        group = Group.objects.filter(name=role).first() if kind in branches else None
        if group is None:
            continue
        found = Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=branches[kind])
        GroupPagePermission.objects.bulk_create(
            (GroupPagePermission(group=group, page_id=page.pk, permission=one) for one in found),
            ignore_conflicts=True,
        )


def _make_equal(model: type[Model], groups: Iterable[int], wanted: set[tuple], *more: str) -> None:
    """Leave the rows of these groups that are wanted, as (group, permission, …), and add those that are missing."""
    fields = ("group_id", "permission_id", *more)
    there = {row[1:]: row[0] for row in model.objects.filter(group__in=groups).values_list("pk", *fields)}
    if superfluous := [pk for row, pk in there.items() if row not in wanted]:
        model.objects.filter(pk__in=superfluous).delete()
    model.objects.bulk_create(
        (model(**dict(zip(fields, row, strict=True))) for row in sorted(wanted - there.keys())), ignore_conflicts=True
    )
