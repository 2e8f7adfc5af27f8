"""Accounts: an administrator manages them, without giving anybody, or themselves, more than the role may give."""

import pytest
from django.contrib.auth.models import Group

from forms.models.cases import Case, CaseAssignment
from portal import roles
from portal.models import User

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.ignore_template_errors,
    pytest.mark.filterwarnings("ignore"),
]
PASSWORD = "ein langes Kennwort 2026"


def group(name: str) -> int:
    return Group.objects.get(name=name).pk


def facts(email: str, *roles_: str, **more) -> dict:
    return {
        "email": email,
        "first_name": "A",
        "last_name": "B",
        "is_active": "on",
        "groups": [group(name) for name in roles_],
        **more,
    }


def test_nobody_gives_themselves_another_role(world):
    user, client = world.users[roles.ADMINISTRATOR], world.client(roles.ADMINISTRATOR)

    client.post(f"/cms/users/edit/{user.pk}/", facts(user.email, roles.ADMINISTRATOR, roles.CASE_STAFF))

    assert [g.name for g in user.groups.all()] == [roles.ADMINISTRATOR]


def test_an_administrator_makes_nobody_a_superuser(world):
    client, editor = world.client(roles.ADMINISTRATOR), world.users[roles.EDITOR]
    passwords = {"password1": PASSWORD, "password2": PASSWORD}

    client.post(f"/cms/users/edit/{editor.pk}/", facts(editor.email, roles.EDITOR, is_superuser="on"))
    client.post("/cms/users/new/", facts("neu@example.org", roles.EDITOR, is_superuser="on", **passwords))

    assert User.objects.filter(email="neu@example.org").exists()
    assert list(User.objects.filter(is_superuser=True)) == [world.users["superuser"]]


def test_an_administrator_gives_roles_to_others(world):
    client, editor = world.client(roles.ADMINISTRATOR), world.users[roles.EDITOR]

    client.post(f"/cms/users/edit/{editor.pk}/", facts(editor.email, roles.EDITOR, roles.EVENT_STAFF))

    assert {g.name for g in editor.groups.all()} == {roles.EDITOR, roles.EVENT_STAFF}


@pytest.mark.parametrize("whose", [roles.ADMINISTRATOR, "superuser"])
@pytest.mark.parametrize("action", ["assign_role", "set_active_state", "delete"])
def test_nor_several_accounts_at_once(world, whose, action):
    client, user = world.client(roles.ADMINISTRATOR), world.users[whose]
    before = {g.name for g in user.groups.all()}

    client.post(
        f"/cms/bulk/portal/user/{action}/?id={user.pk}", {"role": group(roles.CASE_STAFF), "mark_as_active": ""}
    )

    user = User.objects.get(pk=user.pk)
    assert ({g.name for g in user.groups.all()}, user.is_active) == (before, True)


def test_several_others_get_a_role_at_once(world):
    """The control: the address is the right one."""
    client, editor = world.client(roles.ADMINISTRATOR), world.users[roles.EDITOR]

    client.post(f"/cms/bulk/portal/user/assign_role/?id={editor.pk}", {"role": group(roles.CASE_STAFF)})

    assert roles.CASE_STAFF in {g.name for g in editor.groups.all()}


def test_an_administrator_does_not_touch_a_superuser(world):
    client, root = world.client(roles.ADMINISTRATOR), world.users["superuser"]
    passwords = {"password1": PASSWORD, "password2": PASSWORD}

    client.post(f"/cms/users/edit/{root.pk}/", facts("meine@example.org", **passwords))

    root.refresh_from_db()
    assert (root.email, root.check_password(PASSWORD)) == ("superuser@example.org", False)


@pytest.fixture
def named(world):
    """Somebody a record of the project names."""
    user = world.users[roles.CASE_STAFF]
    CaseAssignment.objects.create(case=Case.objects.first(), assignee=user, actor=user)
    return user


@pytest.mark.parametrize("address", ["/cms/users/delete/{0}/", "/cms/bulk/portal/user/delete/?id={0}"])
def test_an_account_that_a_record_names_stays_and_says_why(world, named, address):
    response = world.client("superuser").post(address.format(named.pk), follow=True)

    assert response.status_code == 200
    assert "Ein Konto, das in Aufzeichnungen des Projekts steht, bleibt" in response.content.decode()
    assert User.objects.filter(pk=named.pk).exists()


@pytest.mark.parametrize("address", ["/cms/users/delete/{0}/", "/cms/bulk/portal/user/delete/?id={0}"])
def test_an_account_that_no_record_names_is_deleted(world, address):
    user = User.objects.create_user("niemand@example.org")

    world.client("superuser").post(address.format(user.pk))

    assert not User.objects.filter(pk=user.pk).exists()
