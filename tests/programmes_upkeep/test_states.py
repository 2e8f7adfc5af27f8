"""Every pair of states and every side, by hand: what the table allows, and nothing else."""

import itertools

import pytest

from programmes.upkeep.states import TASK_MOVES, LadderState, Side, TaskState, may_move, rank_factor

UNCONFIRMED, CONFIRMED, ASKED, REMINDED, LABELLED, SUNK, HIDDEN = LadderState
CLOCK, CENTRE, STAFF = Side
ANSWER = {CENTRE, STAFF}
ALLOWED = {
    (UNCONFIRMED, ASKED): {STAFF},
    (CONFIRMED, ASKED): {CLOCK, STAFF},
    (ASKED, REMINDED): {CLOCK},
    (REMINDED, LABELLED): {CLOCK},
    (LABELLED, SUNK): {CLOCK},
    (SUNK, HIDDEN): {STAFF},
    (UNCONFIRMED, CONFIRMED): ANSWER,
    (ASKED, CONFIRMED): ANSWER,
    (REMINDED, CONFIRMED): ANSWER,
    (LABELLED, CONFIRMED): ANSWER,
    (SUNK, CONFIRMED): ANSWER,
    (HIDDEN, CONFIRMED): ANSWER,
    (ASKED, UNCONFIRMED): ANSWER,
    (REMINDED, UNCONFIRMED): {CLOCK, CENTRE, STAFF},
    (LABELLED, UNCONFIRMED): ANSWER,
    (SUNK, UNCONFIRMED): ANSWER,
    (HIDDEN, UNCONFIRMED): ANSWER,
    (CONFIRMED, UNCONFIRMED): {STAFF},
    (REMINDED, ASKED): {STAFF},
    (LABELLED, REMINDED): {STAFF},
    (SUNK, LABELLED): {STAFF},
    (HIDDEN, SUNK): {STAFF},
}


@pytest.mark.parametrize(("source", "target"), itertools.product(LadderState, LadderState))
def test_each_pair_of_states(source, target):
    assert {side for side in Side if may_move(source, target, side)} == ALLOWED.get((source, target), set())


def test_the_clock_hides_nothing_whatever_the_state():
    assert not [state for state in LadderState if may_move(state, HIDDEN, CLOCK)]


def test_every_rung_leads_back_by_an_answer_of_the_centre():
    assert all(may_move(state, CONFIRMED, CENTRE) for state in (ASKED, REMINDED, LABELLED, SUNK, HIDDEN))


def test_only_an_entry_that_sank_counts_for_less():
    assert {state for state in LadderState if rank_factor(state) < 1} == {SUNK, HIDDEN}


@pytest.mark.parametrize(("source", "target"), itertools.product(TaskState, TaskState))
def test_each_pair_of_task_states(source, target):
    new, work, done, declined = TaskState
    allowed = {new: {work, done, declined}, work: {new, done, declined}, done: {work}, declined: {work}}

    assert (target in TASK_MOVES[source]) == (target in allowed[source])
