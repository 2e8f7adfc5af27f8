"""Proposals of centres: field by field, three ways, and told to the centre."""

import uuid

import pytest
from django.utils import timezone

from portal.errors import DomainError
from programmes.models.centres import Centre, CentreLanguage
from programmes.models.sources import ImportSource, SourceRecord
from programmes.models.upkeep import CentreRevision, GroupConfirmation, UpkeepTask
from programmes.upkeep import facts, proposals
from programmes.upkeep.states import TaskState
from tests.builders.cases import make_user
from tests.builders.upkeep import OFFICE, make_full_centre

pytestmark = pytest.mark.django_db
STREET = {"street": {"old": "Hauptstraße 1", "new": "Neue Gasse 5"}}
TOWN = {"city": {"old": "Zirndorf", "new": "Fürth"}}


def propose(centre, changes=None, *, group="contact", note="", key=None) -> UpkeepTask:
    return proposals.propose(
        form_key=key or uuid.uuid4(),
        centre_id=centre.pk,
        group=group,
        changes=STREET if changes is None else changes,
        note=note,
        language="de",
    )


def decide(task, *keys, reason="", seen=None) -> UpkeepTask:
    seen = seen or proposals.fingerprint_of(task.proposal, facts.snapshot(task.centre_id))
    return proposals.decide(task_id=task.pk, accepted=keys, user=make_user(), reason=reason, seen=seen)


def test_what_is_accepted_is_taken_over_confirmed_and_told(outbox):
    centre = make_full_centre()
    task = propose(centre, STREET | TOWN)

    task = decide(task, "street", "city")

    centre = Centre.objects.get()
    assert (centre.street, centre.city, task.state) == ("Neue Gasse 5", "Fürth", TaskState.DONE)
    assert GroupConfirmation.objects.get().group == "contact"
    assert CentreRevision.objects.first().source == "proposal"
    mail = outbox.get()
    assert mail.recipient == OFFICE
    assert "Wir haben sie übernommen" in mail.content["text"]


def test_it_is_confirmed_as_of_the_day_the_centre_wrote(clock):
    task = propose(make_full_centre())
    written = timezone.localdate()
    clock.forward(days=5)

    decide(task, "street")

    assert GroupConfirmation.objects.get().confirmed_on == written


def test_a_part_needs_a_reason_and_leaves_the_rest(outbox):
    task = propose(make_full_centre(), STREET | TOWN)
    with pytest.raises(DomainError):
        decide(task, "street")
    assert Centre.objects.get().street == "Hauptstraße 1"

    task = decide(task, "street", reason="Der Ort stimmt.")

    centre = Centre.objects.get()
    assert (centre.street, centre.city) == ("Neue Gasse 5", "Zirndorf")
    assert (task.state, task.proposal.accepted) == (TaskState.DONE, ["street"])
    assert not GroupConfirmation.objects.exists()
    text = outbox.get().content["text"]
    assert "einen Teil" in text
    assert "Der Ort stimmt." in text


def test_a_refusal_needs_a_reason_and_changes_nothing(outbox):
    task = propose(make_full_centre())
    with pytest.raises(DomainError):
        proposals.decline(task_id=task.pk, user=make_user(), reason="")

    task = proposals.decline(task_id=task.pk, user=make_user(), reason="Nicht belegt.")

    assert task.state == TaskState.DECLINED
    assert Centre.objects.get().street == "Hauptstraße 1"
    assert "nicht übernommen" in outbox.get().content["text"]


def test_a_decision_is_made_once():
    task = propose(make_full_centre())
    decide(task, "street")

    with pytest.raises(DomainError):
        decide(task, "street")
    with pytest.raises(DomainError):
        proposals.decline(task_id=task.pk, user=make_user(), reason="x")


def test_an_entry_that_changed_after_it_was_looked_at_is_not_overwritten():
    centre = make_full_centre()
    task = propose(centre)
    seen = proposals.fingerprint_of(task.proposal, facts.snapshot(centre.pk))
    facts.write(centre_id=centre.pk, facts={"street": "Drittweg 3"})

    with pytest.raises(DomainError) as refusal:
        decide(task, "street", seen=seen)

    assert refusal.value.code == "outdated"
    assert Centre.objects.get().street == "Drittweg 3"


def test_a_change_elsewhere_in_the_entry_does_not_disturb_a_decision():
    centre = make_full_centre()
    task = propose(centre)
    seen = proposals.fingerprint_of(task.proposal, facts.snapshot(centre.pk))
    facts.write(centre_id=centre.pk, facts={"city": "Fürth"})

    decide(task, "street", seen=seen)

    assert Centre.objects.get().street == "Neue Gasse 5"


@pytest.mark.parametrize(
    ("now", "is_done", "is_stale", "is_ticked"),
    [
        ("Hauptstraße 1", False, False, True),
        ("Neue Gasse 5", True, False, False),
        ("Drittweg 3", False, True, False),
        ("", False, True, False),
    ],
)
def test_each_fact_is_compared_three_ways(now, is_done, is_stale, is_ticked):
    centre = make_full_centre()
    task = propose(centre)
    facts.write(centre_id=centre.pk, facts={"street": now})

    (row,) = proposals.diff(task.proposal, facts.snapshot(centre.pk))

    assert (row.is_done, row.is_stale, row.is_ticked) == (is_done, is_stale, is_ticked)
    assert (row.old, row.new) == (["Hauptstraße 1"], ["Neue Gasse 5"])


def test_rows_are_taken_over_too():
    centre = make_full_centre()
    old = facts.snapshot(centre.pk)["languages"]
    new = [facts.plain_row(CentreLanguage(language="tr", offered_by="interpreter"))]
    task = propose(centre, {"languages": {"old": old, "new": new}}, group="languages")

    decide(task, "languages")

    assert list(CentreLanguage.objects.values_list("language", "offered_by")) == [("tr", "interpreter")]


def test_what_breaks_a_rule_of_the_entry_is_refused_and_stays_open():
    task = propose(make_full_centre(), {"postcode": {"old": "90513", "new": "9"}})

    with pytest.raises(DomainError):
        decide(task, "postcode")

    assert Centre.objects.get().postcode == "90513"
    assert UpkeepTask.objects.get().state == TaskState.NEW


def test_a_proposal_in_words_is_closed_as_carried_out():
    centre = make_full_centre()
    task = propose(centre, {}, group="area", note="Auch Ansbach")

    task = decide(task)

    assert task.state == TaskState.DONE
    assert GroupConfirmation.objects.get().group == "area"


def test_an_empty_proposal_and_a_foreign_group_are_refused():
    centre = make_full_centre()
    for changes, group in (({}, "contact"), (STREET, "hours"), ({"organisation": {"old": 1, "new": 2}}, "contact")):
        with pytest.raises(DomainError):
            propose(centre, changes, group=group)

    assert not UpkeepTask.objects.exists()


def test_the_key_of_a_form_of_another_centre_is_refused():
    key = uuid.uuid4()
    propose(make_full_centre("Eins"), key=key)

    with pytest.raises(DomainError):
        propose(make_full_centre("Zwei"), key=key)


def test_details_of_another_source_cannot_be_proposed_nor_taken_over():
    centre = make_full_centre()
    task = propose(centre)
    source = ImportSource.objects.create(name="list", owned_fields=["street"])
    SourceRecord.objects.create(source=source, row_id="one", centre=centre)

    with pytest.raises(DomainError):
        propose(centre)
    with pytest.raises(DomainError):
        decide(task, "street")
    assert Centre.objects.get().street == "Hauptstraße 1"
