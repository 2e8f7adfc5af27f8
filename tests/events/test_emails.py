"""Every mail in every language: subject, text, HTML, absolute links, calendar file, no person in it."""

import email
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from events import changes, reminders, services
from events.attendance import paper
from events.models import Event, Registration
from portal import outbox as portal_outbox
from portal.models import OutgoingMail
from tests.builders.events import (
    make_event,
    make_event_page,
    make_group,
    make_guest,
    make_registration,
    make_session,
)
from tests.privacy import sentinels

pytestmark = pytest.mark.django_db

LANGUAGES = [code for code, _name in settings.LANGUAGES]
LINK = re.compile(r"https?://[^\s\"<>]+")


def confirmed(language):
    make_registration(make_event(mode="hybrid", online_link="https://meet.example/room"), language=language)


def waiting(language):
    make_registration(make_event(capacity=0), language=language)


def promoted(language):
    event = make_event(capacity=1)
    first = make_registration(event)
    make_registration(event, language=language)
    services.cancel(registration_id=first.pk)


def cancelled(language):
    services.cancel(registration_id=make_registration(make_event(), language=language).pk)


def called_off(language):
    event = make_event()
    make_registration(event, language=language)
    services.call_off(event_id=event.pk)


def workshop(language):
    event = make_event()
    session = make_session(event, capacity=1)
    first = make_registration(event, session_ids=[session.pk])
    make_registration(event, language=language, session_ids=[session.pk])
    services.cancel(registration_id=first.pk)


def to_confirm(language):
    make_registration(make_event(confirm_address=True), language=language)


def offered(language):
    event = make_event(capacity=1, offer_hours=24)
    first = make_registration(event)
    make_registration(event, language=language)
    services.cancel(registration_id=first.pk)


def lapsed(language):
    offered(language)
    Registration.objects.filter(state="offered").update(offered_until=timezone.now())
    services.lapse()


def requested(language):
    make_registration(make_event(access="approval"), language=language)


def rejected(language):
    asked = make_registration(make_event(access="approval"), language=language)
    services.decide(registration_id=asked.pk, is_accepted=False, by=None, words="The day is for counsellors only.")


def changed(language):
    event = make_event()
    make_registration(event, language=language)
    services.follow_up_edit(event_id=event.pk, is_moved=True)


def passed_on(language):
    registration = make_registration(make_event(), language=language)
    changes.change(registration_id=registration.pk, guest=make_guest())


def reminder(language):
    make_registration(make_event(starts_at=timezone.now() + timedelta(days=6)), language=language)
    Registration.objects.update(created_at=timezone.now() - timedelta(days=5))
    reminders.remind()


def thanks(language):
    event = make_event()
    make_registration(event, language=language)
    days = timedelta(days=2)
    Event.objects.update(starts_at=timezone.now() - days, ends_at=timezone.now() - days + timedelta(hours=2))
    reminders.remind()


def group(language):
    make_group(make_event(), 2, language=language)


KINDS = {
    kind.__name__: kind
    for kind in (
        confirmed, waiting, promoted, cancelled, called_off, workshop, to_confirm, offered, lapsed, requested, rejected,
        changed, passed_on, reminder, thanks, group,
    )
}  # fmt: skip
WITH_PLACE_LINK = {
    "confirmed", "waiting", "promoted", "workshop", "to_confirm", "offered", "requested", "changed", "reminder",
    "group",
}  # fmt: skip
CALENDAR_METHOD = {
    "confirmed": "PUBLISH",
    "promoted": "PUBLISH",
    "changed": "PUBLISH",
    "cancelled": "CANCEL",
    "called_off": "CANCEL",
    "passed_on": "CANCEL",
}


def mail_of(kind: str, language: str) -> OutgoingMail:
    KINDS[kind](language)
    return OutgoingMail.objects.filter(template=f"events/emails/{kind}").latest("pk")


def calendar_of(mail: OutgoingMail) -> Calendar | None:
    built = email.message_from_bytes(portal_outbox.message(mail).message().as_bytes())
    for part in built.walk():
        if part.get_content_type() == "text/calendar":
            calendar = Calendar.from_ical(part.get_payload(decode=True))
            assert part.get_param("method") == calendar["METHOD"]
            return calendar
    return None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_mail_has_subject_text_and_html_and_nobody_in_it(kind, language):
    mail = mail_of(kind, language)
    subject = portal_outbox.message(mail).subject
    text, html = mail.content["text"], mail.content["html"]

    assert mail.language == language
    assert subject
    assert "\n" not in subject
    assert not sentinels.found_in(subject + text + html)
    soup = BeautifulSoup(html, "html.parser")
    assert (soup.html["lang"], soup.html["dir"]) == (language, "rtl" if language == "ar" else "ltr")
    for words in (subject, text, html):
        assert "&#x27;" not in words
        assert "{{" not in words


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_link_is_absolute_and_the_one_to_the_place_works(kind, language):
    mail = mail_of(kind, language)

    links = [a["href"] for a in BeautifulSoup(mail.content["html"], "html.parser").find_all("a")]
    assert all(link.startswith(("http://testserver/", "https://meet.example/", "mailto:")) for link in links)
    to_the_place = [link for link in links if "/platz/" in link or "/gruppe/" in link]
    assert len(to_the_place) == (kind in WITH_PLACE_LINK)
    for link in to_the_place:
        assert link.startswith(f"http://testserver/{language}/")
        assert link in LINK.findall(mail.content["text"])
        assert Client().get(link.removeprefix("http://testserver")).status_code == 200


@pytest.mark.parametrize("kind", KINDS)
def test_calendar_files_come_with_what_changes_a_calendar(kind):
    calendar = calendar_of(mail_of(kind, "de"))

    assert (str(calendar["METHOD"]) if calendar else None) == CALENDAR_METHOD.get(kind)


def test_the_online_link_goes_to_confirmed_people_only(outbox):
    event = make_event(capacity=1, mode="online", online_link="https://meet.example/room")
    first = make_registration(event)
    make_registration(event)
    services.cancel(registration_id=first.pk)

    shown = {mail.template.split("/")[-1]: "meet.example" in mail.content["text"] for mail in outbox}
    assert shown == {"confirmed": True, "waiting": False, "cancelled": False, "promoted": True}
    assert b"meet.example" not in Client().get(f"/de/veranstaltungen/{event.slug}/termin.ics").content


def codes_of(mail) -> list[str]:
    return [attachment["code"] for attachment in mail.content["attachments"] if "code" in attachment]


def test_who_comes_gets_the_code_for_the_door_and_it_names_nobody(outbox):
    registration = make_registration(make_event(slug="tag"))

    mail = outbox.get()
    name, picture, kind = portal_outbox.message(mail).attachments[-1]

    assert codes_of(mail) == [paper.check_in_address(registration)]
    assert codes_of(mail)[0].endswith(f"?r={registration.reference}")
    assert (name, kind, picture[:4]) == ("tag.png", "image/png", b"\x89PNG")


def test_who_waits_or_takes_part_online_gets_no_code_for_the_door(outbox):
    event = make_event(mode="hybrid", capacity=0, online_capacity=1)
    make_registration(event)
    make_registration(event, is_online=True)
    make_registration(make_event(mode="online"))

    assert [codes_of(mail) for mail in outbox] == [[], [], []]


def test_another_link_is_told_to_those_who_have_it_and_to_nobody_else(outbox):
    event = make_event(mode="hybrid", capacity=1, online_capacity=1, online_link="https://meet.example/old")
    make_registration(event)
    online = make_registration(event, is_online=True)
    make_registration(event, is_online=True)
    Event.objects.update(online_link="https://meet.example/new")
    outbox.all().delete()

    services.follow_up_edit(event_id=event.pk, is_moved=False, has_other_link=True)

    mail = outbox.get()
    assert mail.reference == online.subject
    assert "https://meet.example/new" in mail.content["text"]
    [entry] = calendar_of(mail).events
    assert (entry["CONFERENCE"], entry["SEQUENCE"]) == ("https://meet.example/new", 1)


def test_who_goes_online_instead_of_coming_gets_the_link(outbox):
    event = make_event(mode="hybrid", online_capacity=1, online_link="https://meet.example/room")
    registration = make_registration(event)
    outbox.all().delete()

    changes.change(registration_id=registration.pk, guest=replace(services.guest_of(registration), is_online=True))

    mail = outbox.get()
    assert "https://meet.example/room" in mail.content["text"]
    assert calendar_of(mail).events[0]["SEQUENCE"] == 1


def test_nobody_hears_of_changes_of_what_is_over(outbox):
    event = make_event(mode="online", online_link="https://meet.example/old")
    make_registration(event)
    days = timedelta(days=2)
    Event.objects.update(starts_at=timezone.now() - days, ends_at=timezone.now() - days + timedelta(hours=2))
    outbox.all().delete()

    services.follow_up_edit(event_id=event.pk, is_moved=True, has_other_link=True)

    assert not outbox.exists()


def test_a_cancelled_place_takes_its_own_entry_out_of_the_calendar(outbox):
    services.cancel(registration_id=make_registration(make_event()).pk)

    before, after = (calendar_of(mail).events[0] for mail in outbox)
    assert before["UID"] == after["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["STATUS"] == "CANCELLED"


def test_two_people_have_two_entries(outbox):
    event = make_event()
    make_registration(event)
    make_registration(event)

    assert len({str(calendar_of(mail).events[0]["UID"]) for mail in outbox}) == 2


@pytest.mark.parametrize(
    ("instant", "wall_clock"),
    [
        (datetime(2026, 10, 24, 8, 0, tzinfo=UTC), "2026-10-24 10:00"),
        (datetime(2026, 10, 25, 9, 0, tzinfo=UTC), "2026-10-25 10:00"),
        (datetime(2027, 3, 27, 9, 0, tzinfo=UTC), "2027-03-27 10:00"),
        (datetime(2027, 3, 28, 8, 0, tzinfo=UTC), "2027-03-28 10:00"),
    ],
)
def test_times_are_german_wall_clock_on_both_sides_of_a_switch(client, site_tree, instant, wall_clock):
    event = make_event(slug="switch", starts_at=instant)
    make_event_page(site_tree, event)

    calendar = Calendar.from_ical(client.get("/de/veranstaltungen/switch/termin.ics").content)

    start = calendar.events[0].start
    assert f"{start:%Y-%m-%d %H:%M}" == wall_clock
    assert start == instant
    assert calendar.events[0]["DTSTART"].params["TZID"] == "Europe/Berlin"
    zone = calendar.timezones[0].to_tz()
    assert start.replace(tzinfo=zone).utcoffset() == instant.astimezone(ZoneInfo("Europe/Berlin")).utcoffset()


def test_the_public_file_holds_neither_guests_nor_the_online_link(client, site_tree):
    event = make_event(slug="hybrid", mode="hybrid", online_link="https://meet.example/room")
    make_event_page(site_tree, event, title="Tag der Vernetzung")
    make_registration(event)

    for address in ("/de/veranstaltungen/hybrid/termin.ics", "/kalender.ics", "/de/veranstaltungen/kalender.ics"):
        response = client.get(address)
        entry = Calendar.from_ical(response.content).events[0]
        assert response["Content-Type"] == "text/calendar; charset=utf-8"
        assert str(entry["SUMMARY"]) == "Tag der Vernetzung"
        assert "ATTENDEE" not in entry
        assert b"meet.example" not in response.content
        assert "public" in response["Cache-Control"]


def test_a_day_without_times_is_a_whole_day(client, site_tree):
    berlin = ZoneInfo("Europe/Berlin")
    event = make_event(
        slug="day",
        all_day=True,
        starts_at=datetime(2030, 7, 23, 0, 0, tzinfo=berlin),
        ends_at=datetime(2030, 7, 23, 23, 59, tzinfo=berlin),
    )
    make_event_page(site_tree, event)

    entry = Calendar.from_ical(client.get("/de/veranstaltungen/day/termin.ics").content).events[0]

    assert (entry["DTSTART"].to_ical(), entry["DTEND"].to_ical()) == (b"20300723", b"20300724")


def test_an_event_called_off_is_cancelled_in_subscribed_calendars(client, site_tree):
    event = make_event(slug="off")
    make_event_page(site_tree, event)
    services.call_off(event_id=event.pk)

    entry = Calendar.from_ical(client.get("/kalender.ics").content).events[0]

    assert (str(entry["STATUS"]), entry["SEQUENCE"]) == ("CANCELLED", 1)


def test_mails_are_written_with_the_registration_or_not_at_all(monkeypatch, outbox):
    event = make_event()
    monkeypatch.setattr(services, "changed", lambda scope: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        make_registration(event)

    assert not outbox.exists()
    assert Event.objects.get(pk=event.pk).taken == 0


def test_the_link_to_the_place_lives_until_the_event_is_over(time_machine, outbox):
    event = make_event()
    make_registration(event)
    link = re.search(r"http://testserver(/\S+/platz/\S+/)", outbox.get().content["text"]).group(1)

    time_machine.move_to(event.ends_at + timedelta(hours=1))
    before = Client().get(link).status_code
    time_machine.move_to(event.ends_at + timedelta(days=2))
    after = Client().get(link).status_code

    assert (before, after) == (200, 404)
