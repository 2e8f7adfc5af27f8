"""The end of a session: half an hour without a request, and log-out."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from portal import roles
from portal.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

CMS = "/cms/"


@pytest.fixture
def editor(site_tree):
    user = User.objects.create_user("editor@example.org", "a password for tests")
    user.groups.add(user.groups.model.objects.get(name=roles.EDITOR))
    return user


def test_staff_who_keep_working_stay_logged_in(editor, staff_client):
    client = staff_client(editor)

    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _time in range(4):
            assert client.get(CMS).status_code == 200
            clock.shift(timedelta(minutes=29))


def test_half_an_hour_without_a_request_ends_the_session(editor, staff_client):
    client = staff_client(editor)

    with time_machine.travel(timezone.now(), tick=False) as clock:
        client.get(CMS)
        clock.shift(timedelta(minutes=31))
        response = client.get("/cms/pages/?q=x")

    assert response.headers["Location"] == "/konto/login/?next=/cms/pages/%3Fq%3Dx"
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "_auth_user_id" not in client.session


def test_twelve_hours_end_every_session(editor, staff_client):
    client = staff_client(editor)

    with time_machine.travel(timezone.now(), tick=False) as clock:
        answers = []
        for _time in range(26):
            answers.append(client.get(CMS).status_code)
            clock.shift(timedelta(minutes=29))

    assert answers == [200] * 25 + [302]


def test_a_post_after_the_end_leads_to_the_start_of_the_cms(editor, staff_client):
    client = staff_client(editor)

    with time_machine.travel(timezone.now(), tick=False) as clock:
        client.get(CMS)
        clock.shift(timedelta(minutes=31))
        response = client.post("/cms/pages/")

    assert response.headers["Location"] == "/konto/login/?next=/cms/"


@pytest.mark.parametrize("path", ["/konto/logout/", "/cms/logout/"])
def test_logging_out_tells_the_browser_to_forget(path, editor, staff_client):
    client = staff_client(editor)

    response = client.post(path)

    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "_auth_user_id" not in client.session


def test_no_other_answer_asks_a_browser_to_forget(editor, staff_client):
    assert "Clear-Site-Data" not in staff_client(editor).get(CMS).headers


def test_a_disabled_account_is_out_at_the_next_request(editor, staff_client):
    client = staff_client(editor)
    assert client.get(CMS).status_code == 200

    editor.is_active = False
    editor.save()

    assert client.get(CMS).status_code == 302


def test_a_role_that_was_taken_is_gone_at_the_next_request(editor, staff_client):
    client = staff_client(editor)
    assert client.get(CMS).status_code == 200

    editor.groups.clear()

    assert client.get(CMS).status_code == 403
