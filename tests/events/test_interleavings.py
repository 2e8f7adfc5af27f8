"""Everything that can happen to the seats of an event, in any order; after each step the promises hold."""

import random
from datetime import timedelta

import pytest
from django.db.models import Count, F
from django.utils import timezone

from events import changes, services
from events.line import Pools, choose
from events.models import Event, Registration, Session, SessionChoice
from events.states import UNDECIDED, Audience
from portal.errors import DomainError
from tests.builders.events import make_event, make_group, make_guest, make_quota, make_registration, make_session

pytestmark = pytest.mark.django_db
ACTIVE = ("requested", "waitlisted", "offered", "confirmed", "review")
OFFICES = ("Caritas Würzburg", "Diakonie Nürnberg", "Stadt Augsburg", "")


class Story:
    """One event and whatever comes to its mind."""

    def __init__(self, seed: int):
        self.chance = random.Random(seed)
        self.event = make_event(
            mode="hybrid",
            capacity=self.chance.randrange(3, 9),
            online_capacity=self.chance.randrange(1, 4),
            per_organisation=self.chance.choice([None, 3]),
            offer_hours=self.chance.choice([None, 12]),
            confirm_address=self.chance.choice([False, False, True]),
            access="approval" if seed % 2 else "open",
            group_size=4,
        )
        make_quota(self.event, 3, "authority", "project")
        self.workshops = [make_session(self.event, capacity=2), make_session(self.event, capacity=1)]

    def one_of(self, **states) -> Registration | None:
        found = list(self.event.registrations.filter(**states).order_by("number"))
        return self.chance.choice(found) if found else None

    def guest(self) -> dict:
        return {
            "audience": self.chance.choice(Audience.values),
            "organisation": self.chance.choice(OFFICES),
            "is_online": self.chance.random() < 0.3,
            "session_ids": [w.pk for w in self.chance.sample(self.workshops, self.chance.randrange(3))],
        }

    def register(self):
        make_registration(self.event, **self.guest())

    def register_group(self):
        make_group(self.event, [make_guest(**self.guest()) for _number in range(self.chance.randrange(2, 5))])

    def cancel(self):
        if found := self.one_of(state__in=ACTIVE):
            services.cancel(registration_id=found.pk)

    def cancel_group(self):
        if found := self.one_of(group__isnull=False):
            services.cancel_group(group_id=found.group_id)

    def accept(self):
        if found := self.one_of(state="offered"):
            services.accept(registration_id=found.pk)

    def lapse(self):
        if found := self.one_of(state="offered"):
            same = {"group": found.group_id} if found.group_id else {"pk": found.pk}
            over = timezone.now() - timedelta(seconds=1)
            Registration.objects.filter(**same, state="offered").update(offered_until=over)
            services.lapse()

    def change(self):
        if found := self.one_of(state__in=ACTIVE):
            told = {**vars(services.guest_of(found)), **self.guest()}
            changes.change(registration_id=found.pk, guest=services.Guest(**told))

    def decide(self):
        if found := self.one_of(state__in=UNDECIDED):
            is_accepted = self.chance.random() < 0.8
            services.decide(registration_id=found.pk, is_accepted=is_accepted, by=None)

    def move_up(self):
        if found := self.one_of(state="waitlisted"):
            services.move_up(registration_id=found.pk, by=None, note="Speaker")

    def edit(self):
        """Staff raise and lower the seats, as far as the form lets them."""
        event = Event.objects.get(pk=self.event.pk)
        event.capacity = max(event.taken, event.capacity + self.chance.randrange(-2, 4))
        event.online_capacity = max(event.online_taken, 1, event.online_capacity + self.chance.randrange(-1, 2))
        event.save()
        services.follow_up_edit(event_id=event.pk, is_moved=False)

    def close_or_open(self):
        closes = self.chance.choice([None, timezone.now() - timedelta(minutes=1)])
        Event.objects.filter(pk=self.event.pk).update(registration_closes_at=closes)

    STEPS = (
        (register, 8), (register_group, 3), (cancel, 6), (cancel_group, 1), (accept, 3), (lapse, 2), (change, 4),
        (decide, 9), (move_up, 1), (edit, 2), (close_or_open, 1),
    )  # fmt: skip

    def step(self) -> str:
        steps, weights = zip(*self.STEPS, strict=True)
        [step] = self.chance.choices(steps, weights)
        try:
            step(self)
        except DomainError as refusal:
            return f"{step.__name__}: {refusal.messages[0]}"
        return step.__name__


def broken_promises(event: Event) -> list[str]:
    event = Event.objects.get(pk=event.pk)
    people = list(event.registrations.order_by("number"))
    seated = [person for person in people if person.has_a_seat]
    pools = Pools(event)
    line = pools.line()
    shares = event.registrations.holding_a_seat().exclude(organisation_fingerprint="").order_by()
    largest_share = max(
        (n for _mark, n in shares.values_list("organisation_fingerprint").annotate(Count("pk"))), default=0
    )
    groups = {}
    for person in people:
        if person.group_id and not person.is_cancelled:
            groups.setdefault(person.group_id, set()).add(person.state)
    workshops = Session.objects.filter(event=event)
    given = dict(SessionChoice.objects.filter(seated=True).order_by().values_list("session").annotate(Count("pk")))
    promises = {
        "the counter on site": event.taken == sum(not person.is_online for person in seated) <= event.capacity,
        "the counter online": event.online_taken == sum(person.is_online for person in seated) <= event.online_capacity,
        "the counter of the line": event.waiting == sum(person.is_waiting for person in people),
        "the quota": sum(person.audience in ("authority", "project") for person in seated) <= 3,
        "the share of an organisation": largest_share <= (event.per_organisation or len(people)),
        "nobody waits who could be placed": choose(line, pools.free_for(line))[0] == [],
        # Where staff decide, somebody who changes who they are waits for that alone.
        "groups stay together": event.access == "approval" or all(len(states) == 1 for states in groups.values()),
        "numbers without gaps": [person.number for person in people] == list(range(1, event.last_number + 1)),
        "the counters of workshops": all(w.taken == given.get(w.pk, 0) <= w.capacity for w in workshops),
        "no workshop for who has no place": not SessionChoice.objects.filter(seated=True)
        .exclude(registration__state__in=["confirmed", "review"])
        .exists(),
        "no workshop seat free that somebody waits for": not SessionChoice.objects.filter(
            seated=False, registration__state="confirmed", session__taken__lt=F("session__capacity")
        )
        .exclude(registration__choices__seated=True)
        .exists(),
    }
    return [promise for promise, is_kept in promises.items() if not is_kept]


def tell(seed: int, steps: int) -> None:
    story, told = Story(seed), []
    for _number in range(steps):
        told.append(story.step())
        broken = broken_promises(story.event)
        assert broken == [], f"seed {seed}: {told[-8:]}"


@pytest.mark.parametrize("seed", range(4))
def test_after_every_step_the_promises_hold(seed):
    tell(seed, 60)


@pytest.mark.fault
@pytest.mark.parametrize("seed", range(100, 150))
def test_after_ten_thousand_steps_the_promises_hold(seed):
    tell(seed, 200)
