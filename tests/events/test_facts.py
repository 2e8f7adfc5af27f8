"""Facts of an event that hang together; what of its guests is deleted first."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from events import services
from events.models import Event, Group, Needs, Quota, Registration
from portal import tokens
from tests.builders.events import make_event, make_group, make_registration
from tests.builders.programmes import make_centre

pytestmark = pytest.mark.django_db


def test_the_venue_takes_its_address_from_the_directory_where_nothing_is_typed():
    centre = make_centre("Rathaus", street="Am Markt 1", postcode="90513", city="Zirndorf")
    event = make_event(venue_name="", venue_place="", venue_centre=centre)

    event.full_clean()

    assert event.address == "Rathaus, Am Markt 1, 90513 Zirndorf"


def test_a_typed_address_of_the_venue_stays():
    centre = make_centre("Rathaus", street="Am Markt 1", postcode="90513", city="Zirndorf")
    event = make_event(venue_name="Saal", venue_place="Fürth", venue_centre=centre)

    event.full_clean()

    assert event.address == "Saal, Fürth"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"mode": "on-site", "online_capacity": 5}, "online_capacity"),
        ({"access": "code", "invitation_code": ""}, "invitation_code"),
        ({"group_size": 0}, "group_size"),
        ({"group_size": 500}, "group_size"),
        ({"per_organisation": 0}, "per_organisation"),
        ({"offer_hours": 0}, "offer_hours"),
    ],
)
def test_facts_that_contradict_each_other_are_refused_with_the_field_named(facts, field):
    event = make_event()
    for name, value in facts.items():
        setattr(event, name, value)

    with pytest.raises(ValidationError) as refusal:
        event.full_clean()

    assert field in refusal.value.message_dict


@pytest.mark.parametrize("facts", [{"mode": "online", "online_capacity": 0}, {"online_capacity": 0}])
def test_seats_online_that_are_taken_stay_counted_apart(facts):
    event = make_event(mode="hybrid", online_capacity=5)
    make_registration(event, is_online=True)
    event.refresh_from_db()
    for name, value in facts.items():
        setattr(event, name, value)

    with pytest.raises(ValidationError) as refusal:
        event.full_clean()

    assert "online_capacity" in refusal.value.message_dict


def test_more_seats_online_than_there_are_cannot_be_stored():
    event = make_event(mode="hybrid", online_capacity=1)

    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(online_taken=2)


def test_a_quota_counts_somebody():
    with pytest.raises(ValidationError) as refusal:
        Quota(event=make_event(), audiences=[], capacity=3).full_clean()

    assert "audiences" in refusal.value.message_dict


def test_an_offer_without_an_end_cannot_be_stored():
    registration = make_registration(make_event())

    with pytest.raises(IntegrityError), transaction.atomic():
        Registration.objects.filter(pk=registration.pk).update(state="offered", offered_until=None)


def over_since(event: Event, days: int) -> None:
    end = timezone.now() - timedelta(days=days)
    Event.objects.filter(pk=event.pk).update(starts_at=end - timedelta(hours=2), ends_at=end)


def test_needs_are_deleted_14_days_after_the_event_and_the_registration_stays():
    kept, gone = make_event(), make_event()
    for event in (kept, gone):
        make_registration(event, needs=["vegan"], remark="x")
    over_since(kept, 13)
    over_since(gone, 15)

    services.purge()

    assert [needs.registration.event for needs in Needs.objects.all()] == [kept]
    assert Registration.objects.count() == 2


def test_a_group_is_deleted_with_its_registrations_and_its_link():
    event = make_event()
    group = make_group(event, 2)
    secret = tokens.issue(purpose="group-places", subject=group.subject, lifetime=timedelta(days=300))
    over_since(event, 91)

    assert services.purge() == 2

    assert not Group.objects.exists()
    assert tokens.subject_of(secret, purpose="group-places") is None


@pytest.mark.ignore_template_errors
@pytest.mark.parametrize(("facts", "is_told"), [({"venue_place": "Fürth"}, True), ({"host": "Somebody else"}, False)])
def test_guests_are_told_of_another_place_and_of_nothing_that_does_not_concern_them(
    event_staff, outbox, facts, is_told
):
    end = timezone.now().replace(second=0, microsecond=0) + timedelta(days=31)
    event = make_event(ends_at=end)
    registration = make_registration(event)
    outbox.all().delete()
    start, end = (f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" for moment in (event.starts_at, event.ends_at))
    data = {
        "kind": event.kind,
        "slug": event.slug,
        "starts_at": start,
        "ends_at": end,
        "mode": event.mode,
        "venue_name": event.venue_name,
        "venue_place": event.venue_place,
        "capacity": 10,
        "online_capacity": 0,
        "group_size": 10,
        "access": "open",
        "asks_needs": "on",
        **{
            f"{name}-{count}_FORMS": 0 for name in ("sessions", "quotas", "questions") for count in ("TOTAL", "INITIAL")
        },
        **facts,
    }

    response = event_staff.post(reverse("events_event:edit", args=[event.pk]), data)

    assert response.status_code == 302
    assert [mail.template for mail in outbox] == (["events/emails/changed"] if is_told else [])
    registration.refresh_from_db()
    assert registration.sequence == int(is_told)
