"""The rule of the waiting list, as it is published: first come first served, groups are kept together, and nobody is
passed by for a seat they could have.

Seats come from pools: the seats of the event on site, those online, the quotas, and the most places one organisation
can have. A party (one person, or people who registered together) is placed when all its pools have enough for all of
it. A pool that has too little for a party is closed for everybody behind, so that a small party does not take, seat by
seat, what a larger one waits for; whoever needs nothing of a closed pool may pass.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count

from events.models import Event, Registration
from events.states import RegistrationState

SEATS, ONLINE = "seats", "online"


@dataclass(frozen=True)
class Party:
    """People who are placed together: the number of the first of them, how many seats of which pool, their keys."""

    number: int
    needs: Mapping[str, int]
    people: tuple[int, ...] = ()


def choose(line: Iterable[Party], free: Mapping[str, int]) -> tuple[list[Party], set[str]]:
    """Who gets the free seats, and the pools somebody still waits for. ``line`` stands in its order."""
    left, chosen, closed = dict(free), [], set()
    for party in line:
        short = {pool for pool, people in party.needs.items() if people > left[pool]}
        if short or closed.intersection(party.needs):
            closed |= short
            continue
        for pool, people in party.needs.items():
            left[pool] -= people
        chosen.append(party)
    return chosen, closed


class Pools:
    """The pools of one event as they are now. Whoever asks holds the event."""

    def __init__(self, event: Event):
        self.event = event
        self.quotas = list(event.quotas.all())

    def needs(self, people: Iterable[Registration]) -> Counter:
        """How many seats of which pool these people take together."""
        return sum((self._needs_of(person) for person in people), Counter())

    def _needs_of(self, person: Registration) -> Counter:
        pools = Counter([ONLINE if self.event.counts_online_apart and person.is_online else SEATS])
        pools.update(f"quota:{quota.pk}" for quota in self.quotas if person.audience in quota.audiences)
        if self.event.per_organisation and person.organisation_fingerprint:
            pools[f"organisation:{person.organisation_fingerprint}"] += 1
        return pools

    def free(self, needs: Iterable[str]) -> dict[str, int]:
        """What is left of these pools."""
        organisations = [pool.partition(":")[2] for pool in needs if pool.startswith("organisation:")]
        return {
            SEATS: self.event.capacity - self.event.taken,
            ONLINE: self.event.online_capacity - self.event.online_taken,
            **self._free_of_quotas(),
            **self._free_of(organisations),
        }

    def _free_of_quotas(self) -> dict[str, int]:
        """Negative where a quota was lowered below what was taken: nobody gets in until it is met again."""
        if not self.quotas:
            return {}
        seated = self.event.registrations.holding_a_seat().order_by()
        taken = dict(seated.values_list("audience").annotate(Count("pk")))
        return {
            f"quota:{quota.pk}": quota.capacity - sum(taken.get(code, 0) for code in quota.audiences)
            for quota in self.quotas
        }

    def _free_of(self, organisations: list[str]) -> dict[str, int]:
        if not organisations:
            return {}
        seated = self.event.registrations.holding_a_seat().filter(organisation_fingerprint__in=organisations)
        taken = dict(seated.order_by().values_list("organisation_fingerprint").annotate(Count("pk")))
        most = self.event.per_organisation
        return {f"organisation:{mark}": most - taken.get(mark, 0) for mark in organisations}

    def largest(self, pool: str) -> int:
        """How many people the pool could hold if it were empty."""
        if pool.startswith("quota:"):
            return next(quota.capacity for quota in self.quotas if f"quota:{quota.pk}" == pool)
        if pool.startswith("organisation:"):
            return self.event.per_organisation
        return self.event.online_capacity if pool == ONLINE else self.event.capacity

    def line(self) -> list[Party]:
        """Who waits, by parties, first in line first. Reads nothing that is encrypted."""
        waiting = self.event.registrations.filter(state=RegistrationState.WAITLISTED).order_by("number")
        people = waiting.only("number", "group_id", "audience", "is_online", "organisation_fingerprint", "event_id")
        parties: dict[object, list[Registration]] = {}
        for person in people:
            parties.setdefault(("group", person.group_id) if person.group_id else person.pk, []).append(person)
        return [
            Party(number=party[0].number, needs=self.needs(party), people=tuple(person.pk for person in party))
            for party in parties.values()
        ]

    def free_for(self, line: Iterable[Party]) -> dict[str, int]:
        return self.free({pool for party in line for pool in party.needs})

    def has_room(self, needs: Mapping[str, int]) -> tuple[bool, set[str]]:
        """Whether somebody who comes now can be placed without passing anybody, and the pools that are too short."""
        free = self.free(needs)
        short = {pool for pool, people in needs.items() if people > free[pool]}
        if short or self._is_awaited(needs):
            return False, short
        if not self.event.waiting:
            return True, set()
        last = Party(number=self.event.last_number + 1, needs=needs)
        line = [*self.line(), last]
        return last in choose(line, self.free_for(line))[0], set()

    def _is_awaited(self, needs: Mapping[str, int]) -> bool:
        return (SEATS in needs and self.event.seats_awaited) or (ONLINE in needs and self.event.online_awaited)
