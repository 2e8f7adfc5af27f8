"""Mails and jobs in the CMS: the administrator sees what failed and tries again, and nobody sees to whom or what."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal import roles
from portal.models import MailState, OutgoingMail, ParkedJob, User
from portal.wagtail_hooks import jobs_menu_item, mails_menu_item

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

OTHERS = [role for role in roles.ROLES if role != roles.ADMINISTRATOR]


def make_staff(role: str) -> User:
    user = User.objects.create_user(f"{role.replace(' ', '-')}@example.org", "a password for tests")
    user.groups.add(user.groups.model.objects.get(name=role))
    return user


@pytest.fixture
def administrator(site_tree):
    return make_staff(roles.ADMINISTRATOR)


def make_mail(state: str = MailState.FAILED) -> OutgoingMail:
    return OutgoingMail.objects.create(
        template="events/emails/confirmed",
        language="de",
        reference="registration:7",
        recipient="sentinel@example.org",
        content={"subject": "sentinel-subject"},
        state=state,
        error="SMTPDataError 554",
        attempts=9,
        ended_at=timezone.now() if state in (MailState.FAILED, MailState.SENT) else None,
    )


def make_job() -> ParkedJob:
    return ParkedJob.objects.create(task="events.services.remind", arguments={"pk": 1}, error="OSError", attempts=5)


def test_a_mail_that_was_given_up_is_shown_without_reader_and_text_and_tried_again(administrator, staff_client):
    mail, client = make_mail(), staff_client(administrator)

    page = client.get(reverse("portal_admin:mails")).content.decode()
    client.post(reverse("portal_admin:retry_mail", args=[mail.pk]))

    assert "registration:7" in page
    assert "SMTPDataError 554" in page
    assert "sentinel" not in page
    mail.refresh_from_db()
    assert (mail.state, mail.ended_at) == (MailState.DUE, None)


def test_a_mail_that_was_sent_is_not_sent_again(administrator, staff_client):
    mail = make_mail(MailState.SENT)

    staff_client(administrator).post(reverse("portal_admin:retry_mail", args=[mail.pk]))

    mail.refresh_from_db()
    assert mail.state == MailState.SENT


def test_a_parked_job_is_shown_and_given_new_tries(administrator, staff_client):
    job, client = make_job(), staff_client(administrator)

    page = client.get(reverse("portal_admin:jobs")).content.decode()
    client.post(reverse("portal_admin:retry_job", args=[job.pk]))

    assert "events.services.remind" in page
    assert not ParkedJob.objects.exists()


def test_what_is_not_there_cannot_be_tried_again(administrator, staff_client):
    client = staff_client(administrator)

    assert client.post(reverse("portal_admin:retry_mail", args=[404])).status_code == 404
    assert client.post(reverse("portal_admin:retry_job", args=[404])).status_code == 404


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_sees_or_retries_anything(role, site_tree, staff_client):
    mail, job = make_mail(), make_job()
    client = staff_client(make_staff(role))

    for name in ("mails", "jobs"):
        assert client.get(reverse(f"portal_admin:{name}")).status_code in (302, 403)
    client.post(reverse("portal_admin:retry_mail", args=[mail.pk]))
    client.post(reverse("portal_admin:retry_job", args=[job.pk]))

    mail.refresh_from_db()
    assert mail.state == MailState.FAILED
    assert ParkedJob.objects.exists()


def test_empty_lists_say_so_and_a_get_changes_nothing(administrator, staff_client):
    client = staff_client(administrator)
    assert client.get(reverse("portal_admin:mails")).status_code == 200
    assert client.get(reverse("portal_admin:jobs")).status_code == 200

    mail = make_mail()

    assert client.get(reverse("portal_admin:retry_mail", args=[mail.pk])).status_code == 405


@pytest.mark.parametrize(("role", "shown"), [(roles.ADMINISTRATOR, True), (roles.CASE_STAFF, False)])
def test_the_menu_shows_the_lists_to_the_administrator(role, shown, site_tree, rf):
    request = rf.get("/cms/")
    request.user = make_staff(role)

    assert [item.is_shown(request) for item in (mails_menu_item(), jobs_menu_item())] == [shown, shown]


def test_the_list_of_mails_asks_as_often_for_one_as_for_fifty(administrator, staff_client, django_assert_num_queries):
    client = staff_client(administrator)
    make_mail()
    client.get(reverse("portal_admin:mails"))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("portal_admin:mails"))
    for _number in range(49):
        make_mail()

    with django_assert_num_queries(len(one)):
        client.get(reverse("portal_admin:mails"))
