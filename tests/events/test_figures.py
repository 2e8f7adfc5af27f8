"""Figures of events: what is counted, that they outlive the people, targets, and what is deleted when."""

import io
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from events import services as event_services
from events.attendance import deletions, figures, services
from events.attendance.figures import Figures
from events.models import Event, EventFigures, EventTarget, Needs, Registration, WalkIn
from events.states import Dimension, MoveReason
from portal import clock, retention
from tests.builders.attendance import check_in, make_signed_list, make_walk_in
from tests.builders.events import make_event, make_registration
from tests.privacy import sentinels

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_tree"), pytest.mark.ignore_template_errors]
PAST_RETENTION = event_services.RETENTION + timedelta(days=1)


def make_day(**facts) -> Event:
    """Two authorities and a volunteer have a place, one of each came; one waits, one cancelled, two came without."""
    event = make_event(capacity=3, **facts)
    came = make_registration(event, audience="authority", region="outside")
    make_registration(event, audience="authority", region="outside")
    volunteer = make_registration(event, audience="volunteer", region="")
    make_registration(event, audience="other", region="091")
    gone = make_registration(event, audience="other", region="091")
    event_services.cancel(registration_id=gone.pk, reason=MoveReason.OWN_WISH)
    check_in(came, volunteer)
    for audience in ("volunteer", "project"):
        make_walk_in(event, audience=audience)
    return event


def end(event: Event, *, ago: timedelta = timedelta(days=1)) -> None:
    now = timezone.now()
    Event.objects.filter(pk=event.pk).update(starts_at=now - ago - timedelta(hours=3), ends_at=now - ago)


def snapshot(event: Event) -> tuple:
    found = figures.counted([event])
    return figures.total(found), [
        [(line.name, line.figures) for line in figures.lines(found, dimension)] for dimension in Dimension
    ]


def test_guests_are_counted_by_audience_and_by_region():
    total, (audiences, regions) = snapshot(make_day())

    assert total == Figures(registered=3, attended=2, walk_ins=2)
    assert (total.no_show, total.present) == (1, 4)
    assert [one for _name, one in audiences] == [Figures(2, 1, 0), Figures(0, 0, 1), Figures(1, 1, 1)]
    assert sum((one for _name, one in regions), Figures()) == total
    assert regions[-1][1] == Figures(1, 1, 2)


def test_the_figures_are_the_same_after_the_people_are_deleted():
    event = make_day()
    end(event, ago=PAST_RETENTION)
    before = snapshot(event)

    event_services.purge()
    services.purge_walk_ins()

    assert not Registration.objects.exists()
    assert not WalkIn.objects.exists()
    assert snapshot(event) == before


def test_the_order_of_the_two_deletions_does_not_matter():
    event = make_day()
    end(event, ago=PAST_RETENTION)
    before = snapshot(event)

    services.purge_walk_ins()
    event_services.purge()

    assert snapshot(event) == before


def test_figures_and_deletion_are_one_transaction(monkeypatch):
    event = make_day()
    end(event, ago=PAST_RETENTION)

    def fails(self):
        raise RuntimeError

    monkeypatch.setattr("django.db.models.query.QuerySet.delete", fails)
    with pytest.raises(RuntimeError):
        event_services.purge()

    assert not EventFigures.objects.exists()
    assert Registration.objects.count() == 5


def test_what_is_written_down_stays_when_it_is_kept_again():
    event = make_day()
    figures.keep(event_id=event.pk)
    before = list(EventFigures.objects.values())
    Registration.objects.filter(event=event).first().delete()

    figures.keep(event_id=event.pk)

    assert list(EventFigures.objects.values()) == before


def test_what_is_kept_names_nobody():
    figures.keep(event_id=make_day().pk)

    assert not sentinels.found_in(str(list(EventFigures.objects.values())))


def test_many_events_take_as_many_statements_as_one():
    numbers = []
    for more in (1, 4):
        for _number in range(more):
            make_day()
        events = list(Event.objects.all())
        with CaptureQueriesContext(connection) as statements:
            figures.counted(events)
        numbers.append(len(statements))

    assert numbers[0] == numbers[1]


# --- pages -----------------------------------------------------------------------------------------------------------


def rows_of(response, selector: str) -> list[list[str]]:
    soup = BeautifulSoup(response.content, "html.parser")
    return [[cell.get_text(strip=True) for cell in row.select("th, td")] for row in soup.select(f"{selector} tr")]


def test_the_page_of_an_event_shows_figures_and_who_came(event_staff):
    event = make_day()

    response = event_staff.get(reverse("event_staff:attendance", args=[event.pk]))

    assert rows_of(response, "table.figures")[1][1:] == ["3", "2", "1", "2", "4"]
    assert response.content.decode().count("/certificates/V-") == 2
    entry = ModelLogEntry.objects.get(action="events.attendance_seen")
    assert not sentinels.found_in(f"{entry.label} {entry.data}")


def test_the_page_of_an_event_takes_the_same_queries_for_one_and_for_twenty(event_staff):
    numbers = []
    for guests in (1, 20):
        event = make_event(capacity=30)
        for _number in range(guests):
            check_in(make_registration(event))
            make_walk_in(event)
        address = reverse("event_staff:attendance", args=[event.pk])
        event_staff.get(address)
        with CaptureQueriesContext(connection) as statements:
            event_staff.get(address)
        numbers.append(len(statements))

    assert numbers[0] == numbers[1]


def test_the_page_of_the_project_counts_what_was_held_and_names_nobody(event_staff):
    for _number in range(2):
        end(make_day())
    make_day()
    called_off = make_day()
    end(called_off)
    Event.objects.filter(pk=called_off.pk).update(cancelled_at=timezone.now())

    response = event_staff.get(reverse("event_staff:project_figures"))

    assert not sentinels.found_in(response.content.decode())
    assert ["6", "4", "2", "4", "8"] in [row[1:] for row in rows_of(response, "table.figures")]
    assert rows_of(response, "table.figures")[1][1:] == ["2", "1", "–"]


def test_tables_of_figures_hold_numbers_only(event_staff):
    event = make_day()
    end(event)

    for address in (
        reverse("event_staff:figures_csv", args=[event.pk]),
        reverse("event_staff:project_figures_csv"),
    ):
        text = b"".join(event_staff.get(address).streaming_content).decode("utf-8-sig")
        assert "3,2,1,2,4" in text
        assert not sentinels.found_in(text)
    for address in (
        reverse("event_staff:figures_xlsx", args=[event.pk]),
        reverse("event_staff:project_figures_xlsx"),
    ):
        assert b"".join(event_staff.get(address).streaming_content).startswith(b"PK")


def test_targets_are_set_taken_away_and_logged(event_staff):
    address = reverse("event_staff:project_figures")

    for _time in range(2):
        event_staff.post(address, {"networking-day": "2", "info-session": "12", "other": ""})
    progress = {one.kind: one.target for one in figures.progress()}
    event_staff.post(address, {"networking-day": "", "info-session": "13", "other": ""})

    assert progress == {"networking-day": 2, "info-session": 12, "other": None}
    assert list(EventTarget.objects.values_list("kind", "number")) == [("info-session", 13)]
    assert ModelLogEntry.objects.filter(action="events.target_set").count() == 4


@pytest.mark.parametrize("number", ["-1", "viele", "99999999999999999999"])
def test_a_target_that_is_no_number_gets_a_sentence_and_stays_typed(event_staff, number):
    response = event_staff.post(reverse("event_staff:project_figures"), {"networking-day": number})

    soup = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 200
    assert soup.select(".error-message")
    assert soup.select_one("input[name=networking-day]")["value"] == number
    assert not EventTarget.objects.exists()


# --- what is deleted when --------------------------------------------------------------------------------------------


def test_staff_see_beforehand_what_is_deleted_when(event_staff):
    event = make_day()
    Needs.objects.create(registration=event.registrations.first(), codes=["vegan"])
    make_event()

    response = event_staff.get(reverse("event_staff:deletions"))

    found = deletions.event_deletions()
    assert [(one.event, one.registrations, one.walk_ins, one.needs) for one in found] == [(event, 5, 2, 1)]
    assert found[0].at == event.ends_at + event_services.RETENTION
    assert found[0].needs_at == event.ends_at + event_services.NEEDS_RETENTION
    assert [row[1:3] for row in rows_of(response, "table.listing")[1:]] == [["5", "2"]]
    assert not sentinels.found_in(response.content.decode())


def test_the_forecast_is_what_the_clock_does():
    event = make_day()
    make_signed_list(event)
    end(event, ago=PAST_RETENTION)
    kept = make_day()
    said = sum(one.number for one in retention.coming() if one.on < timezone.localdate())

    done = sum(clock.DUE[name]() for name in retention.FORECASTS)

    assert said == done == 7
    assert {one.event for one in deletions.event_deletions()} == {kept}


def test_the_command_lists_without_deleting_and_deletes_when_told():
    event = make_day(slug="alter-tag")
    end(event, ago=PAST_RETENTION)
    out = io.StringIO()

    call_command("retention", "--dry-run", stdout=out)
    assert Registration.objects.count() == 5
    call_command("retention", stdout=out)

    assert not Registration.objects.exists()
    assert "alter-tag" in out.getvalue()
    assert "event retention: 5" in out.getvalue()
    assert not sentinels.found_in(out.getvalue())
