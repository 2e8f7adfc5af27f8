"""The published rule of the waiting list, by itself."""

from hypothesis import given
from hypothesis import strategies as st

from events.line import Party, choose

POOLS = ("seats", "online", "quota:1", "organisation:a")
PARTIES = st.lists(st.dictionaries(st.sampled_from(POOLS), st.integers(1, 4), min_size=1), max_size=12).map(
    lambda needs: [Party(number=number, needs=need) for number, need in enumerate(needs, 1)]
)
FREE = st.fixed_dictionaries({pool: st.integers(-2, 10) for pool in POOLS})


def numbers(parties) -> list[int]:
    return [party.number for party in parties]


def seats(*sizes: int) -> list[Party]:
    return [Party(number=number, needs={"seats": size}) for number, size in enumerate(sizes, 1)]


def test_a_group_that_does_not_fit_is_not_passed_by_one_that_would():
    chosen, closed = choose(seats(1, 3, 1), {"seats": 3})

    assert numbers(chosen) == [1]
    assert closed == {"seats"}


def test_who_waits_for_a_quota_only_holds_nobody_else_up():
    line = [
        Party(1, {"seats": 1, "quota:1": 1}),
        Party(2, {"seats": 1}),
        Party(3, {"seats": 1, "quota:1": 1}),
    ]

    chosen, closed = choose(line, {"seats": 5, "quota:1": 0})

    assert numbers(chosen) == [2]
    assert closed == {"quota:1"}


@given(PARTIES, FREE)
def test_no_pool_gives_more_than_it_has(line, free):
    chosen, _closed = choose(line, free)

    for pool in POOLS:
        assert sum(party.needs.get(pool, 0) for party in chosen) <= max(free[pool], 0)


@given(PARTIES, FREE)
def test_nobody_who_waits_could_have_been_placed_without_passing_somebody(line, free):
    chosen, closed = choose(line, free)
    left = {pool: free[pool] - sum(party.needs.get(pool, 0) for party in chosen) for pool in POOLS}

    first = next((party for party in line if party not in chosen), None)
    if first:
        assert any(people > left[pool] for pool, people in first.needs.items())
    for party in line:
        if party not in chosen:
            assert closed & set(party.needs)


@given(PARTIES, FREE)
def test_what_was_settled_stays_settled(line, free):
    chosen, _closed = choose(line, free)
    left = {pool: free[pool] - sum(party.needs.get(pool, 0) for party in chosen) for pool in POOLS}
    waiting = [party for party in line if party not in chosen]

    assert choose(waiting, left)[0] == []


@given(PARTIES, FREE)
def test_nobody_is_passed_for_a_pool_they_wait_for(line, free):
    chosen, _closed = choose(line, free)
    taken = dict.fromkeys(POOLS, 0)
    for place, party in enumerate(line):
        if party in chosen:
            for pool, people in party.needs.items():
                taken[pool] += people
            continue
        short = {pool for pool, people in party.needs.items() if people > free[pool] - taken[pool]}
        behind = [later for later in line[place + 1 :] if later in chosen]
        assert not [later for later in behind if short & set(later.needs)]
