"""At the door: marks that come twice, late and from two devices; who is found; what an address and a log may hold."""

import itertools
import json
import uuid
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from events import services as event_services
from events.attendance import presence, services
from events.attendance.paper import Certificates
from events.models import CheckIn, WalkIn
from events.states import MoveReason
from portal.errors import DomainError
from tests.builders.attendance import check_in, make_walk_in, mark
from tests.builders.events import make_event, make_event_page, make_registration
from tests.privacy import sentinels

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_tree"), pytest.mark.ignore_template_errors]


def door(event) -> str:
    return reverse("event_staff:check_in", args=[event.pk])


def batch_url(event) -> str:
    return reverse("event_staff:marks", args=[event.pk])


def is_there(registration) -> bool:
    return presence.named_by(registration.event, registration.reference).is_there


def names(response) -> list[str]:
    soup = BeautifulSoup(response.content, "html.parser")
    return [name.get_text(strip=True) for name in soup.select("[data-guest] .door__name")]


# --- marks -----------------------------------------------------------------------------------------------------------


def test_a_mark_that_is_sent_twice_is_stored_once():
    registration = make_registration(make_event())
    one = mark(registration)

    for _time in range(2):
        services.take_marks(event_id=registration.event_id, marks=[one])

    assert CheckIn.objects.count() == 1
    assert is_there(registration)


def test_marks_of_two_devices_make_the_same_state_in_every_order():
    now = timezone.now()
    event = make_event()
    for order in itertools.permutations(range(3)):
        registration = make_registration(event)
        marks = [
            mark(registration, at=now - timedelta(minutes=9)),
            mark(registration, is_there=False, at=now - timedelta(minutes=5)),
            mark(registration, at=now - timedelta(minutes=7)),
        ]
        for number in order:
            services.take_marks(event_id=event.pk, marks=[marks[number]])

        assert not is_there(registration), order


def test_of_two_marks_of_one_moment_the_same_one_counts_in_every_order():
    at = timezone.now() - timedelta(minutes=1)
    event = make_event()
    states = []
    for order in (1, -1):
        registration = make_registration(event)
        low, high = uuid.UUID(int=order + 10), uuid.UUID(int=order + 100)
        marks = [
            services.Mark(low, registration.reference, True, at),
            services.Mark(high, registration.reference, False, at),
        ]
        for one in marks[::order]:
            services.take_marks(event_id=event.pk, marks=[one])
        states.append(is_there(registration))

    assert states == [False, False]


@pytest.mark.parametrize("wrong_by", [timedelta(hours=5), timedelta(hours=-5)])
def test_a_wrong_clock_of_a_device_is_set_right_by_the_moment_it_sends(wrong_by):
    now = timezone.now()
    registration = make_registration(make_event())
    late = mark(registration, is_there=False, at=now - timedelta(minutes=10) + wrong_by)
    services.take_marks(event_id=registration.event_id, marks=[mark(registration, at=now - timedelta(minutes=20))])

    services.take_marks(event_id=registration.event_id, marks=[late], sent_at=now + wrong_by)

    assert not is_there(registration)
    services.take_marks(event_id=registration.event_id, marks=[mark(registration, at=now - timedelta(minutes=5))])
    assert is_there(registration)


def test_no_mark_lies_in_the_future_where_nothing_could_take_it_back():
    registration = make_registration(make_event())

    services.take_marks(
        event_id=registration.event_id, marks=[mark(registration, at=timezone.now() + timedelta(days=400))]
    )
    services.take_marks(event_id=registration.event_id, marks=[mark(registration, is_there=False)])

    assert not is_there(registration)


def test_a_reference_of_another_event_is_refused_and_the_rest_is_stored():
    event = make_event()
    here, elsewhere = make_registration(event), make_registration(make_event())

    unknown = services.take_marks(event_id=event.pk, marks=[mark(here), mark(elsewhere)])

    assert unknown == {elsewhere.reference}
    assert is_there(here)
    assert not is_there(elsewhere)


def test_who_cancelled_and_came_all_the_same_is_counted_as_there_and_not_as_expected():
    registration = make_registration(make_event())
    event_services.cancel(registration_id=registration.pk, reason=MoveReason.OWN_WISH)

    check_in(registration)

    assert presence.counts_of(registration.event) == presence.DoorCounts(expected=0, there=1, walk_ins=0)
    assert [guest.registration.pk for guest in presence.guests_of(registration.event)] == [registration.pk]


# --- the list --------------------------------------------------------------------------------------------------------


def test_the_list_shows_who_has_a_place_by_name_and_counts_on_top(event_staff):
    event = make_event(capacity=2)
    for name in ("zoe Anders", "Ada Beier", "Wartet Noch"):
        make_registration(event, name=name)
    check_in(event.registrations.holding_a_seat().order_by("number")[0])
    make_walk_in(event)

    response = event_staff.get(door(event))

    assert names(response) == ["Ada Beier", "zoe Anders"]
    counts = [count.get_text() for count in BeautifulSoup(response.content, "html.parser").select(".door-counts dd")]
    assert counts == ["2", "1", "1"]


def test_a_button_marks_and_leads_back_to_the_row(event_staff):
    event = make_event()
    registration = make_registration(event)
    soup = BeautifulSoup(event_staff.get(door(event)).content, "html.parser")
    form = soup.select_one("form[data-mark]")
    data = {field["name"]: field["value"] for field in form.select("input")}

    for _time in range(2):
        response = event_staff.post(form["action"], {**data, "mark": "there"})

    assert response["Location"] == f"{door(event)}#{registration.reference}"
    assert is_there(registration)
    assert CheckIn.objects.get().by.email == "event-staff@example.org"

    event_staff.post(door(event), {**data, "uid": uuid.uuid4(), "mark": "away"})

    assert not is_there(registration)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"mark": "there"},
        {"mark": "there", "uid": "x", "reference": "V-1"},
        {"mark": "gone", "uid": str(uuid.uuid4()), "reference": "V-1"},
        {"mark": "there", "uid": str(uuid.uuid4()), "reference": "V-\x00"},
        {"mark": "there", "uid": str(uuid.uuid4()), "reference": "x" * 5000},
        {"mark": "there", "uid": str(uuid.uuid4()), "reference": "V-22222-22222"},
    ],
)
def test_a_form_that_makes_no_sense_gets_a_sentence(event_staff, data):
    event = make_event()

    response = event_staff.post(door(event), data, follow=True)

    assert response.status_code == 200
    assert BeautifulSoup(response.content, "html.parser").select(".messages .error")
    assert not CheckIn.objects.exists()


@pytest.mark.parametrize("query", ["muller", "MÜLLER wexel", "mueller", "wexelbrunn müller"])
def test_people_are_found_by_name_and_organisation(event_staff, query):
    event = make_event()
    make_registration(event, name="Änne Müller")
    make_registration(event, name="Zoe Anders", organisation="Amt")
    expected = ["Änne Müller"] if query != "muller" else []

    response = event_staff.post(door(event), {"find": "1", "q": query})

    assert names(response) == expected
    assert "no-store" in response["Cache-Control"]


def test_people_are_found_by_number_with_and_without_hyphens(event_staff):
    event = make_event()
    registration = make_registration(event, name="Änne Müller")
    make_registration(event, name="Zoe Anders")

    for query in (registration.reference, registration.reference.lower().replace("-", ""), registration.reference[:8]):
        assert names(event_staff.post(door(event), {"find": "1", "q": query})) == ["Änne Müller"]


def test_arabic_names_are_found(event_staff):
    event = make_event()
    make_registration(event, name="محمد الأحمد")
    make_registration(event, name="Zoe Anders")

    assert names(event_staff.post(door(event), {"find": "1", "q": "محمد"})) == ["محمد الأحمد"]


@pytest.mark.parametrize("query", ["\x00", "x" * 9000, "%", "' OR 1=1", "\ud800".encode("utf-8", "replace").decode()])
def test_an_odd_search_is_no_error(event_staff, query):
    event = make_event()
    make_registration(event)

    assert event_staff.post(door(event), {"find": "1", "q": query}).status_code == 200


def test_no_name_stands_in_an_address_and_the_search_takes_none():
    """The form of the search is sent by POST; what an address could hold is a number."""
    event = make_event()
    make_registration(event)

    assert sentinels.found_in(door(event)) == ""


def test_a_search_in_the_address_searches_nothing(event_staff):
    event = make_event()
    make_registration(event, name="Ada Beier")

    assert names(event_staff.get(door(event), {"q": "niemand"})) == ["Ada Beier"]


def test_the_list_takes_the_same_queries_for_one_and_for_twenty(event_staff):
    numbers = []
    for guests in (1, 20):
        event = make_event(capacity=30)
        for _number in range(guests):
            check_in(make_registration(event))
        event_staff.get(door(event))
        with CaptureQueriesContext(connection) as statements:
            event_staff.get(door(event))
        numbers.append(len(statements))

    assert numbers[0] == numbers[1]


def test_every_look_and_mark_is_logged_without_a_name(event_staff):
    event = make_event()
    registration = make_registration(event)

    event_staff.get(door(event))
    event_staff.get(door(event), {"r": registration.reference})
    event_staff.post(door(event), {"find": "1", "q": sentinels.NAME})
    event_staff.post(door(event), {"mark": "there", "uid": uuid.uuid4(), "reference": registration.reference})

    entries = ModelLogEntry.objects.filter(action__startswith="events.").order_by("pk")
    assert [entry.action for entry in entries] == [
        "events.check_in_seen",
        "events.guest_seen",
        "events.check_in_seen",
        "events.attendance_marked",
    ]
    assert not any(sentinels.found_in(f"{entry.label} {entry.data}") for entry in entries)


# --- codes -----------------------------------------------------------------------------------------------------------


def test_a_code_asks_and_only_the_button_marks(event_staff):
    event = make_event()
    registration = make_registration(event)

    response = event_staff.get(door(event), {"r": registration.reference})

    soup = BeautifulSoup(response.content, "html.parser")
    assert sentinels.NAME in soup.select_one(".door-question").get_text()
    assert not CheckIn.objects.exists()
    data = {field["name"]: field["value"] for field in soup.select(".door-question input")}
    event_staff.post(door(event), {**data, "mark": "there"})
    assert is_there(registration)


def test_a_code_says_that_somebody_has_no_place(event_staff):
    event = make_event(capacity=1)
    make_registration(event)
    waiting = make_registration(event)

    page = event_staff.get(door(event), {"r": waiting.reference}).content.decode()

    assert "door-question__warning" in page


@pytest.mark.parametrize("reference", ["V-22222-22222", "nonsense", "\x00", "x" * 3000, "٣٤"])
def test_an_unknown_code_says_so_and_shows_the_list(event_staff, reference):
    event = make_event()
    make_registration(event, name="Ada Beier")

    response = event_staff.get(door(event), {"r": reference})

    assert names(response) == ["Ada Beier"]
    assert BeautifulSoup(response.content, "html.parser").select(".messages .error")


def test_a_code_of_another_event_names_nobody(event_staff):
    elsewhere = make_registration(make_event())

    page = event_staff.get(door(make_event()), {"r": elsewhere.reference}).content.decode()

    assert not sentinels.found_in(page)


# --- batches ---------------------------------------------------------------------------------------------------------


def send(client, event, body):
    return client.post(batch_url(event), body, content_type="application/json")


def test_a_batch_is_stored_once_however_often_it_is_sent(event_staff):
    event = make_event()
    first, second = make_registration(event), make_registration(event)
    now = timezone.now().isoformat()
    marks = [
        {"id": str(uuid.uuid4()), "reference": one.reference, "mark": "there", "at": now} for one in (first, second)
    ]
    marks.append({**marks[0], "id": str(uuid.uuid4()), "reference": "V-22222-22222"})

    answers = [send(event_staff, event, json.dumps({"sent_at": now, "marks": marks})).json() for _time in range(2)]

    assert answers[0] == answers[1]
    assert answers[0] == {"stored": [marks[0]["id"], marks[1]["id"]], "refused": [marks[2]["id"]], "there": 2}
    assert CheckIn.objects.count() == 2


WHOLE = {"id": str(uuid.uuid4()), "reference": "V-22222-22222", "mark": "there", "at": "2026-11-26T10:00:00Z"}


@pytest.mark.parametrize(
    "body",
    [
        "",
        "no json",
        "[]",
        "{}",
        '{"marks": 1}',
        '{"marks": [1]}',
        json.dumps({"marks": [{**WHOLE, "id": "x"}]}),
        json.dumps({"marks": [{**WHOLE, "mark": "maybe"}]}),
        json.dumps({"marks": [{**WHOLE, "at": "yesterday"}]}),
        json.dumps({"marks": [{**WHOLE, "at": "2026-11-26T10:00:00"}]}),
        json.dumps({"marks": [{**WHOLE, "at": "0001-01-01T00:00:00+23:59"}]}),
        json.dumps({"marks": [{**WHOLE, "reference": 7}]}),
        json.dumps({"marks": [WHOLE] * 1001}),
        json.dumps({"marks": [WHOLE], "sent_at": 5}),
        b"\xff\xfe",
    ],
)
def test_a_batch_nobody_can_read_changes_nothing(event_staff, body):
    event = make_event()

    response = send(event_staff, event, body)

    assert response.status_code == 400
    assert response.json()["error"]


def test_a_batch_is_taken_from_nobody_else(client):
    event = make_event()
    registration = make_registration(event)
    one = {**WHOLE, "reference": registration.reference}

    assert send(client, event, json.dumps({"marks": [one]})).status_code == 302
    assert not CheckIn.objects.exists()


# --- guests without registration -------------------------------------------------------------------------------------


def walk_in_data(**changes) -> dict:
    told = {"name": sentinels.NAME, "organisation": sentinels.ORGANISATION, "audience": "volunteer", "language": "ar"}
    return {"uid": str(uuid.uuid4()), **told, **changes}


def test_a_guest_without_registration_is_noted_once(event_staff):
    event = make_event()
    data = walk_in_data()

    for _time in range(2):
        response = event_staff.post(reverse("event_staff:walk_in", args=[event.pk]), data)

    assert response["Location"] == door(event)
    guest = WalkIn.objects.get()
    assert (guest.name, guest.organisation, guest.audience) == (sentinels.NAME, sentinels.ORGANISATION, "volunteer")
    assert presence.counts_of(event).walk_ins == 1
    (certificate,) = Certificates(event, [], [guest]).certificates
    assert [words.language for words in certificate.wordings] == ["ar", "de"]


@pytest.mark.parametrize(
    "changes", [{"name": ""}, {"audience": "x"}, {"audience": ""}, {"language": "xx"}, {"name": "x" * 5000}]
)
def test_what_is_missing_gets_a_sentence_and_the_rest_stays(event_staff, changes):
    event = make_event()

    response = event_staff.post(reverse("event_staff:walk_in", args=[event.pk]), walk_in_data(**changes))

    soup = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 200
    assert soup.select(".w-field__errors .error-message, .error-message")
    assert soup.select_one("input[name=organisation]")["value"] == sentinels.ORGANISATION
    assert not WalkIn.objects.exists()


def test_nobody_is_added_to_an_event_whose_people_are_deleted():
    event = make_event(starts_at=timezone.now() - timedelta(days=120))

    with pytest.raises(DomainError):
        make_walk_in(event)


def test_a_guest_noted_by_mistake_is_removed_after_a_question(event_staff):
    event = make_event()
    guest = make_walk_in(event)
    address = reverse("event_staff:remove_walk_in", args=[event.pk, guest.pk])

    event_staff.get(address)
    assert WalkIn.objects.exists()
    for _time in range(2):
        assert event_staff.post(address)["Location"] == door(event)

    assert not WalkIn.objects.exists()
    assert event_staff.get(address).status_code == 200


def test_a_guest_of_another_event_stays():
    guest = make_walk_in(make_event())

    services.remove_walk_in(event_id=make_event().pk, walk_in_id=guest.pk)

    assert WalkIn.objects.exists()


# --- the code on the receipt -----------------------------------------------------------------------------------------


def receipt_of(client, registration) -> BeautifulSoup:
    address = reverse("events:receipt", args=[registration.event.slug, registration.reference])
    return BeautifulSoup(client.get(address).content, "html.parser")


def test_the_receipt_of_a_place_shows_the_code_for_the_door(client, site_tree):
    event = make_event(capacity=1)
    make_event_page(site_tree, event)
    confirmed, waiting = make_registration(event), make_registration(event)

    assert receipt_of(client, confirmed).select_one("img.check-in-code")["src"].startswith("data:image/svg+xml")
    assert not receipt_of(client, waiting).select("img.check-in-code")


def test_the_receipt_of_an_online_event_shows_none(client, site_tree):
    event = make_event(mode="online")
    make_event_page(site_tree, event)

    assert not receipt_of(client, make_registration(event)).select("img.check-in-code")
