"""Staff's views in the CMS: who gets in, what is logged, seats that are added or taken away."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.template import Engine
from django.urls import reverse
from wagtail.models import GroupPagePermission, ModelLogEntry
from wagtail_localize.models import TranslationSource

from events import narrowing, services
from events.models import Event, Session
from portal import roles
from portal.models import User
from portal.page_translation import translate_page
from tests.builders.events import make_event, make_event_page, make_index_page, make_registration, make_session
from tests.privacy import sentinels

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_tree")]


@pytest.fixture(autouse=True)
def lenient_templates(monkeypatch):
    """Wagtail's own templates use variables that need not exist."""
    monkeypatch.setattr(Engine.get_default(), "string_if_invalid", "")


@pytest.fixture
def log_in(staff_client, site_tree):
    def as_role(role: str):
        user = User.objects.create_user(f"{role.replace(' ', '-')}@example.org", "a password for tests")
        user.groups.add(Group.objects.get(name=role))
        return staff_client(user)

    return as_role


def list_url(event: Event) -> str:
    return reverse("event_staff:registrations", args=[event.pk])


@pytest.mark.parametrize(
    "role", [roles.EDITOR, roles.TRANSLATOR, roles.CASE_STAFF, roles.COACH, roles.AUDITOR, roles.ADMINISTRATOR]
)
def test_nobody_but_event_staff_sees_registrations(log_in, role):
    event = make_event()
    registration = make_registration(event)
    client = log_in(role)
    addresses = (
        list_url(event),
        reverse("event_staff:cancel_registration", args=[event.pk, registration.pk]),
        reverse("event_staff:call_off", args=[event.pk]),
        reverse("events_event:edit", args=[event.pk]),
    )

    for address in addresses:
        for method in (client.get, client.post):
            response = method(address, follow=True)
            assert not sentinels.found_in(response.content.decode())

    registration.refresh_from_db()
    event.refresh_from_db()
    assert registration.is_confirmed
    assert event.cancelled_at is None


def test_the_public_does_not_see_registrations(client):
    event = make_event()
    make_registration(event)

    assert client.get(list_url(event)).status_code == 302


def test_event_staff_see_the_list_and_the_look_is_logged_without_a_name(log_in):
    event = make_event(capacity=1)
    for _number in range(3):
        make_registration(event)
    client = log_in(roles.EVENT_STAFF)

    response = client.get(list_url(event))

    rows = BeautifulSoup(response.content, "html.parser").select("table.listing tbody tr")
    assert [row.find_all("td")[6].get_text() for row in rows] == ["–", "1", "2"]
    assert sentinels.NAME in rows[0].get_text()
    assert "no-store" in response["Cache-Control"]
    entry = ModelLogEntry.objects.get(action="events.registrations_seen")
    assert entry.user is not None
    assert not sentinels.found_in(f"{entry.label} {entry.data}")


def test_the_list_takes_the_same_queries_for_one_and_for_twenty(log_in, django_assert_max_num_queries):
    event = make_event(capacity=30)
    client = log_in(roles.EVENT_STAFF)
    make_registration(event)
    client.get(list_url(event))
    with django_assert_max_num_queries(60) as one:
        client.get(list_url(event))
    for _number in range(19):
        make_registration(event)

    with django_assert_max_num_queries(len(one)):
        client.get(list_url(event))


def test_a_long_list_is_turned_page_by_page_and_the_waiting_list_counts_on(log_in, monkeypatch):
    monkeypatch.setattr(narrowing, "PER_PAGE", 4)
    event = make_event(capacity=2)
    for _number in range(9):
        make_registration(event)
    client = log_in(roles.EVENT_STAFF)

    places = []
    for number in ("1", "2", "3"):
        response = client.get(list_url(event), {"p": number})
        rows = BeautifulSoup(response.content, "html.parser").select("table.listing tbody tr")
        places += [row.find_all("td")[6].get_text() for row in rows]

    assert places == ["–", "–", "1", "2", "3", "4", "5", "6", "7"]


@pytest.mark.parametrize("number", ["0", "-1", "99999999999999999999", "x", "²", "", "\x00"])
def test_an_odd_number_of_a_page_is_no_error(log_in, number):
    event = make_event()
    make_registration(event)

    assert log_in(roles.EVENT_STAFF).get(list_url(event), {"p": number}).status_code == 200


def test_staff_cancel_and_the_next_moves_up(log_in, outbox):
    event = make_event(capacity=1)
    first, second = make_registration(event), make_registration(event)
    client = log_in(roles.EVENT_STAFF)
    address = reverse("event_staff:cancel_registration", args=[event.pk, first.pk])

    client.get(address)
    first.refresh_from_db()
    still_in = first.is_confirmed
    client.post(address)
    client.post(address)

    first.refresh_from_db()
    second.refresh_from_db()
    assert still_in
    assert (first.state, second.state) == ("cancelled", "confirmed")
    move = first.moves.last()
    assert (move.reason, move.by.email) == ("by-staff", "event-staff@example.org")
    assert ModelLogEntry.objects.filter(action="events.registration_cancelled").count() == 1


def test_a_registration_of_another_event_is_not_there(log_in):
    event, other = make_event(), make_event()
    registration = make_registration(other)
    client = log_in(roles.EVENT_STAFF)

    address = reverse("event_staff:cancel_registration", args=[event.pk, registration.pk])

    assert client.post(address).status_code == 404
    registration.refresh_from_db()
    assert registration.is_confirmed


def test_staff_call_off_an_event(log_in, outbox):
    event = make_event()
    make_registration(event)
    client = log_in(roles.EVENT_STAFF)
    outbox.all().delete()

    client.post(reverse("event_staff:call_off", args=[event.pk]))

    event.refresh_from_db()
    assert event.cancelled_at
    assert outbox.get().template == "events/emails/called_off"


def form_data(client, event: Event) -> dict:
    """What the edit form would send back unchanged."""
    response = client.get(reverse("events_event:edit", args=[event.pk]))
    assert response.status_code == 200
    data = {}
    soup = BeautifulSoup(response.content, "html.parser")
    for field in soup.select("form[id] input[name], form input[name]"):
        if field.get("type") not in ("checkbox", "radio", "submit") and "__prefix__" not in field["name"]:
            data[field["name"]] = field.get("value", "")
    for field in soup.select("form select[name]"):
        chosen = field.find("option", selected=True)
        data[field["name"]] = chosen["value"] if chosen else ""
    return data


def save(client, event: Event, **changes):
    return client.post(reverse("events_event:edit", args=[event.pk]), {**form_data(client, event), **changes})


def test_seats_that_are_added_go_to_those_who_wait(log_in):
    event = make_event(capacity=1)
    people = [make_registration(event) for _number in range(3)]
    client = log_in(roles.EVENT_STAFF)

    response = save(client, event, capacity="2")

    assert response.status_code == 302
    event.refresh_from_db()
    assert (event.capacity, event.taken, event.waiting) == (2, 2, 1)
    people[1].refresh_from_db()
    assert people[1].is_confirmed


def test_seats_that_are_taken_cannot_be_taken_away(log_in):
    event = make_event(capacity=3)
    for _number in range(2):
        make_registration(event)
    client = log_in(roles.EVENT_STAFF)

    response = save(client, event, capacity="1")

    assert response.status_code == 200
    event.refresh_from_db()
    assert event.capacity == 3


def test_another_place_raises_the_version_of_the_calendar_entry_and_another_host_does_not(log_in):
    event = make_event()
    client = log_in(roles.EVENT_STAFF)

    save(client, event, host="Another host")
    event.refresh_from_db()
    after_host = event.sequence
    save(client, event, venue_name="Another hall")
    event.refresh_from_db()

    assert (after_host, event.sequence) == (0, 1)


def test_a_workshop_somebody_chose_cannot_be_deleted(log_in):
    event = make_event()
    workshop = make_session(event)
    make_registration(event, session_ids=[workshop.pk])
    client = log_in(roles.EVENT_STAFF)

    response = save(client, event, **{"sessions-0-DELETE": "on"})

    assert response.status_code == 200
    assert Session.objects.filter(pk=workshop.pk).exists()


def test_event_staff_may_not_delete_events(log_in):
    event = make_event()
    client = log_in(roles.EVENT_STAFF)

    client.post(reverse("events_event:delete", args=[event.pk]))

    assert Event.objects.filter(pk=event.pk).exists()


def test_an_event_with_registrations_is_not_deleted_and_the_answer_says_what_to_do(staff_client):
    event = make_event()
    make_registration(event)
    client = staff_client(User.objects.create_superuser("root@example.org", "a password for tests"))

    response = client.post(reverse("events_event:delete", args=[event.pk]), follow=True)

    assert response.status_code == 200
    assert Event.objects.filter(pk=event.pk).exists()


def test_the_list_of_events_shows_seats_at_a_glance(log_in):
    event = make_event(capacity=2)
    for _number in range(3):
        make_registration(event)
    services.promote(event_id=event.pk)
    client = log_in(roles.EVENT_STAFF)

    response = client.get(reverse("events_event:index"))

    cells = [cell.get_text(strip=True) for cell in BeautifulSoup(response.content, "html.parser").select("main td")]
    assert cells[-3:] == ["2", "2", "1"]
    assert list_url(event) in response.content.decode()


def test_the_list_is_narrowed_by_state_and_audience_and_keeps_each_place_in_line(log_in):
    event = make_event(capacity=1)
    make_registration(event, audience="authority")
    make_registration(event, audience="authority")
    last = make_registration(event, audience="volunteer")
    client = log_in(roles.EVENT_STAFF)

    def shown(**filters) -> list[list[str]]:
        soup = BeautifulSoup(client.get(list_url(event), filters).content, "html.parser")
        return [[cell.get_text(strip=True) for cell in row.select("td")] for row in soup.select("tbody tr")]

    assert len(shown()) == 3
    assert len(shown(state="waitlisted")) == 2
    assert len(shown(state="waitlisted", audience="authority")) == 1
    ((number, *_rest, position, _action),) = shown(state="waitlisted", audience="volunteer")
    assert (number, position) == (last.reference, "2")
    assert len(shown(state="nonsense")) == 3
    assert shown(state="cancelled") == []


def test_an_empty_choice_says_so(log_in):
    event = make_event()
    make_registration(event)

    page = log_in(roles.EVENT_STAFF).get(list_url(event), {"state": "cancelled"}).content.decode()

    assert "Auf diese Auswahl passt niemand." in page
    assert "Noch hat sich niemand angemeldet." not in page


def test_event_staff_write_about_events_in_every_language_and_about_nothing_else(log_in, site_tree):
    client = log_in(roles.EVENT_STAFF)
    page = make_event_page(site_tree, make_event())
    index = make_index_page(site_tree)
    home = index.get_parent().specific
    translate_page(home, "en", {home.title: "Start", home.lead: "What it is about."})
    english = translate_page(index, "en", {index.title: "Events"})
    source = TranslationSource.objects.get(object_id=home.translation_key)
    theirs = [
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        reverse("wagtailadmin_pages:add", args=["events", "eventpage", english.pk]),
        f"/cms/localize/submit/page/{page.pk}/",
    ]
    not_theirs = [
        reverse("wagtailadmin_pages:edit", args=[home.pk]),
        reverse("wagtailadmin_pages:add", args=["home", "standardpage", home.pk]),
        f"/cms/localize/submit/page/{home.pk}/",
        f"/cms/localize/update/{source.pk}/",
    ]
    user = User.objects.get(email="event-staff@example.org")

    assert [client.get(address).status_code for address in theirs] == [200] * 3
    assert [client.get(address).status_code for address in not_theirs] == [302] * 4
    assert page.permissions_for_user(user).can_publish()
    roles.create_roles()
    assert GroupPagePermission.objects.filter(group__name=roles.EVENT_STAFF).count() == 2 * 3
