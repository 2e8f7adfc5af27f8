"""An event on more dates: what is copied, what begins anew, at which time on the clock."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import Group
from django.template import Engine
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, ModelLogEntry
from wagtail_localize.models import LocaleSynchronization

from events import selectors, series, services
from events.models import Event, EventPage, Registration, Session, WorkshopText
from events.watches.services import tell
from portal import roles
from portal.errors import DomainError
from portal.models import OutgoingMail, User
from portal.page_translation import translate_page
from tests.builders.events import make_event, make_event_page, make_index_page, make_registration, make_session
from tests.builders.programmes import make_district

pytestmark = pytest.mark.django_db

BERLIN = ZoneInfo("Europe/Berlin")
NEW = date(2027, 6, 10)


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=BERLIN)


def clock(moment: datetime) -> str:
    return f"{moment.astimezone(BERLIN):%Y-%m-%d %H:%M}"


def make_rich_event(**facts) -> Event:
    return make_event(
        **{
            "slug": "info",
            "starts_at": at(2027, 5, 6, 9, 30),
            "ends_at": at(2027, 5, 6, 16, 0),
            "registration_opens_at": at(2027, 4, 1, 8, 0),
            "registration_closes_at": at(2027, 4, 29, 18, 0),
            "district": make_district(),
            "topics": ["law"],
            "languages": ["de", "ar"],
            "mode": "hybrid",
            "online_link": "https://meet.example/room",
            "capacity": 7,
            **facts,
        }
    )


def test_what_staff_entered_is_copied_and_what_the_portal_counts_begins_anew(site_tree):
    event = make_rich_event()
    workshop = make_session(event, capacity=3, code="a", starts_at=at(2027, 5, 6, 13, 0), ends_at=at(2027, 5, 6, 14, 0))
    make_session(event, capacity=4, code="b")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: at(2027, 4, 2, 8, 0))
        make_registration(event, session_ids=[workshop.pk])
        services.call_off(event_id=event.pk)
    event.refresh_from_db()

    [new] = series.copy(event_id=event.pk, days=[NEW]).new

    new.refresh_from_db()
    facts = ("kind", "mode", "topics", "languages", "district_id", "venue_name", "venue_place", "online_link")
    same = (*facts, "capacity")
    assert [getattr(new, name) for name in same] == [getattr(event, name) for name in same]
    assert (new.slug, clock(new.starts_at), clock(new.ends_at)) == (
        "info-2027-06-10",
        "2027-06-10 09:30",
        "2027-06-10 16:00",
    )
    assert (clock(new.registration_opens_at), clock(new.registration_closes_at)) == (
        "2027-05-06 08:00",
        "2027-06-03 18:00",
    )
    assert event.taken == event.last_number == Session.objects.get(pk=workshop.pk).taken == 1
    assert (new.taken, new.waiting, new.last_number, new.sequence, new.cancelled_at) == (0, 0, 0, 0, None)
    assert new.uid != event.uid
    assert [(s.code, s.capacity, s.taken) for s in new.sessions.order_by("sort_order")] == [("a", 3, 0), ("b", 4, 0)]
    assert clock(new.sessions.get(code="a").starts_at) == "2027-06-10 13:00"
    assert Registration.objects.filter(event=new).count() == 0


def test_every_fact_of_an_event_and_a_workshop_is_either_copied_or_the_portals_own():
    """A field somebody adds is copied if staff enter it; what follows is the list of those they do not."""
    own = {
        "id",
        "uid",
        "slug",
        "taken",
        "online_taken",
        "seats_awaited",
        "online_awaited",
        "waiting",
        "last_number",
        "cancelled_at",
        "sequence",
        "created_at",
        "updated_at",
    }
    event = make_rich_event()

    copied = set(series._facts(event, 1))

    assert {field.name for field in Event._meta.local_concrete_fields} - copied == own
    assert set(series._facts(make_session(event), 1)) >= {"code", "capacity", "room", "starts_at", "sort_order"}


@pytest.mark.parametrize(
    ("first", "day", "wall_clock", "offset"),
    [
        (at(2027, 3, 27, 10, 0), date(2027, 3, 28), "2027-03-28 10:00", 2),
        (at(2027, 3, 28, 10, 0), date(2027, 3, 27), "2027-03-27 10:00", 1),
        (at(2027, 3, 27, 0, 0), date(2027, 3, 28), "2027-03-28 00:00", 1),
        (at(2026, 10, 24, 10, 0), date(2026, 10, 25), "2026-10-25 10:00", 1),
        (at(2026, 10, 24, 23, 30), date(2026, 10, 25), "2026-10-25 23:30", 1),
        (at(2026, 10, 25, 10, 0), date(2026, 10, 24), "2026-10-24 10:00", 2),
        # The hour that comes twice is the first of the two; the one that is left out becomes the next one.
        (at(2026, 10, 24, 2, 30), date(2026, 10, 25), "2026-10-25 02:30", 2),
        (at(2027, 3, 27, 2, 30), date(2027, 3, 28), "2027-03-28 03:30", 2),
    ],
)
def test_times_stay_on_the_german_clock_on_both_sides_of_a_switch(first, day, wall_clock, offset):
    new = series.moved(first, (day - first.date()).days)

    assert clock(new) == wall_clock
    assert new.astimezone(BERLIN).utcoffset() == timedelta(hours=offset)


def test_an_event_over_the_night_of_a_switch_keeps_both_its_times(site_tree):
    event = make_event(starts_at=at(2027, 3, 20, 20, 0), ends_at=at(2027, 3, 21, 10, 0), slug="nacht")

    [new] = series.copy(event_id=event.pk, days=[date(2027, 3, 27)]).new

    assert (clock(new.starts_at), clock(new.ends_at)) == ("2027-03-27 20:00", "2027-03-28 10:00")


def test_a_whole_day_stays_one(site_tree):
    event = make_event(starts_at=at(2026, 10, 24, 0, 0), ends_at=at(2026, 10, 24, 23, 59), all_day=True, slug="tag")

    [new] = series.copy(event_id=event.pk, days=[date(2026, 10, 25)]).new

    assert (clock(new.starts_at), clock(new.ends_at)) == ("2026-10-25 00:00", "2026-10-25 23:59")


def test_several_dates_at_once_and_none_of_them_twice(site_tree):
    event = make_rich_event()
    days = [NEW, NEW + timedelta(days=7)]

    first = series.copy(event_id=event.pk, days=[*days, NEW])
    second = series.copy(event_id=event.pk, days=days)

    assert [new.slug for new in first.new] == ["info-2027-06-10", "info-2027-06-17"]
    assert (second.new, second.known) == ([], first.new)
    assert Event.objects.count() == 3


def test_a_copy_can_be_copied_and_knows_the_dates_of_its_series(site_tree):
    event = make_rich_event()
    [new] = series.copy(event_id=event.pk, days=[NEW]).new

    copies = series.copy(event_id=new.pk, days=[date(2027, 7, 1), date(2027, 5, 6)])

    assert [one.slug for one in copies.new] == ["info-2027-07-01"]
    assert copies.known == [event]


def test_a_very_long_address_still_gets_its_date(site_tree):
    event = make_rich_event(slug="x" * 120)

    [new] = series.copy(event_id=event.pk, days=[NEW]).new

    assert len(new.slug) == 120
    assert new.slug.endswith("-2027-06-10")


def test_the_day_of_the_event_itself_is_refused_and_nothing_is_copied(site_tree):
    event = make_rich_event()

    with pytest.raises(DomainError):
        series.copy(event_id=event.pk, days=[date(2027, 5, 1), date(2027, 5, 6)])

    assert Event.objects.count() == 1


# --- pages -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def translated(site_tree):
    """An event with a workshop and pages in German and English; in Arabic an alias stands in."""
    event = make_rich_event()
    workshop = make_session(event, code="a")
    index = make_index_page(site_tree)
    home = index.get_parent().specific
    page = make_event_page(
        site_tree, event, title="Tag & Nacht", summary="Worum es geht.", description="<p>Mit <b>Essen</b> & Trinken</p>"
    )
    page.workshops = [WorkshopText(session=workshop, title="Üben", text="Gemeinsam.")]
    page.save_revision().publish()
    translate_page(home, "en", {home.title: "Start", home.lead: "What it is about."})
    translate_page(index, "en", {index.title: "Events"})
    words = {
        "Tag & Nacht": "Day & night",
        "Worum es geht.": "What it is about.",
        "Mit <b>Essen</b> &amp; Trinken": "With <b>food</b> &amp; drink",
        "Üben": "Practise",
        "Gemeinsam.": "Together.",
    }
    assert translate_page(page, "en", words).live
    return event


def test_pages_and_their_translations_become_drafts_with_the_same_words(client, translated):
    [new] = series.copy(event_id=translated.pk, days=[NEW]).new

    pages = {page.locale.language_code: page for page in EventPage.objects.filter(event=new)}
    assert set(pages) == {"de", "en"}
    assert {(page.live, page.slug) for page in pages.values()} == {(False, new.slug)}
    assert len({page.translation_key for page in pages.values()}) == 1
    for language, words in (
        ("de", ("Tag & Nacht", "Worum es geht.", "Essen", "Üben")),
        ("en", ("Day & night", "What it is about.", "food", "Practise")),
    ):
        draft = pages[language].get_latest_revision_as_object()
        text = draft.workshops.get()
        assert (draft.title, draft.summary, text.title) == (words[0], words[1], words[3])
        assert words[2] in draft.description
        assert "amp;amp;" not in draft.title + draft.description
        assert text.session == new.sessions.get()
    assert client.get(f"/de/veranstaltungen/{new.slug}/").status_code == 404
    assert [item.event for item in selectors.upcoming(language="de")] == [translated]


def test_drafts_can_be_published_as_they_are(client, translated):
    [new] = series.copy(event_id=translated.pk, days=[NEW]).new

    for page in EventPage.objects.filter(event=new):
        page.get_latest_revision().publish()

    for language, title in (("de", "Tag &amp; Nacht"), ("en", "Day &amp; night")):
        assert title in client.get(f"/{language}/veranstaltungen/{new.slug}/").content.decode()
    assert "Day &amp; night" in client.get("/en/veranstaltungen/info/").content.decode()


def test_where_nobody_translated_the_german_words_stand_in_as_they_do_for_a_new_page(client, translated, site_tree):
    german, arabic = (Locale.objects.get(language_code=code) for code in ("de", "ar"))
    LocaleSynchronization.objects.get_or_create(locale=arabic, sync_from=german)
    for page in make_index_page(site_tree).get_ancestors(inclusive=True).filter(depth__gt=1):
        if not page.has_translation(arabic):
            page.specific.copy_for_translation(arabic, alias=True)

    [new] = series.copy(event_id=translated.pk, days=[NEW]).new
    EventPage.objects.get(event=new, locale=german).get_latest_revision().publish()

    assert EventPage.objects.get(event=new, locale=arabic).alias_of is not None
    assert "Tag &amp; Nacht" in client.get(f"/ar/veranstaltungen/{new.slug}/").content.decode()


def test_nobody_is_told_of_a_date_whose_page_is_a_draft(translated):
    series.copy(event_id=translated.pk, days=[NEW])

    tell()

    assert not OutgoingMail.objects.exists()


def test_the_pages_of_the_first_date_stay_as_they_are(translated):
    before = list(EventPage.objects.filter(event=translated).values("pk", "live", "title", "translation_key"))

    series.copy(event_id=translated.pk, days=[NEW])

    assert list(EventPage.objects.filter(event=translated).values("pk", "live", "title", "translation_key")) == before


# --- in the CMS ------------------------------------------------------------------------------------------------------


@pytest.fixture
def staff(staff_client, site_tree, monkeypatch):
    monkeypatch.setattr(Engine.get_default(), "string_if_invalid", "")
    user = User.objects.create_user("event-staff@example.org", "a password for tests")
    user.groups.add(Group.objects.get(name=roles.EVENT_STAFF))
    return staff_client(user)


def soon(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def test_event_staff_copy_from_the_list_and_the_copying_is_logged(staff):
    event = make_event(slug="info")
    address = reverse("event_staff:copy", args=[event.pk])

    listed = staff.get(reverse("events_event:index"))
    form = staff.get(address)
    sent = staff.post(address, {"date_1": soon(60), "date_2": "", "date_3": soon(67)})
    again = staff.post(address, {"date_1": soon(60), "date_3": soon(67)}, follow=True)

    assert address in listed.content.decode()
    assert form.status_code == 200
    assert sent.url == reverse("events_event:index")
    assert Event.objects.count() == 3
    assert ModelLogEntry.objects.get(action="events.copied").data == {"days": [soon(60), soon(67)]}
    assert again.status_code == 200


@pytest.mark.parametrize(
    ("answers", "faulty"),
    [
        ({}, ["date_1"]),
        ({"date_1": "x"}, ["date_1"]),
        ({"date_1": "2027-02-30"}, ["date_1"]),
        ({"date_1": "\x00"}, ["date_1"]),
        ({"date_1": soon(-1)}, ["date_1"]),
        ({"date_1": "9999-12-31"}, ["date_1"]),
        ({"date_1": soon(60), "date_2": soon(30)}, ["date_2"]),
    ],
)
def test_dates_that_make_no_sense_get_a_sentence_each_and_copy_nothing(staff, answers, faulty):
    event = make_event(slug="info")

    response = staff.post(reverse("event_staff:copy", args=[event.pk]), answers)

    assert response.status_code == 200
    assert list(response.context["form"].errors) == faulty
    assert Event.objects.count() == 1
