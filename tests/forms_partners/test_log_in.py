"""Log-in by a mailed code: the same answers for known, unknown and staff addresses, and never a way into the CMS."""

import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client
from django.urls import reverse

from portal import roles
from portal.models import OutgoingMail
from tests.builders.cases import make_case_centre, make_user

pytestmark = pytest.mark.django_db

LOG_IN = "/bereich/anmelden/"
CONFIRM = "/konto/login/code/confirm/"
CMS = "/cms/"
PASSWORD = "a password for tests"
SECRET = "NEUSTARTPORTALTESTSECRET23456777"


@pytest.fixture(autouse=True)
def tree(site_tree):
    return site_tree


def code_for(user) -> str:
    mail = OutgoingMail.objects.filter(template="portal/emails/login_code").last()
    assert mail.recipient == user.email
    return re.search(r"\n\n(\S+)\n\n", mail.content["text"])[1]


def one_time_code() -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(SECRET, counter))


def request_code(client, email: str):
    return client.post(LOG_IN, {"email": email})


def without_tokens(response) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", response.content.decode())


def test_a_member_logs_in_with_the_code_and_lands_in_the_area(client):
    member = make_user(roles.CENTRE_MEMBER)
    make_case_centre(member)

    confirmation = request_code(client, member.email).headers["Location"]
    assert confirmation.startswith(CONFIRM)
    response = client.post(confirmation, {"code": code_for(member)}, follow=True)

    assert response.request["PATH_INFO"] == "/bereich/"
    assert response.status_code == 200


def test_log_in_leads_back_to_where_it_began(client):
    member = make_user(roles.CENTRE_MEMBER)
    make_case_centre(member)
    wanted = "/bereich/faelle/RC-2222-2222/"

    page = client.get(LOG_IN, {"next": wanted}).content.decode()
    assert f'value="{wanted}"' in page
    confirmation = client.post(LOG_IN, {"email": member.email, "next": wanted}).headers["Location"]
    response = client.post(confirmation, {"code": code_for(member)})

    assert response.headers["Location"] == wanted


def test_log_in_leads_to_no_other_host(client):
    member = make_user(roles.CENTRE_MEMBER)

    location = client.post(LOG_IN, {"email": member.email, "next": "https://evil.example/"}).headers["Location"]

    assert "evil" not in location


def test_known_unknown_and_staff_addresses_get_the_same_answers():
    member, staff = make_user(roles.CENTRE_MEMBER), make_user(roles.CASE_STAFF)
    answers = []

    for email in (member.email, "nobody@example.org", staff.email):
        client = Client()
        first = request_code(client, email)
        second = client.get(first.headers["Location"])
        third = client.post(first.headers["Location"], {"code": "WRO-NGX"})
        answers.append(
            (
                first.status_code,
                first.headers["Location"],
                [without_tokens(page).replace(email, "ADDRESS") for page in (second, third)],
            )
        )

    assert answers[0] == answers[1] == answers[2]
    assert OutgoingMail.objects.filter(template="portal/emails/login_code").count() == 1


def test_a_code_works_once_and_after_three_wrong_ones_never(client):
    member = make_user(roles.CENTRE_MEMBER)
    confirmation = request_code(client, member.email).headers["Location"]
    code = code_for(member)

    for _time in range(3):
        client.post(confirmation, {"code": "WRO-NGX"})
    client.post(confirmation, {"code": code})

    assert "_auth_user_id" not in client.session


def test_a_disabled_member_gets_no_code(client):
    member = make_user(roles.CENTRE_MEMBER)
    member.is_active = False
    member.save()

    request_code(client, member.email)

    assert not OutgoingMail.objects.filter(template="portal/emails/login_code").exists()


@pytest.mark.parametrize("path", [LOG_IN, "/konto/login/code/"])
def test_staff_get_no_code_by_any_door(path, client):
    staff = make_user(roles.CASE_STAFF)

    client.post(path, {"email": staff.email})

    assert not OutgoingMail.objects.filter(template="portal/emails/login_code").exists()


def session_of(user, *methods: str, of=None) -> Client:
    """A session of a user that passed these methods (recorded for ``of``, who is the user unless said otherwise)."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session["account_authentication_methods"] = [{"method": method} for method in methods]
    session["account_authentication_methods_user"] = str((of or user).pk)
    session.save()
    return client


@pytest.mark.parametrize(
    "methods", [(), ("code",), ("password",), ("mfa",), ("code", "mfa"), ("password_reset", "mfa")]
)
def test_half_a_log_in_opens_no_page_of_the_cms(methods):
    staff = make_user(roles.CASE_STAFF)
    TOTP.activate(staff, SECRET)
    client = session_of(staff, *methods)

    for url in (CMS, reverse("cases:inbox"), "/cms/jsi18n/", "/cms/account/"):
        response = session_of(staff, *methods).get(url)
        assert response.status_code == 302
        assert response.headers["Location"].startswith("/konto/login/?next=")

    client.get(CMS)
    assert "_auth_user_id" not in client.session


def test_the_records_of_somebody_else_do_not_count():
    staff, other = make_user(roles.CASE_STAFF), make_user(roles.CASE_STAFF)
    TOTP.activate(staff, SECRET)

    assert session_of(staff, "password", "mfa", of=other).get(CMS).status_code == 302


def test_after_the_password_a_second_factor_must_be_set_up():
    response = session_of(make_user(roles.CASE_STAFF), "password").get(CMS)

    assert response.headers["Location"] == reverse("mfa_activate_totp")


def test_a_mailed_code_does_not_even_lead_to_the_set_up():
    response = session_of(make_user(roles.CASE_STAFF), "code").get(CMS)

    assert response.headers["Location"].startswith("/konto/login/")


@pytest.mark.ignore_template_errors
def test_password_and_second_factor_open_the_cms(client):
    staff = make_user(roles.CASE_STAFF)
    TOTP.activate(staff, SECRET)

    first = client.post("/konto/login/", {"login": staff.email, "password": PASSWORD})
    assert client.get(CMS).status_code == 302
    response = client.post(first.headers["Location"], {"code": one_time_code()})

    assert response.status_code == 302
    assert client.get(reverse("cases:inbox")).status_code == 200


def test_a_member_of_a_centre_reaches_nothing_of_the_cms():
    client = session_of(make_user(roles.CENTRE_MEMBER), "code")

    for url in (CMS, reverse("cases:inbox"), "/cms/jsi18n/", "/cms/pages/", "/cms/reports/site-history/"):
        assert client.get(url).status_code == 403
