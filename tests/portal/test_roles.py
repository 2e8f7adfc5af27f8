import pytest
from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupPagePermission

from portal import roles

pytestmark = pytest.mark.django_db


def test_running_it_twice_changes_nothing(site_tree):
    roles.create_roles()
    before = {group.name: set(group.permissions.values_list("codename", flat=True)) for group in Group.objects.all()}
    roles.create_roles()

    after = {group.name: set(group.permissions.values_list("codename", flat=True)) for group in Group.objects.all()}
    assert before == after
    assert set(roles.ROLES) <= set(after)


def test_a_permission_given_by_hand_is_taken_back(site_tree):
    roles.create_roles()
    group = Group.objects.get(name=roles.EDITOR)
    group.permissions.add(Permission.objects.get(codename="change_user"))
    GroupPagePermission.objects.filter(group=group).delete()

    roles.create_roles()

    assert not group.permissions.filter(codename="change_user").exists()
    assert GroupPagePermission.objects.filter(group=group).count() == len(roles.PAGE_PERMISSIONS[roles.EDITOR])


def test_centre_members_have_no_permission_at_all():
    assert roles.ROLES[roles.CENTRE_MEMBER] == ()


def test_only_the_administrator_may_touch_accounts():
    holders = {role for role, names in roles.ROLES.items() if any(name.endswith("_user") for name in names)}

    assert holders == {roles.ADMINISTRATOR}


def test_cases_are_for_the_case_roles_only():
    holders = {role for role, names in roles.ROLES.items() if any(name.startswith("forms.") for name in names)}

    assert holders == {roles.CASE_STAFF, roles.COACH, roles.AUDITOR}


def test_translators_cannot_publish():
    assert "publish_page" not in roles.PAGE_PERMISSIONS[roles.TRANSLATOR]
