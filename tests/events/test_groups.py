"""Several people of one office: placed together, each with a place of their own afterwards."""

import uuid
from dataclasses import replace

import pytest

from events import services
from events.models import Event, Group, Needs, Registration
from events.services import Contact
from portal.errors import DomainError
from tests.builders.events import make_event, make_group, make_guest, make_quota, make_registration, make_session

pytestmark = pytest.mark.django_db


def states(event: Event) -> str:
    """Initials in the order of registration."""
    return "".join(state[0] for state in event.registrations.order_by("number").values_list("state", flat=True))


def counts(event: Event) -> tuple[int, int]:
    event.refresh_from_db()
    return event.taken, event.waiting


def test_a_group_gets_seats_together_and_each_their_own_mail(outbox):
    event = make_event(capacity=5)

    group = make_group(event, 3)

    assert states(event) == "ccc"
    assert counts(event) == (3, 0)
    assert [mail.template.rpartition("/")[2] for mail in outbox] == ["confirmed"] * 3 + ["group"]
    assert outbox.last().recipient == group.contact_email


def test_a_group_that_does_not_fit_waits_together_and_is_not_passed():
    event = make_event(capacity=4)
    make_registration(event)
    make_registration(event)

    make_group(event, 3)
    late = make_registration(event)

    assert states(event) == "ccwwww"
    assert late.is_waiting
    assert counts(event) == (2, 4)


def test_a_group_moves_up_once_there_is_room_for_all_of_it(outbox):
    event = make_event(capacity=3)
    first, second = make_registration(event), make_registration(event)
    make_group(event, 3)
    outbox.all().delete()

    services.cancel(registration_id=first.pk)
    half_way = states(event)
    services.cancel(registration_id=second.pk)

    assert half_way == "ccwww"
    assert [r.state for r in event.registrations.order_by("number")] == ["cancelled"] * 2 + ["confirmed"] * 3
    assert [mail.template.rpartition("/")[2] for mail in outbox].count("promoted") == 3


def test_one_who_leaves_a_waiting_group_may_make_it_fit():
    event = make_event(capacity=3)
    make_registration(event)
    group = make_group(event, 3)
    member = group.registrations.first()

    services.cancel(registration_id=member.pk)

    assert [r.state for r in group.registrations.order_by("number")] == ["cancelled", "confirmed", "confirmed"]


def test_the_same_form_sent_again_is_the_same_group(outbox):
    event, form = make_event(), uuid.uuid4()
    contact = Contact(name="Office", email="office@example.org")
    guests = [make_guest(), make_guest()]

    groups = {
        services.register_group(
            event_id=event.pk, submission=form, contact=contact, guests=guests, language="de"
        ).reference
        for _time in range(5)
    }

    assert len(groups) == 1
    assert (Group.objects.count(), Registration.objects.count(), outbox.count()) == (1, 2, 3)


def test_guests_without_an_address_get_their_mails_by_the_contact(outbox):
    event = make_event(capacity=2)
    group = make_group(event, [make_guest(), without_address()])
    outbox.all().delete()

    services.cancel(registration_id=group.registrations.last().pk)

    assert [mail.recipient for mail in outbox] == [group.contact_email]


def without_address():
    return replace(make_guest(), email="")


def test_many_without_an_address_may_come():
    event = make_event()

    make_group(event, [without_address(), without_address(), without_address()])

    assert states(event) == "ccc"


def test_an_address_stands_once_in_a_group():
    with pytest.raises(DomainError) as refusal:
        make_group(make_event(), [make_guest("ada@example.org"), make_guest("ADA@example.org")])

    assert refusal.value.code == "address-twice"
    assert not Group.objects.exists()


@pytest.mark.parametrize(
    ("facts", "code"), [({"group_size": 2}, "group-too-large"), ({"capacity": 2}, "party-too-large")]
)
def test_a_group_that_could_never_come_is_told_so(facts, code):
    event = make_event(**facts)

    with pytest.raises(DomainError) as refusal:
        make_group(event, 3)

    assert refusal.value.code == code
    assert not Registration.objects.exists()


def test_everybody_has_workshops_and_needs_of_their_own():
    event = make_event()
    workshop = make_session(event, capacity=1)

    group = make_group(
        event,
        [make_guest(session_ids=[workshop.pk], needs=["step-free"]), make_guest(session_ids=[workshop.pk], remark="…")],
    )

    first, second = group.registrations.order_by("number")
    assert first.choices.get().seated
    assert not second.choices.get().seated
    assert [needs.codes for needs in Needs.objects.order_by("registration__number")] == [["step-free"], []]


def test_a_whole_group_cancels_and_the_next_group_moves_up():
    event = make_event(capacity=3)
    first, second = make_group(event, 3), make_group(event, 3)

    services.cancel_group(group_id=first.pk)

    assert {r.state for r in second.registrations.all()} == {"confirmed"}
    with pytest.raises(DomainError):
        services.cancel_group(group_id=first.pk)


def test_a_quota_keeps_seats_for_the_others():
    event = make_event(capacity=10)
    make_quota(event, 2, "authority", "project")

    people = [
        make_registration(event, audience=audience) for audience in ("authority", "project", "authority", "other")
    ]

    assert [person.state for person in people] == ["confirmed", "confirmed", "waitlisted", "confirmed"]
    event.refresh_from_db()
    assert event.phase() == "open"
    services.cancel(registration_id=people[0].pk)
    assert states(event) == "cccc"


def test_a_lowered_quota_lets_nobody_in_until_it_is_met_again():
    event = make_event(capacity=10)
    quota = make_quota(event, 3, "authority")
    people = [make_registration(event, audience="authority") for _number in range(4)]
    type(quota).objects.update(capacity=1)

    services.cancel(registration_id=people[0].pk)
    services.cancel(registration_id=people[1].pk)
    held = Registration.objects.get(pk=people[3].pk).state
    services.cancel(registration_id=people[2].pk)

    assert held == "waitlisted"
    assert Registration.objects.get(pk=people[3].pk).state == "confirmed"


def test_an_organisation_gets_no_more_than_its_share_however_it_is_spelt():
    event = make_event(per_organisation=2)
    names = ("Caritas Würzburg", "CARITAS-Würzburg", " caritas  würzburg", "Diakonie")

    people = [make_registration(event, organisation=name) for name in names]

    assert [person.state for person in people] == ["confirmed", "confirmed", "waitlisted", "confirmed"]


def test_people_without_an_organisation_are_not_counted_together():
    event = make_event(per_organisation=1)

    assert [make_registration(event, organisation="").state for _number in range(3)] == ["confirmed"] * 3


def test_seats_online_and_on_site_are_counted_apart():
    event = make_event(mode="hybrid", capacity=1, online_capacity=1)

    people = [make_registration(event, is_online=is_online) for is_online in (False, True, True, False)]

    assert [person.state for person in people] == ["confirmed", "confirmed", "waitlisted", "waitlisted"]
    event.refresh_from_db()
    assert (event.taken, event.online_taken, event.waiting) == (1, 1, 2)
    assert event.phase() == "full"
    services.cancel(registration_id=people[1].pk)
    assert Registration.objects.get(pk=people[2].pk).state == "confirmed"
    assert Registration.objects.get(pk=people[3].pk).state == "waitlisted"
