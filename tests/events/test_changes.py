"""Other answers, another person in the same place, another date."""

from dataclasses import replace
from urllib.parse import urlsplit

import pytest

from events import changes, emails, selectors, services
from events.models import Needs, Registration
from portal import tokens
from portal.errors import DomainError
from tests.builders.events import (
    make_event,
    make_event_page,
    make_group,
    make_guest,
    make_quota,
    make_registration,
    make_session,
)

pytestmark = pytest.mark.django_db


def told(registration: Registration, **facts):
    return replace(services.guest_of(registration), **facts)


def kinds(outbox) -> list[str]:
    return [mail.template.rpartition("/")[2] for mail in outbox]


def test_other_answers_bring_no_mail_and_keep_the_place(outbox):
    registration = make_registration(make_event(), needs=["vegan"])
    outbox.all().delete()

    changes.change(registration_id=registration.pk, guest=told(registration, name="Ada", needs=["halal"], remark="x"))

    registration.refresh_from_db()
    assert (registration.name, registration.state, registration.number) == ("Ada", "confirmed", 1)
    assert (Needs.objects.get().codes, Needs.objects.get().remark) == (["halal"], "x")
    assert not outbox.exists()


def test_a_name_spelt_anew_is_no_other_person_the_links_and_the_calendar_entry_stay(outbox):
    registration = make_registration(make_event())
    before = registration.uid
    secret = tokens.issue(purpose="registration-place", subject=registration.subject, lifetime=services.RETENTION)
    outbox.all().delete()

    changes.change(registration_id=registration.pk, guest=told(registration, name="Someone Else"))

    registration.refresh_from_db()
    assert registration.name == "Someone Else"
    assert registration.uid == before
    assert tokens.subject_of(secret, purpose="registration-place") == registration.subject
    assert not outbox.exists()


def test_needs_that_are_taken_back_are_gone():
    registration = make_registration(make_event(), needs=["vegan"])

    changes.change(registration_id=registration.pk, guest=told(registration, needs=(), remark=""))

    assert not Needs.objects.exists()


def test_somebody_else_comes_in_the_place_and_both_are_told(outbox):
    registration = make_registration(make_event(capacity=1))
    before = registration.email
    secret = tokens.issue(purpose="registration-place", subject=registration.subject, lifetime=services.RETENTION)
    outbox.all().delete()

    changes.change(registration_id=registration.pk, guest=make_guest("bo@example.org"))

    assert kinds(outbox) == ["passed_on", "confirmed"]
    assert [mail.recipient for mail in outbox] == [before, "bo@example.org"]
    assert tokens.subject_of(secret, purpose="registration-place") is None
    old_uid = registration.uid
    registration.refresh_from_db()
    assert registration.uid != old_uid
    assert registration.event.taken == 1


def test_what_the_former_guest_told_does_not_stay_with_the_next_one():
    registration = make_registration(make_event(), needs=["vegan"], remark="x", answers={"topic": "mine"})

    changes.change(registration_id=registration.pk, guest=told(registration, email="bo@example.org"))

    registration.refresh_from_db()
    assert registration.answers == {}
    assert not Needs.objects.exists()


def test_a_guest_of_a_group_who_gets_an_address_stays_the_same_person():
    group = make_group(make_event(), [make_guest(), replace(make_guest(needs=["vegan"]), email="")])
    registration = group.registrations.order_by("number").last()

    changes.change(registration_id=registration.pk, guest=told(registration, email="bo@example.org"))

    assert Needs.objects.get().codes == ["vegan"]


def test_nobody_takes_the_place_of_one_who_is_registered_already():
    event = make_event()
    make_registration(event, email="ada@example.org")
    registration = make_registration(event)

    with pytest.raises(DomainError) as refusal:
        changes.change(registration_id=registration.pk, guest=make_guest("ADA@example.org"))

    assert refusal.value.code == "registered-before"


def test_answers_that_do_not_fit_a_quota_are_refused_and_everything_stays(outbox):
    event = make_event()
    make_quota(event, 1, "authority")
    make_registration(event, audience="authority")
    registration = make_registration(event, audience="other")
    outbox.all().delete()

    with pytest.raises(DomainError) as refusal:
        changes.change(registration_id=registration.pk, guest=told(registration, audience="authority", email="x@y.de"))

    assert refusal.value.code == "no-seats"
    assert Registration.objects.get(pk=registration.pk).audience == "other"
    assert not outbox.exists()


def test_from_on_site_to_online_frees_a_seat_for_the_next():
    event = make_event(mode="hybrid", capacity=1, online_capacity=1)
    first, second = make_registration(event), make_registration(event)

    changes.change(registration_id=first.pk, guest=told(first, is_online=True))

    event.refresh_from_db()
    assert (event.taken, event.online_taken, event.waiting) == (1, 1, 0)
    assert Registration.objects.get(pk=second.pk).is_confirmed


def test_other_workshops_free_the_seat_for_those_who_wished_for_it(outbox):
    event = make_event()
    small, other = make_session(event, capacity=1), make_session(event)
    first = make_registration(event, session_ids=[small.pk])
    second = make_registration(event, session_ids=[small.pk])
    outbox.all().delete()

    changes.change(registration_id=first.pk, guest=told(first, session_ids=[other.pk]))

    assert first.choices.get(seated=True).session == other
    assert second.choices.get(seated=True).session == small
    assert kinds(outbox) == ["workshop", "confirmed"]


def test_the_same_workshops_keep_their_seat_and_bring_no_mail(outbox):
    event = make_event()
    small = make_session(event, capacity=1)
    first = make_registration(event, session_ids=[small.pk])
    make_registration(event, session_ids=[small.pk])
    outbox.all().delete()

    changes.change(registration_id=first.pk, guest=told(first, session_ids=[small.pk], name="Bo"))

    assert first.choices.get(seated=True).session == small
    assert not outbox.exists()


def test_what_is_cancelled_or_over_cannot_be_changed():
    registration = make_registration(make_event())
    services.cancel(registration_id=registration.pk)
    called_off = make_registration(make_event())
    services.call_off(event_id=called_off.event_id)

    for gone in (registration, called_off):
        with pytest.raises(DomainError):
            changes.change(registration_id=gone.pk, guest=told(gone, name="x"))


def test_another_date_of_the_series_is_one_click_and_safe_to_repeat(site_tree, outbox):
    here, there = make_event(series="tour"), make_event(series="tour", capacity=1)
    make_event_page(site_tree, there)
    registration = make_registration(here, needs=["vegan"])
    outbox.all().delete()

    [other] = selectors.other_dates(here, language="de")
    moved = changes.change_date(registration_id=registration.pk, event_id=other.event.pk)
    again = changes.change_date(registration_id=registration.pk, event_id=other.event.pk)

    assert moved == again
    assert (moved.event, moved.state, moved.needs.codes) == (there, "confirmed", ["vegan"])
    here.refresh_from_db()
    assert here.taken == 0
    assert kinds(outbox) == ["confirmed", "cancelled"]


@pytest.mark.parametrize("facts", [{"series": ""}, {"series": "elsewhere"}])
def test_an_event_that_is_no_other_date_is_refused(facts):
    registration = make_registration(make_event(series="tour"))

    with pytest.raises(DomainError) as refusal:
        changes.change_date(registration_id=registration.pk, event_id=make_event(**facts).pk)

    assert refusal.value.code == "foreign-date"


def test_nobody_loses_a_place_to_a_date_that_is_full(outbox):
    here, there = make_event(series="tour"), make_event(series="tour", capacity=0)
    registration = make_registration(here)
    outbox.all().delete()

    with pytest.raises(DomainError):
        changes.change_date(registration_id=registration.pk, event_id=there.pk)

    assert Registration.objects.get().state == "confirmed"
    assert not outbox.exists()


def test_a_guest_without_an_address_needs_one_to_leave_the_group():
    here, there = make_event(series="tour"), make_event(series="tour")
    group = make_group(here, [make_guest(), replace(make_guest(), email="")])

    with pytest.raises(DomainError):
        changes.change_date(registration_id=group.registrations.last().pk, event_id=there.pk)


def decided(event, **facts) -> Registration:
    """Somebody staff accepted, with a place or in the line."""
    registration = make_registration(event, **facts)
    services.decide(registration_id=registration.pk, is_accepted=True, by=None)
    registration.refresh_from_db()
    return registration


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({"name": "Bo Bauer"}, "review"),
        ({"email": "bo@example.org"}, "review"),
        ({"organisation": "Other office"}, "review"),
        ({"audience": "authority"}, "review"),
        ({"name": "  ada-bauer "}, "confirmed"),
        ({"function": "Head", "needs": ["vegan"]}, "confirmed"),
    ],
)
def test_staff_decide_again_on_whom_they_have_not_seen(facts, state, outbox):
    event = make_event(capacity=1, access="approval", online_link="https://example.org/call")
    workshop = make_session(event)
    registration = decided(event, name="Ada Bauer", session_ids=[workshop.pk])
    outbox.all().delete()

    changes.change(registration_id=registration.pk, guest=told(registration, session_ids=[workshop.pk], **facts))

    registration.refresh_from_db()
    event.refresh_from_db()
    workshop.refresh_from_db()
    assert (registration.state, event.taken, workshop.taken) == (state, 1, 1)
    assert ("requested" in kinds(outbox)) == (state == "review")
    assert bool(selectors.online_link_of(registration)) == (state == "confirmed")


@pytest.mark.parametrize(("is_accepted", "state"), [(True, "confirmed"), (False, "cancelled")])
def test_a_change_in_a_group_is_decided_on_for_this_person_alone(is_accepted, state):
    group = make_group(make_event(access="approval"), 3)
    first, second, _unchanged = group.registrations.order_by("number")
    services.decide(registration_id=first.pk, is_accepted=True, by=None)
    for person in (first, second):
        person.refresh_from_db()
        changes.change(registration_id=person.pk, guest=told(person, name=f"Neu {person.number}"))

    services.decide(registration_id=first.pk, is_accepted=is_accepted, by=None)

    states = [row.state for row in group.registrations.order_by("number")]
    assert states == [state, "review", "confirmed"]


@pytest.mark.parametrize("is_accepted", [True, False])
def test_staff_agree_to_a_change_or_give_the_place_to_the_next_in_line(is_accepted, outbox):
    event = make_event(capacity=1, access="approval")
    workshop = make_session(event, capacity=1)
    registration, waiting = (decided(event, session_ids=[workshop.pk]) for _person in range(2))
    changes.change(registration_id=registration.pk, guest=told(registration, name="Bo", session_ids=[workshop.pk]))
    outbox.all().delete()

    services.decide(registration_id=registration.pk, is_accepted=is_accepted, by=None)

    registration.refresh_from_db()
    waiting.refresh_from_db()
    event.refresh_from_db()
    workshop.refresh_from_db()
    states = ("confirmed", "waitlisted") if is_accepted else ("cancelled", "confirmed")
    assert (registration.state, waiting.state) == states
    assert (event.taken, workshop.taken, event.waiting) == (1, 1, 1 if is_accepted else 0)
    assert kinds(outbox) == (["confirmed"] if is_accepted else ["rejected", "promoted"])
    calendar = outbox.first().content["attachments"][0]["mimetype"]
    assert calendar == f"text/calendar; method={'PUBLISH' if is_accepted else 'CANCEL'}"


def test_who_waits_keeps_the_number_while_staff_decide_again():
    event = make_event(capacity=1, access="approval")
    seated, first, second = (decided(event) for _person in range(3))

    changes.change(registration_id=first.pk, guest=told(first, name="Bo"))
    while_deciding = Registration.objects.get(pk=first.pk).state, type(event).objects.get(pk=event.pk).waiting
    services.decide(registration_id=first.pk, is_accepted=True, by=None)
    services.cancel(registration_id=seated.pk)

    first.refresh_from_db()
    second.refresh_from_db()
    assert while_deciding == ("requested", 1)
    assert (first.state, second.state) == ("confirmed", "waitlisted")


def test_where_everybody_may_come_a_change_needs_no_decision():
    registration = make_registration(make_event())

    changes.change(registration_id=registration.pk, guest=told(registration, name="Bo", organisation="Other"))

    registration.refresh_from_db()
    assert registration.is_confirmed


@pytest.mark.parametrize(("access", "is_told"), [("approval", True), ("open", False)])
def test_the_form_to_change_says_beforehand_that_staff_decide_again(access, is_told, client):
    registration = make_registration(make_event(access=access))

    page = client.get(f"{urlsplit(emails.place_link(registration)).path}aendern/")

    assert page.status_code == 200
    assert ("entscheidet das Team neu" in page.content.decode()) == is_told
