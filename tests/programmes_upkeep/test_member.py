"""A member and the entry of their own centre; an entry of another centre is not there."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal import roles
from portal.models import User
from programmes.models.centres import Centre
from programmes.models.upkeep import GroupConfirmation, UpkeepTask
from programmes.upkeep import facts, proposals
from tests.builders.cases import make_user
from tests.builders.referral import filled, main_form
from tests.builders.upkeep import make_full_centre

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_tree")]
BACKEND = "django.contrib.auth.backends.ModelBackend"


def member_of(*centres) -> tuple[User, Client]:
    user, client = make_user(), Client()
    for centre in centres:
        centre.members.add(user)
    client.force_login(user, backend=BACKEND)
    return user, client


def paths(centre) -> list[str]:
    return [
        reverse("upkeep_member:entry", args=[centre.public_id]),
        reverse("upkeep_member:group", args=[centre.public_id, "contact"]),
    ]


def test_a_member_confirms_a_group_of_the_own_entry():
    centre = make_full_centre()
    _user, client = member_of(centre)
    entry, _group = paths(centre)

    assert client.get(entry).status_code == 200
    assert client.post(entry, {"group": "hours"}).status_code == 302

    assert list(GroupConfirmation.objects.values_list("group", "side")) == [("hours", "centre")]


def test_a_member_proposes_and_sees_what_became_of_it():
    centre = make_full_centre()
    _user, client = member_of(centre)
    entry, group = paths(centre)
    form = filled(main_form(client.get(group).content.decode()), {})

    client.post(group, {**form, "street": "Neue Gasse 5"})

    task = UpkeepTask.objects.get()
    assert task.centre == centre
    text = client.get(entry).content.decode()
    assert task.reference in text
    assert "no-store" in client.get(entry)["Cache-Control"]


def test_a_centre_says_how_long_people_wait():
    centre = make_full_centre()
    _user, client = member_of(centre)
    group = reverse("upkeep_member:group", args=[centre.public_id, "hours"])
    form = filled(main_form(client.get(group).content.decode()), {})

    client.post(group, {**form, "waiting_time": "longer"})

    task = UpkeepTask.objects.get()
    assert task.proposal.changes == {"waiting_time": {"old": "unknown", "new": "longer"}}
    seen = proposals.fingerprint_of(task.proposal, facts.snapshot(centre.pk))
    proposals.decide(task_id=task.pk, accepted=["waiting_time"], user=make_user(), seen=seen)
    centre = Centre.objects.get()
    assert (centre.waiting_time, centre.waiting_time_on) == ("longer", timezone.localdate())


def test_a_form_without_an_answer_about_the_waiting_time_changes_none():
    centre = make_full_centre(waiting_time="week", waiting_time_on="2026-01-01")
    _user, client = member_of(centre)
    group = reverse("upkeep_member:group", args=[centre.public_id, "hours"])
    form = filled(main_form(client.get(group).content.decode()), {})
    del form["waiting_time"]

    client.post(group, {**form, "note": "Freitags ist zu."})

    assert UpkeepTask.objects.get().proposal.changes == {}


def test_a_centre_keeps_its_direct_line_from_the_public():
    centre = make_full_centre()
    _user, client = member_of(centre)
    entry, group = paths(centre)
    form = filled(main_form(client.get(group).content.decode()), {})

    client.post(group, {**form, "restricted_contacts": ["telephone"]})

    task = UpkeepTask.objects.get()
    assert task.proposal.changes == {"restricted_contacts": {"old": [], "new": ["telephone"]}}
    now = facts.snapshot(centre.pk)
    (row,) = proposals.diff(task.proposal, now)
    assert (row.old, row.new) == ([], ["Telefon"])
    seen = proposals.fingerprint_of(task.proposal, now)
    proposals.decide(task_id=task.pk, accepted=["restricted_contacts"], user=make_user(), seen=seen)
    assert Centre.objects.get().public_telephone == ""
    assert "Kontakte nur für angemeldete Personen" in client.get(entry).content.decode()
    ticked = BeautifulSoup(client.get(group).content, "html.parser").select("[name=restricted_contacts][checked]")
    assert [box["value"] for box in ticked] == ["telephone"]


def test_the_page_says_how_complete_the_entry_is():
    centre = make_full_centre()

    text = member_of(centre)[1].get(paths(centre)[0]).content.decode()

    assert "11 von 13 Angaben sind bekannt (84 %)" in " ".join(text.split())


def test_another_centre_is_answered_like_none_and_nothing_happens():
    own, foreign = make_full_centre("Eigene"), make_full_centre("Fremde")
    _user, client = member_of(own)
    nowhere = "00000000-0000-4000-8000-000000000000"
    for path in paths(foreign):
        missing = path.replace(str(foreign.public_id), nowhere)
        for method in (client.get, client.post):
            there, gone = method(path, {"group": "all"}), method(missing, {"group": "all"})
            assert there.status_code == gone.status_code == 404
            assert there.content.replace(str(foreign.public_id).encode(), nowhere.encode()) == gone.content

    assert not GroupConfirmation.objects.exists()


def test_visitors_log_in_first_and_staff_have_no_business_here(staff_client):
    centre = make_full_centre()
    editor = staff_client(make_user(roles.EDITOR))
    for path in paths(centre):
        assert Client().get(path)["Location"].startswith("/bereich/anmelden/")
        assert editor.get(path).status_code == 403


def test_whoever_is_no_member_any_more_is_out_at_once():
    centre = make_full_centre()
    user, client = member_of(centre, make_full_centre("Zweite"))
    centre.members.remove(user)

    assert client.get(paths(centre)[0]).status_code == 404


def test_the_area_of_the_centres_leads_to_the_entry():
    centre = make_full_centre()

    assert paths(centre)[0] in member_of(centre)[1].get("/bereich/").content.decode()
