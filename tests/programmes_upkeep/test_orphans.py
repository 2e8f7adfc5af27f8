"""Entries nobody stands behind: who counts as somebody, and what the report says."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal import roles
from portal.models import User
from programmes.models.centres import Organisation
from programmes.models.upkeep import Upkeep
from programmes.upkeep import orphans
from tests.builders.cases import make_user
from tests.builders.programmes import make_centre

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
REPORT = reverse("upkeep_staff:orphans")
ORGANISATIONS = reverse("upkeep_staff:orphaned_organisations")
YEAR = timedelta(days=365)


@pytest.fixture
def editor(site_tree, staff_client):
    return staff_client(make_user(roles.EDITOR))


def make_member(centre, *, seen: timedelta | None, **facts) -> User:
    user = make_user()
    last_login = None if seen is None else timezone.now() - seen
    User.objects.filter(pk=user.pk).update(last_login=last_login, **facts)
    centre.members.add(user)
    return user


def names(**chosen) -> list[str]:
    return [centre.name for centre in orphans.orphaned_centres(**chosen)]


# --- who counts ---


def test_a_centre_nobody_is_a_member_of_and_nobody_can_write_to_is_listed():
    make_centre("Leer")

    assert names() == ["Leer"]


@pytest.mark.parametrize(
    ("seen", "facts", "listed"),
    [
        (timedelta(days=30), {}, False),
        (YEAR - timedelta(days=2), {}, False),
        (YEAR + timedelta(days=2), {}, True),
        (None, {}, True),
        (timedelta(days=30), {"is_active": False}, True),
    ],
    ids=["lately", "almost a year ago", "more than a year ago", "never", "switched off"],
)
def test_only_a_member_who_comes_counts_as_somebody(seen, facts, listed):
    make_member(make_centre("Leer"), seen=seen, **facts)

    assert names() == (["Leer"] if listed else [])


def test_one_member_who_comes_is_enough():
    centre = make_centre("Leer")
    make_member(centre, seen=2 * YEAR)
    make_member(centre, seen=timedelta(days=1))

    assert names() == []


def test_a_member_of_another_centre_does_not_count():
    make_centre("Leer")
    make_member(make_centre("Andere"), seen=timedelta(days=1))

    assert names() == ["Leer"]


def test_hidden_entries_are_nobodys_worry():
    make_centre("Leer", is_public=False)

    assert names() == []
    assert names(mail_works=True) == []


@pytest.mark.parametrize(
    ("public_address", "upkeep", "works"),
    [
        ("", None, False),
        ("", {}, False),
        ("buero@example.org", None, True),
        ("buero@example.org", {}, True),
        ("", {"email": "buero@example.org"}, True),
        ("buero@example.org", {"mail_failed": True}, False),
    ],
)
def test_an_address_that_works_lets_the_office_be_asked(public_address, upkeep, works):
    centre = make_centre("Leer", email=public_address)
    if upkeep is not None:
        Upkeep.objects.create(centre=centre, **upkeep)

    assert (names(), names(mail_works=True)) == (([], ["Leer"]) if works else (["Leer"], []))


def test_organisations_without_a_public_entry_are_counted_with_their_hidden_ones():
    Organisation.objects.create(name="Verwaist e. V.")
    make_centre("Versteckt", is_public=False, run_by="Mit versteckter Stelle")
    make_centre("Sichtbar", run_by="Mit Stelle")

    found = [(organisation.name, organisation.hidden) for organisation in orphans.orphaned_organisations()]

    assert found == [("Mit versteckter Stelle", 1), ("Verwaist e. V.", 0)]


# --- the report ---


def test_the_report_says_what_is_left_and_leads_to_the_entry_and_the_invitation(editor):
    centre = make_centre("Stelle & Söhne")
    make_member(centre, seen=None)
    make_member(centre, seen=2 * YEAR, is_active=False)
    Upkeep.objects.create(centre=centre, mail_failed=True)

    text = editor.get(REPORT).content.decode()

    assert "Stelle &amp; Söhne" in text
    assert "(1 Zugang abgeschaltet)" in text
    assert "Mails kommen nicht an" in text
    assert f'href="{reverse("upkeep_staff:entry", args=[centre.pk])}"' in text
    assert f'href="{reverse("upkeep_staff:invite", args=[centre.pk])}"' in text


def test_the_report_names_no_member(editor):
    user = make_member(make_centre("Leer"), seen=None)

    assert user.email not in editor.get(REPORT).content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, {"Ohne alles"}),
        ({"mail": "works"}, {"Mit Adresse"}),
        ({"text": "ohne"}, {"Ohne alles"}),
        ({"text": "nirgends"}, set()),
        ({"mail": "nonsense", "text": "\x00", "p": "x"}, {"Ohne alles"}),
    ],
)
def test_the_report_is_filtered(editor, query, found):
    make_centre("Ohne alles"), make_centre("Mit Adresse", email="buero@example.org")

    text = editor.get(REPORT, query).content.decode()

    assert {name for name in ("Ohne alles", "Mit Adresse") if name in text} == found


def test_one_page_holds_thirty(editor):
    for number in range(31):
        make_centre(f"Stelle {number:02}", run_by=f"Träger {number:02}")
        Organisation.objects.create(name=f"Verein {number:02}")

    assert "Stelle 30" not in editor.get(REPORT).content.decode()
    assert "Stelle 30" in editor.get(REPORT, {"p": 2}).content.decode()
    assert "Verein 30" not in editor.get(ORGANISATIONS).content.decode()
    assert "Verein 30" in editor.get(ORGANISATIONS, {"p": 2}).content.decode()


def test_the_reports_take_the_same_number_of_queries_for_one_and_for_twenty_rows(editor):
    counts = []
    for number in (1, 19):
        for one in range(number):
            centre = make_centre(f"Stelle {number} {one}", run_by=f"Träger {number} {one}")
            make_member(centre, seen=2 * YEAR)
            Upkeep.objects.create(centre=centre)
            Organisation.objects.create(name=f"Verein {number} {one}")
        for path in (REPORT, ORGANISATIONS):
            editor.get(path)
            with CaptureQueriesContext(connection) as queries:
                editor.get(path)
            counts.append(len(queries))

    assert counts[:2] == counts[2:]


def test_the_list_of_tasks_leads_to_the_report(editor):
    assert f'href="{REPORT}"' in editor.get(reverse("upkeep_staff:tasks")).content.decode()
