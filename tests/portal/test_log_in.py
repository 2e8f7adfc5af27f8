"""Where the log-in leads: only to pages of this host, whatever the address asks for."""

from urllib.parse import urlsplit

import pytest
from django.test import Client

from portal import roles
from portal.models import OutgoingMail
from tests.builders.cases import make_user

pytestmark = pytest.mark.django_db
PAGES = ("/konto/login/", "/konto/login/code/", "/konto/password/reset/", "/bereich/anmelden/")
PASSWORD = "a password for tests"
ELSEWHERE = (
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "\\\\evil.example",
    "https:evil.example",
    "http:///evil.example",
    "javascript:alert(1)",
    "http://[",
    "//[",
    "http://testserver@evil.example/",
    "/\tevil.example",
    "\x00//evil.example",
)


@pytest.fixture(autouse=True)
def tree(site_tree):
    return site_tree


def log_in(target: str):
    user = make_user()
    return Client().post("/konto/login/", {"login": user.email, "password": PASSWORD, "next": target})


@pytest.mark.parametrize("target", ELSEWHERE)
def test_the_log_in_leads_to_no_other_site(target):
    response = log_in(target)

    assert response.status_code == 302
    to = urlsplit(response.headers["Location"])
    assert (to.scheme, to.netloc) == ("", "")
    assert to.path.startswith("/")
    assert not to.path.startswith("//")


def test_the_log_in_leads_to_a_page_of_its_own():
    """The control."""
    assert log_in("/bereich/faelle/RC-2222-2222/").headers["Location"] == "/bereich/faelle/RC-2222-2222/"


@pytest.mark.parametrize("target", ELSEWHERE)
@pytest.mark.parametrize("path", PAGES)
def test_no_target_breaks_the_page(client, path, target):
    assert client.get(path, {"next": target}).status_code == 200


@pytest.mark.parametrize("path", ["/de/_util/login/", "/ar/_util/login/", "/cms/login/"])
def test_there_is_no_second_log_in_without_limits_and_second_factor(path):
    user, client = make_user(), Client()

    response = client.post(path, {"username": user.email, "password": PASSWORD})

    assert response.headers.get("Location", "").startswith("/konto/login/")
    assert "_auth_user_id" not in client.session


def test_a_member_of_a_centre_gets_no_password_beside_the_code(client):
    """Left on a shared computer, a session must not become a key that lasts."""
    member = make_user(roles.CENTRE_MEMBER)
    member.set_unusable_password()
    member.save()
    client.force_login(member, backend="django.contrib.auth.backends.ModelBackend")

    client.post("/konto/password/set/", {"password1": PASSWORD, "password2": PASSWORD})

    member.refresh_from_db()
    assert not member.has_usable_password()


def test_nor_by_asking_for_a_new_one():
    member, staff = make_user(roles.CENTRE_MEMBER), make_user(roles.EDITOR)
    member.set_unusable_password()
    member.save()

    answers = [Client().post("/konto/password/reset/", {"email": user.email}) for user in (member, staff)]

    mails = {mail.recipient: mail.template for mail in OutgoingMail.objects.all()}
    assert mails == {
        member.email: "portal/emails/unknown_account",
        staff.email: "portal/emails/password_reset_key",
    }
    assert [(a.status_code, a.headers["Location"]) for a in answers] == [(302, "/konto/password/reset/done/")] * 2


def test_the_link_to_a_new_password_names_the_host_of_the_settings(settings):
    settings.ALLOWED_HOSTS = ["testserver", "other.example"]
    Client(HTTP_HOST="other.example").post("/konto/password/reset/", {"email": make_user(roles.EDITOR).email})

    text = OutgoingMail.objects.get().content["text"]
    link = next(word for word in text.split() if "/konto/password/reset/key/" in word)

    assert link.startswith(f"{settings.BASE_URL}/konto/")
    assert "other.example" not in text
    assert Client().get(urlsplit(link).path, follow=True).status_code == 200
