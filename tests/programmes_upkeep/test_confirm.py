"""Dates by group of facts, and the one date readers see."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from portal.errors import DomainError
from programmes.models.centres import Centre
from programmes.models.upkeep import GroupConfirmation, Upkeep, UpkeepStep
from programmes.upkeep import selectors, services
from programmes.upkeep.states import FieldGroup, LadderState, Side
from tests.builders.programmes import make_centre
from tests.builders.upkeep import make_confirmed_centre, make_full_centre

pytestmark = pytest.mark.django_db
GROUPS = FieldGroup.values


def confirm(centre, groups=GROUPS, **facts):
    return services.confirm(centre_id=centre.pk, groups=groups, side=Side.CENTRE, **facts)


def test_readers_see_no_date_before_every_group_has_one(clock):
    centre = make_full_centre()

    confirm(centre, GROUPS[:-1])
    assert not Centre.objects.get().facts_confirmed

    confirm(centre, GROUPS[-1:])
    centre = Centre.objects.get()
    assert (centre.facts_confirmed, centre.confirmed_on) == (True, timezone.localdate())


def test_readers_see_the_date_of_the_oldest_group(clock):
    centre = make_confirmed_centre()
    first = timezone.localdate()
    clock.forward(days=30)

    confirm(centre, ["hours"])

    assert Centre.objects.get().confirmed_on == first
    assert GroupConfirmation.objects.get(group="hours").confirmed_on == first + timedelta(days=30)


def test_the_same_confirmation_twice_is_one(clock):
    centre = make_full_centre()

    confirm(centre, ["hours"])
    confirm(centre, ["hours"])

    assert GroupConfirmation.objects.count() == 1
    assert UpkeepStep.objects.filter(groups=["hours"]).count() == 1


def test_a_confirmation_is_never_made_older(clock):
    centre = make_confirmed_centre()

    confirm(centre, ["hours"], on=timezone.localdate() - timedelta(days=9))

    assert GroupConfirmation.objects.get(group="hours").confirmed_on == timezone.localdate()


def test_with_the_hours_the_waiting_time_is_as_of_the_day(clock):
    centre = make_full_centre(waiting_time="week", waiting_time_on="2026-01-01")

    confirm(centre, ["contact"])
    before = Centre.objects.get().waiting_time_on
    confirm(centre, ["hours"])

    assert before == date(2026, 1, 1)
    assert Centre.objects.get().waiting_time_on == timezone.localdate()


@pytest.mark.parametrize("make", [make_full_centre, make_confirmed_centre])
def test_everything_is_right_of_a_centre_that_told_a_waiting_time(clock, make):
    """The day of the waiting time is moved with the centre, and takes no confirmation back."""
    centre = make(waiting_time="week", waiting_time_on="2026-01-01")
    clock.forward(days=30)

    confirm(centre)

    today, centre = timezone.localdate(), Centre.objects.get()
    assert (centre.facts_confirmed, centre.confirmed_on, centre.waiting_time_on) == (True, today, today)
    dates = GroupConfirmation.objects.values_list("confirmed_on", "side")
    assert list(dates) == [(today, Side.CENTRE)] * len(GROUPS)


def test_a_waiting_time_nobody_told_stays_untold(clock):
    confirm(make_full_centre())

    assert Centre.objects.get().waiting_time_on is None


def test_an_unknown_group_is_refused():
    with pytest.raises(DomainError):
        confirm(make_full_centre(), ["nonsense"])


def test_a_round_is_complete_only_with_the_last_group(clock):
    centre = make_confirmed_centre()
    clock.forward(days=200)
    services.ask(centre_id=centre.pk)

    confirm(centre, GROUPS[:5])
    assert Upkeep.objects.get().state == LadderState.ASKED

    confirm(centre, GROUPS[5:])
    assert Upkeep.objects.get().state == LadderState.CONFIRMED


def test_an_old_confirmation_does_not_count_for_a_new_round(clock):
    centre = make_confirmed_centre()
    clock.forward(days=200)
    services.ask(centre_id=centre.pk)

    assert services.answered_groups(Upkeep.objects.get()) == {}


# --- the boxes in the CMS ---


def test_ticking_confirmed_in_the_cms_dates_every_group(clock):
    centre = make_full_centre()
    centre.facts_confirmed, centre.confirmed_on = True, timezone.localdate()
    centre.save()

    assert set(GroupConfirmation.objects.values_list("group", "side")) == {(group, "staff") for group in GROUPS}
    upkeep = Upkeep.objects.get()
    assert (upkeep.state, upkeep.due_on) == ("confirmed", services.months_later(timezone.localdate(), 6))


def test_taking_the_tick_away_takes_the_dates_away(clock):
    centre = make_confirmed_centre()
    centre.facts_confirmed = False
    centre.save()

    assert not GroupConfirmation.objects.exists()
    assert Upkeep.objects.get().state == LadderState.UNCONFIRMED


# --- completeness ---


def test_completeness_counts_what_is_known_and_names_what_is_missing():
    full = selectors.completeness_of(make_full_centre())
    bare = selectors.completeness_of(make_centre("Leer"))

    assert (full.known, full.total) == (11, 13)
    assert full.percent == 84
    assert len(full.missing) == 2
    assert (bare.known, len(bare.missing)) == (0, 13)
