"""Staff of the events, logged in."""

import pytest
from django.contrib.auth.models import Group

from portal import roles
from portal.models import User


@pytest.fixture
def event_staff(staff_client, site_tree):
    user = User.objects.create_user("event-staff@example.org", "a password for tests")
    user.groups.add(Group.objects.get(name=roles.EVENT_STAFF))
    return staff_client(user)
