"""The first person of a centre: one account, one mail, one line in the log; nothing of the person anywhere else."""

import logging
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.contrib.messages import get_messages
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from portal import roles
from portal.errors import DomainError
from portal.models import OutgoingMail, User
from programmes import selectors
from programmes.models.upkeep import UpkeepStep
from programmes.upkeep import members
from tests.builders.cases import make_case, make_user
from tests.builders.programmes import make_centre

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
PERSON = {"first_name": "Adalind", "last_name": "Musterfrau", "email": "adalind@example.org", "language": "de"}


@pytest.fixture
def centre(site_tree):
    return make_centre("Stelle & Söhne")


@pytest.fixture
def inviter(centre):
    user = make_user(roles.EDITOR, email="redaktion@example.org")
    User.objects.filter(pk=user.pk).update(first_name="Berta", last_name="Redaktion")
    return User.objects.get(pk=user.pk)


@pytest.fixture
def editor(inviter, staff_client):
    return staff_client(inviter)


def path(centre) -> str:
    return reverse("upkeep_staff:invite", args=[centre.pk])


def entry(centre) -> str:
    return reverse("upkeep_staff:entry", args=[centre.pk])


def add(centre, **facts):
    return members.add_member(**{"centre_id": centre.pk, "email": "ada@example.org", "language": "de", **facts})


def state() -> tuple:
    return (User.objects.count(), OutgoingMail.objects.count(), UpkeepStep.objects.count())


# --- the service ---


def test_the_person_gets_an_account_that_acts_for_this_centre_alone(centre):
    other = make_centre("Andere")

    assert add(centre, first_name="Ada", last_name="Muster") is True

    user = User.objects.get(email="ada@example.org")
    assert list(selectors.centres_of(user)) == [centre]
    assert not other.members.exists()
    assert [group.name for group in user.groups.all()] == [roles.CENTRE_MEMBER]
    assert (user.get_full_name(), user.has_usable_password(), user.has_perm(roles.ACCESS)) == (
        "Ada Muster",
        False,
        False,
    )


def test_it_is_written_into_the_log_without_a_name(centre, inviter):
    add(centre, first_name="Ada", last_name="Muster", by=inviter)
    members.remove_member(centre_id=centre.pk, email="ADA@example.org")

    ended, invited = UpkeepStep.objects.filter(centre=centre)
    assert (invited.user, invited.side, ended.user) == (inviter, "staff", None)
    assert invited.source == invited.target
    for step in (invited, ended):
        assert step.note
        assert not any(word in step.note for word in ("Ada", "Muster", "@"))


def test_twice_is_once(centre, inviter):
    add(centre, by=inviter)
    before = state()

    assert add(centre, email="ADA@example.org", first_name="Andere", by=inviter) is False

    assert state() == before
    assert User.objects.get(email="ada@example.org").first_name == ""


def test_a_member_of_another_centre_acts_for_both(centre):
    other = make_centre("Andere")
    add(other)

    add(centre)

    user = User.objects.get(email="ada@example.org")
    assert set(selectors.centres_of(user)) == {centre, other}
    assert OutgoingMail.objects.count() == 2


@pytest.mark.parametrize("role", [roles.EDITOR, roles.CASE_STAFF, roles.AUDITOR])
def test_staff_are_refused(centre, role):
    make_user(role, email="ada@example.org")

    with pytest.raises(DomainError, match="Mitarbeit"):
        add(centre)

    assert not centre.members.exists()
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize("is_member", [False, True])
def test_an_account_that_is_switched_off_stays_off(centre, is_member):
    user = make_user(email="ada@example.org")
    User.objects.filter(pk=user.pk).update(is_active=False)
    if is_member:
        centre.members.add(user)

    with pytest.raises(DomainError, match="abgeschaltet"):
        add(centre)

    assert not OutgoingMail.objects.exists()


def test_an_editor_brings_in_the_first_person_only(centre, inviter):
    """Who acts for a centre sees its referrals: an editor must not let anybody in beside those who are there."""
    add(centre, email="erste@example.org", by=inviter)
    add(centre, email="vertippt@example.org", by=inviter)  # nobody has logged in yet
    User.objects.filter(email="erste@example.org").update(last_login=timezone.now() - timedelta(days=3))

    with pytest.raises(DomainError, match="Für diese Stelle"):
        add(centre, by=inviter)

    assert not User.objects.filter(email="ada@example.org").exists()
    assert add(centre) is True  # by whoever runs the portal


def test_what_is_rolled_back_sent_no_mail(centre):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        add(centre)
        raise ZeroDivisionError

    assert state() == (0, 0, 0)


def test_the_command_does_the_same(centre, capsys):
    for _number in range(2):
        call_command("add_member", centre.slug, "ada@example.org", "--language", "en")

    assert "ada@" not in capsys.readouterr().out
    mail = OutgoingMail.objects.get()
    assert (mail.recipient, mail.language) == ("ada@example.org", "en")
    assert "the project invites you" in mail.content["text"]
    assert UpkeepStep.objects.filter(centre=centre).count() == 1


# --- the mail ---

WORDS = {
    "de": ("Berta Redaktion aus dem Projekt lädt Sie ein", "So melden Sie sich an:"),
    "en": ("Berta Redaktion from the project invites you", "This is how you log in:"),
    "ar": ("Berta Redaktion", "هكذا تسجّل الدخول:"),
}


@pytest.mark.parametrize("language", WORDS)
def test_the_mail_says_what_it_is_who_invites_and_how_to_log_in(centre, inviter, language, outbox):
    add(centre, by=inviter, language=language, first_name="Ada", last_name="Muster")

    mail = outbox.get()
    assert (mail.recipient, mail.language) == ("ada@example.org", language)
    for kind in ("text", "html"):
        assert all(words in mail.content[kind] for words in WORDS[language])
        assert "http://testserver/bereich/" in mail.content[kind]
    assert "Stelle & Söhne" in mail.content["text"]
    assert "Stelle &amp; Söhne" in mail.content["html"]
    assert f'dir="{"rtl" if language == "ar" else "ltr"}"' in mail.content["html"]


def test_no_person_stands_in_subject_reference_or_footer(centre, inviter, outbox):
    add(centre, by=inviter, first_name="Ada", last_name="Muster")

    mail = outbox.get()
    for text in (mail.content["subject"], mail.reference):
        assert not any(word in text for word in ("Ada", "Muster", "Berta", "@"))
    assert inviter.email not in mail.content["text"] + mail.content["html"]


# --- the form ---


def test_an_editor_invites(editor, centre):
    response = editor.post(path(centre), PERSON)

    assert response.status_code == 302
    assert response["Location"] == entry(centre)
    user = User.objects.get(email="adalind@example.org")
    assert (user.get_full_name(), list(selectors.centres_of(user))) == ("Adalind Musterfrau", [centre])
    assert "hat sich noch nicht angemeldet" in editor.get(entry(centre)).content.decode()


def test_the_same_form_sent_again_changes_nothing_and_says_so(editor, centre):
    editor.post(path(centre), PERSON)
    before = state()

    response = editor.post(path(centre), PERSON, follow=True)

    assert state() == before
    assert "bereits" in response.content.decode()


def test_nothing_of_the_person_gets_into_logs_messages_and_addresses(editor, centre, caplog):
    with caplog.at_level(logging.DEBUG):
        response = editor.post(path(centre), PERSON)
        again = editor.post(path(centre), PERSON)

    told = [str(message) for answer in (response, again) for message in get_messages(answer.wsgi_request)]
    for text in (response["Location"], again["Location"], *told):
        assert not any(word in text for word in ("Adalind", "Musterfrau", "adalind"))
    assert not any(word in record.getMessage() for record in caplog.records for word in ("Adalind", "Musterfrau"))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"email": "keine Adresse"}, "name@example.org"),
        ({"email": ""}, "Schreiben Sie die Adresse, an die die Einladung geht."),
        ({"last_name": ""}, "Schreiben Sie den Namen der Person."),
        ({"language": "tlh"}, "tlh"),
        ({"email": "redaktion@example.org"}, "gehört zu Mitarbeitenden des Projekts"),
    ],
)
def test_bad_input_keeps_what_was_typed_and_changes_nothing(editor, centre, wrong, sentence):
    before, typed = state(), {**PERSON, **wrong}

    response = editor.post(path(centre), typed)

    text = response.content.decode()
    assert response.status_code == 200
    assert sentence in text
    assert 'value="Adalind"' in text
    assert not typed["email"] or f'value="{typed["email"]}"' in text
    assert state() == before


def test_a_centre_that_has_somebody_offers_no_invitation(editor, centre):
    user = make_user()
    user.groups.add(Group.objects.get(name=roles.CENTRE_MEMBER))
    User.objects.filter(pk=user.pk).update(last_login=timezone.now())
    assert path(centre) in editor.get(entry(centre)).content.decode()
    centre.members.add(user)

    assert path(centre) not in editor.get(entry(centre)).content.decode()
    response = editor.post(path(centre), PERSON)

    assert response.status_code == 200
    assert "Für diese Stelle" in response.content.decode()
    assert not User.objects.filter(email=PERSON["email"]).exists()


def test_a_centre_that_is_not_there_is_not_found(editor, centre):
    assert editor.post(reverse("upkeep_staff:invite", args=[0]), PERSON).status_code == 404


@pytest.mark.parametrize("role", [roles.TRANSLATOR, roles.CASE_STAFF, roles.COACH, roles.AUDITOR, roles.ADMINISTRATOR])
def test_nobody_but_editors_invites(centre, role, staff_client):
    client = staff_client(make_user(role))

    client.post(path(centre), PERSON)

    assert not centre.members.exists()


# --- taken back ---


def withdraw(client, centre, user):
    return client.post(reverse("upkeep_staff:withdraw", args=[centre.pk, user.pk]), follow=True)


def test_a_mistyped_invitation_is_taken_back_with_its_mail_and_account(editor, inviter, centre):
    add(centre, email="richtig@example.org", by=inviter)
    add(centre, email="vertippt@example.org", by=inviter)
    stranger = User.objects.get(email="vertippt@example.org")
    address = reverse("upkeep_staff:withdraw", args=[centre.pk, stranger.pk])
    assert address in editor.get(entry(centre)).content.decode()

    done, again = withdraw(editor, centre, stranger), withdraw(editor, centre, stranger)

    assert "Die Einladung ist zurückgenommen." in done.content.decode()
    assert "schon zurückgenommen" in again.content.decode()
    assert not User.objects.filter(pk=stranger.pk).exists()
    assert [mail.recipient for mail in OutgoingMail.objects.all()] == ["richtig@example.org"]
    step = UpkeepStep.objects.filter(centre=centre).first()
    assert (step.user, "vertippt" in step.note) == (inviter, False)


def test_who_came_stays(editor, centre):
    add(centre)
    user = User.objects.get(email="ada@example.org")
    User.objects.filter(pk=user.pk).update(last_login=timezone.now() - timedelta(days=400))
    assert "Einladung zurücknehmen" not in editor.get(entry(centre)).content.decode()

    response = withdraw(editor, centre, user)

    assert "handelt schon für die Stelle" in response.content.decode()
    assert list(centre.members.all()) == [user]


@pytest.mark.parametrize("keeps", ["another centre", "a record"])
def test_an_account_that_is_more_than_this_invitation_stays(inviter, centre, keeps):
    add(centre)
    user = User.objects.get(email="ada@example.org")
    if keeps == "another centre":
        add(make_centre("Andere"))
    else:
        make_case(assigned_to=user)

    assert members.withdraw(centre_id=centre.pk, user_id=user.pk, by=inviter) is True

    assert User.objects.filter(pk=user.pk).exists()
    assert not centre.members.exists()
    assert user.groups.exists() is (keeps == "another centre")


def test_nobody_of_another_centre_is_reached(inviter, centre):
    add(make_centre("Andere"))
    user = User.objects.get(email="ada@example.org")

    assert members.withdraw(centre_id=centre.pk, user_id=user.pk, by=inviter) is False

    assert user.centres.count() == 1
