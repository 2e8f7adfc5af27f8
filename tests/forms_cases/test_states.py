"""The table of moves: every pair of states, allowed or refused, and by whom."""

import itertools

from forms.cases.states import (
    ENDED,
    FINAL,
    MESSAGE_MOVES,
    MOVES,
    NEEDS_REASON,
    OPEN,
    OUTSIDE,
    REASONS,
    CaseState,
    DeclineReason,
    Side,
    StopReason,
    next_states,
)
from forms.codes import Purpose

# Written out a second time on purpose: the table of the product must not change by accident.
STAFF, COACH, CENTRE = Side.STAFF, Side.COACH, Side.CENTRE
EXPECTED = {
    ("submitted", "in_review"): {STAFF},
    ("submitted", "withdrawn"): {CENTRE},
    ("in_review", "query"): {STAFF},
    ("in_review", "accepted"): {STAFF},
    ("in_review", "waitlisted"): {STAFF},
    ("in_review", "declined"): {STAFF},
    ("in_review", "withdrawn"): {CENTRE},
    ("query", "in_review"): {STAFF},
    ("query", "withdrawn"): {CENTRE},
    ("waitlisted", "in_review"): {STAFF},
    ("waitlisted", "accepted"): {STAFF},
    ("waitlisted", "declined"): {STAFF},
    ("waitlisted", "withdrawn"): {CENTRE},
    ("accepted", "talk_arranged"): {STAFF},
    ("accepted", "stopped"): {STAFF},
    ("accepted", "withdrawn"): {CENTRE},
    ("talk_arranged", "talk_held"): {STAFF, COACH},
    ("talk_arranged", "stopped"): {STAFF, COACH},
    ("talk_arranged", "withdrawn"): {CENTRE},
    ("talk_held", "plan_agreed"): {STAFF, COACH},
    ("talk_held", "stopped"): {STAFF, COACH},
    ("plan_agreed", "training"): {STAFF, COACH},
    ("plan_agreed", "stopped"): {STAFF, COACH},
    ("training", "completed"): {STAFF, COACH},
    ("training", "stopped"): {STAFF, COACH},
    ("completed", "departed"): {STAFF},
    ("completed", "closed_stayed"): {STAFF},
    ("departed", "follow_up"): {STAFF},
    ("departed", "closed"): {STAFF},
    ("follow_up", "closed"): {STAFF},
    ("withdrawn", "closed"): {STAFF},
    ("declined", "closed"): {STAFF},
    ("stopped", "closed"): {STAFF},
}
EXPECTED_FOR_MESSAGES = {
    ("submitted", "in_review"): {STAFF},
    ("submitted", "closed"): {STAFF},
    ("in_review", "closed"): {STAFF},
}
PAIRS = list(itertools.product(CaseState.values, repeat=2))


def moves(purpose: Purpose) -> dict[tuple[str, str], set[str]]:
    """Of every pair of states the sides that may go from the first to the second; pairs nobody may go are absent."""
    found: dict[tuple[str, str], set[str]] = {}
    for side, (source, target) in itertools.product(Side.values, PAIRS):
        if target in next_states(source, {Side(side)}, purpose):
            found.setdefault((source, target), set()).add(side)
    return found


def test_every_pair_of_states_is_allowed_to_exactly_these_sides():
    assert moves(Purpose.REFERRAL) == EXPECTED


def test_a_message_is_only_read_and_closed():
    assert moves(Purpose.MESSAGE) == EXPECTED_FOR_MESSAGES


def test_declining_and_stopping_and_nothing_else_need_a_reason():
    assert {target: move.reasons for (_source, target), move in MOVES.items() if move.reasons} == {
        "declined": DeclineReason,
        "stopped": StopReason,
    }
    assert not any(move.reasons for move in MESSAGE_MOVES.values())
    assert {CaseState.DECLINED, CaseState.STOPPED} == NEEDS_REASON
    assert len(REASONS) == len(DeclineReason) + len(StopReason)


def test_every_state_can_be_reached_and_every_way_ends_in_a_final_state():
    reached, frontier = set(), {CaseState.SUBMITTED}
    while frontier:
        reached |= frontier
        frontier = {target for source, target in MOVES if source in frontier} - reached

    assert reached == set(CaseState)
    assert {state for state in CaseState if not next_states(state, set(Side))} == FINAL


def test_every_state_has_a_name_for_outsiders_and_belongs_to_one_group():
    assert set(OUTSIDE) == set(CaseState)
    assert set(CaseState) == OPEN | ENDED
    assert not OPEN & ENDED
