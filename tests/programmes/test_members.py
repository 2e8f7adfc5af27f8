from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command

from portal import roles
from portal.models import User
from programmes import selectors
from tests.builders.programmes import make_centre

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_tree")]


@pytest.fixture
def centre():
    return make_centre()


def add_member(centre, email, *options):
    call_command("add_member", centre.slug, email, *options, stdout=StringIO())


def test_a_new_member_acts_for_the_centre_and_for_no_other(centre):
    other = make_centre()
    add_member(centre, "ada@example.org")

    user = User.objects.get(email="ada@example.org")

    assert list(selectors.centres_of(user)) == [centre]
    assert other not in selectors.centres_of(user)
    assert not user.has_usable_password()


def test_adding_twice_changes_nothing_and_removing_ends_it(centre):
    add_member(centre, "ada@example.org")
    add_member(centre, "ADA@example.org")
    assert User.objects.count() == 1

    add_member(centre, "ada@example.org", "--remove")

    assert not selectors.centres_of(User.objects.get()).exists()


def test_staff_cannot_be_members(centre):
    staff = User.objects.create_user("staff@example.org", "a password for tests")
    staff.groups.add(Group.objects.get(name=roles.CASE_STAFF))

    with pytest.raises(CommandError, match="staff"):
        add_member(centre, "staff@example.org")


@pytest.mark.parametrize(
    ("slug", "email", "options"),
    [("missing", "ada@example.org", ()), (None, "no address", ()), (None, "ada@example.org", ("--remove",))],
)
def test_a_mistake_gets_a_sentence(centre, slug, email, options):
    with pytest.raises(CommandError):
        call_command("add_member", slug or centre.slug, email, *options)
