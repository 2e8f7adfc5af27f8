"""The clock and the ladder: who is asked when, what silence leads to, and the way back."""

import random
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from portal.errors import DomainError
from portal.models import MailState, OutgoingMail
from programmes.models.centres import Centre
from programmes.models.upkeep import Upkeep, UpkeepStep, UpkeepTask
from programmes.upkeep import services
from programmes.upkeep.states import FieldGroup, LadderState, Side, TaskKind, TaskState
from search.models import SearchEntry
from search.selectors import Query, find
from tests.builders.cases import make_user
from tests.builders.upkeep import OFFICE, make_confirmed_centre, make_full_centre, put_in_state

pytestmark = pytest.mark.django_db
DAYS = settings.UPKEEP_DAYS


def run_clock():
    services.find_failed_mails()
    return services.climb() + services.begin_due_rounds()


def state_of(centre) -> str:
    return Upkeep.objects.get(centre=centre).state


def steps_of(centre) -> list[tuple[str, str]]:
    steps = UpkeepStep.objects.filter(centre=centre).exclude(source=None).order_by("pk")
    return [(step.source, step.target) for step in steps if step.source != step.target]


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 1, 31), 16, date(2027, 5, 31)),
        (date(2026, 7, 31), -1, date(2026, 6, 30)),
    ],
)
def test_a_rhythm_ends_on_the_same_day_of_the_month_or_its_last(day, months, later):
    assert services.months_later(day, months) == later


def test_a_centre_is_asked_when_its_rhythm_is_over_and_only_once(clock, outbox):
    centre = make_confirmed_centre()
    clock.set(2027, 5, 24, 12)
    assert run_clock() == 0

    clock.set(2027, 5, 25, 0, 1)
    assert (run_clock(), run_clock()) == (1, 0)

    assert state_of(centre) == LadderState.ASKED
    assert [mail.recipient for mail in outbox] == [OFFICE]


def test_the_rhythm_of_a_centre_is_its_own(clock):
    fast, slow = make_confirmed_centre("Eins"), make_confirmed_centre("Zwei")
    editor = make_user()
    services.set_contact(centre_id=fast.pk, rhythm=1, email="", language="", user=editor)
    services.set_contact(centre_id=slow.pk, rhythm=16, email="", language="", user=editor)

    clock.set(2026, 12, 25, 12)
    run_clock()

    assert (state_of(fast), state_of(slow)) == (LadderState.ASKED, LadderState.CONFIRMED)
    assert Upkeep.objects.get(centre=slow).due_on == date(2028, 3, 25)


def test_silence_leads_up_the_ladder_rung_by_rung_and_stops_before_hiding(clock, outbox):
    centre = make_confirmed_centre()
    clock.set(2027, 5, 25, 12)
    run_clock()
    for name, state in (("reminder", "reminded"), ("label", "labelled"), ("lower", "sunk")):
        clock.forward(days=DAYS[name] - 1)
        assert run_clock() == 0
        clock.forward(days=1)
        assert run_clock() == 1
        assert state_of(centre) == state

    clock.forward(days=3_000)
    run_clock()

    assert state_of(centre) == LadderState.SUNK
    assert Centre.objects.public().filter(pk=centre.pk).exists()
    assert len(outbox) == 2  # one question, one reminder
    assert UpkeepTask.objects.get(kind=TaskKind.OVERDUE).state == TaskState.NEW


def test_a_clock_that_stood_still_for_years_takes_one_rung_a_run(clock):
    centre = make_confirmed_centre()
    clock.forward(days=2_000)

    run_clock()
    run_clock()

    assert steps_of(centre)[-1] == ("confirmed", "asked")


def test_an_entry_never_confirmed_is_not_asked_by_the_clock_and_never_sinks(clock):
    centre = make_full_centre()
    clock.forward(days=900)
    assert run_clock() == 0

    services.ask(centre_id=centre.pk, user=make_user())
    for _number in range(20):
        clock.forward(days=30)
        run_clock()

    assert state_of(centre) == LadderState.UNCONFIRMED
    assert steps_of(centre) == [("unconfirmed", "asked"), ("asked", "reminded"), ("reminded", "unconfirmed")]
    assert Centre.objects.get().is_public


def test_without_an_address_nobody_is_asked_and_staff_are_told_once(clock, outbox):
    centre = make_confirmed_centre(email="")
    clock.forward(days=400)

    run_clock()
    run_clock()

    assert state_of(centre) == LadderState.CONFIRMED
    assert not outbox.exists()
    assert [task.kind for task in UpkeepTask.objects.all()] == [TaskKind.NO_ADDRESS]


def test_the_upkeep_address_goes_before_the_public_one(clock, outbox):
    centre = make_confirmed_centre()
    services.set_contact(centre_id=centre.pk, rhythm=6, email="pflege@example.org", language="", user=make_user())

    services.ask(centre_id=centre.pk)

    assert outbox.get().recipient == "pflege@example.org"


def test_an_entry_that_was_hidden_in_a_round_is_not_reminded(clock, outbox):
    centre = make_confirmed_centre()
    services.ask(centre_id=centre.pk)
    Centre.objects.filter(pk=centre.pk).update(is_public=False)
    clock.forward(days=900)

    assert run_clock() == 0

    assert (state_of(centre), outbox.count()) == (LadderState.ASKED, 1)


def test_the_clock_ends_no_round(clock):
    """What is not in the table of moves cannot happen, whoever asks for it."""
    centre = make_confirmed_centre()
    services.ask(centre_id=centre.pk)
    clock.forward(days=1)

    with pytest.raises(DomainError):
        services.confirm(centre_id=centre.pk, groups=FieldGroup.values, side=Side.CLOCK)

    assert state_of(centre) == LadderState.ASKED


def test_a_hidden_entry_is_not_asked(clock):
    make_confirmed_centre(is_public=False)
    clock.forward(days=900)

    assert run_clock() == 0


# --- mails that do not arrive ---


def give_up(mail):
    OutgoingMail.objects.filter(pk=mail.pk).update(state=MailState.FAILED)


def test_a_mail_that_was_given_up_stops_the_ladder_and_is_on_the_list(clock, outbox):
    centre = make_confirmed_centre()
    services.ask(centre_id=centre.pk)
    give_up(outbox.get())
    clock.forward(days=500)

    assert services.find_failed_mails() == 1
    assert services.find_failed_mails() == 0
    run_clock()

    assert state_of(centre) == LadderState.ASKED
    assert UpkeepTask.objects.get().kind == TaskKind.BOUNCED


def test_a_new_mail_sets_the_ladder_going_again_and_clears_the_list(clock, outbox):
    centre = make_confirmed_centre()
    services.ask(centre_id=centre.pk)
    give_up(outbox.get())
    run_clock()

    services.ask(centre_id=centre.pk, user=make_user())
    clock.forward(days=DAYS["reminder"])
    run_clock()

    assert state_of(centre) == LadderState.REMINDED
    assert not UpkeepTask.objects.open().exists()


# --- the way back ---


@pytest.mark.parametrize("state", ["asked", "reminded", "labelled", "sunk", "hidden"])
def test_a_confirmation_leads_back_from_every_rung(clock, state):
    centre = make_confirmed_centre()
    clock.forward(days=300)
    put_in_state(centre, LadderState(state), for_days=10)

    services.confirm(centre_id=centre.pk, groups=FieldGroup.values, side=Side.CENTRE)

    upkeep, centre = Upkeep.objects.get(), Centre.objects.get()
    assert (upkeep.state, centre.is_public, centre.confirmed_on) == ("confirmed", True, timezone.localdate())
    assert upkeep.due_on == services.months_later(timezone.localdate(), 6)
    assert SearchEntry.objects.get(kind="centre").boost == pytest.approx(2.0)


def test_undo_takes_one_rung_back_at_a_time_and_the_days_begin_anew(clock):
    centre, editor = make_confirmed_centre(), make_user()
    clock.forward(days=300)
    put_in_state(centre, LadderState.SUNK, for_days=100)
    services.hide(centre_id=centre.pk, user=editor)

    seen = []
    for _number in range(5):
        services.undo(centre_id=centre.pk, user=editor)
        seen.append(state_of(centre))
        assert run_clock() == 0

    assert seen == ["sunk", "labelled", "reminded", "asked", "confirmed"]
    assert Centre.objects.get().is_public
    with pytest.raises(DomainError):
        services.undo(centre_id=centre.pk, user=editor)


def test_only_a_person_hides_and_only_after_the_days_on_the_list(clock):
    centre, editor = make_confirmed_centre(), make_user()
    put_in_state(centre, LadderState.SUNK, for_days=DAYS["hide"] - 1)
    with pytest.raises(DomainError):
        services.hide(centre_id=centre.pk, user=editor)

    clock.forward(days=1)
    services.hide(centre_id=centre.pk, user=editor)

    assert not Centre.objects.get().is_public
    step = UpkeepStep.objects.first()
    assert (step.target, step.side, step.user) == ("hidden", "staff", editor)


@pytest.mark.parametrize("state", ["unconfirmed", "confirmed", "asked", "reminded", "labelled", "hidden"])
def test_no_other_state_leads_to_hiding(clock, state):
    centre = make_confirmed_centre()
    put_in_state(centre, LadderState(state), for_days=900)

    with pytest.raises(DomainError):
        services.hide(centre_id=centre.pk, user=make_user())


def test_whoever_ticks_shown_in_the_cms_takes_the_hiding_back(clock):
    centre = make_confirmed_centre()
    put_in_state(centre, LadderState.HIDDEN)
    centre = Centre.objects.get()

    centre.is_public = True
    centre.save()

    assert state_of(centre) == LadderState.SUNK


# --- the index ---


def titles() -> list[str]:
    return [hit.title for hit in find(Query(text="Beratung", language="de", kinds=("centre",))).hits]


def test_a_sunk_entry_stands_behind_an_equal_one_and_comes_back(clock):
    first, second = make_confirmed_centre("Beratung A"), make_confirmed_centre("Beratung B")
    clock.forward(days=300)
    assert titles() == ["Beratung A", "Beratung B"]
    put_in_state(first, LadderState.LABELLED, for_days=DAYS["lower"])
    put_in_state(second, LadderState.CONFIRMED)
    Upkeep.objects.filter(centre=second).update(due_on=None)

    run_clock()
    assert titles() == ["Beratung B", "Beratung A"]

    services.undo(centre_id=first.pk, user=make_user())
    assert titles() == ["Beratung A", "Beratung B"]


def test_a_hidden_entry_leaves_the_index_and_comes_back(clock):
    centre, editor = make_confirmed_centre("Beratung A"), make_user()
    put_in_state(centre, LadderState.SUNK, for_days=900)

    services.hide(centre_id=centre.pk, user=editor)
    assert titles() == []

    services.undo(centre_id=centre.pk, user=editor)
    assert titles() == ["Beratung A"]


# --- over time ---


@pytest.mark.parametrize("seed", range(3))
def test_whatever_happens_the_clock_never_hides_and_never_takes_two_rungs_in_a_run(clock, seed):
    """Random years: days pass or the clock jumps back, centres answer or not, staff undo; every run is done twice."""
    chance, editor = random.Random(seed), make_user()
    centres = [make_confirmed_centre("Eins"), make_confirmed_centre("Zwei"), make_full_centre("Drei")]
    climbed = 0
    for _number in range(40):
        clock.forward(days=chance.choice([-2, 0, 1, 13, 14, 15, 27, 28, 40, 200]), hours=chance.randrange(-3, 4))
        before = dict(Upkeep.objects.values_list("centre_id", "state"))
        act = chance.random()
        centre = chance.choice(centres)
        if act < 0.1:
            services.confirm(centre_id=centre.pk, groups=FieldGroup.values, side=Side.CENTRE)
        elif act < 0.2 and before.get(centre.pk) not in (None, "confirmed", "unconfirmed"):
            services.undo(centre_id=centre.pk, user=editor)
        last = UpkeepStep.objects.order_by("pk").last().pk
        climbed += run_clock()
        new = list(UpkeepStep.objects.filter(pk__gt=last, side=Side.CLOCK).values_list("centre_id", flat=True))
        assert len(new) == len(set(new))
        mails = OutgoingMail.objects.count()
        assert run_clock() == 0
        assert OutgoingMail.objects.count() == mails

    assert climbed > 5
    assert Centre.objects.public().count() == 3
    assert not UpkeepStep.objects.filter(target=LadderState.HIDDEN).exists()


@pytest.mark.parametrize("night", [(2026, 10, 24), (2027, 3, 27)])
def test_a_change_of_the_clock_neither_repeats_nor_skips_a_step(clock, night):
    clock.set(*night, 12)
    centre = make_confirmed_centre()
    services.ask(centre_id=centre.pk)
    asked = timezone.localdate()
    reminded = []
    for _three_hours in range(8 * 16):
        clock.forward(hours=3)
        if run_clock():
            reminded.append(timezone.localdate())

    assert reminded == [asked + timedelta(days=DAYS["reminder"])]
