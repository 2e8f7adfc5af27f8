"""Feedback after an event: without a person, once for each form, and gone in time."""

import uuid
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from events import emails
from events.attendance import feedback
from events.models import Event, Feedback
from portal import retention
from portal.errors import DomainError
from portal.page_translation import translate_page
from tests.builders.events import make_event, make_event_page, make_registration
from tests.privacy import sentinels

pytestmark = [pytest.mark.django_db]


def over(site_tree, *, ago: timedelta = timedelta(days=1), **facts) -> Event:
    event = make_event(starts_at=timezone.now() - ago - timedelta(hours=3), **facts)
    make_event_page(site_tree, event)
    return event


def address(event: Event) -> str:
    return reverse("events:feedback", args=[event.slug])


def told(client, event: Event, **changes) -> dict:
    form = BeautifulSoup(client.get(address(event)).content, "html.parser").select_one("form.event-form")
    uid = form.select_one("input[name=uid]")["value"]
    return {"uid": uid, "rating": "4", "words": sentinels.FREE_TEXT, "homepage": "", **changes}


def test_anybody_gives_feedback_without_log_in_and_the_form_sent_twice_counts_once(client, site_tree):
    event = over(site_tree)
    data = told(client, event)

    for _time in range(2):
        response = client.post(address(event), data)

    assert response["Location"] == reverse("events:feedback_given", args=[event.slug])
    assert client.get(response["Location"]).status_code == 200
    one = Feedback.objects.get()
    assert (one.rating, one.words, one.given_on) == (4, sentinels.FREE_TEXT, timezone.localdate())


def test_nothing_that_could_tell_who_it_was_is_kept(client, site_tree):
    event = over(site_tree)
    client.post(address(event), told(client, event), REMOTE_ADDR="203.0.113.7", HTTP_USER_AGENT="Sentinel-Browser")

    assert {field.name for field in Feedback._meta.local_concrete_fields} == {
        "id",
        "event",
        "uid",
        "rating",
        "words",
        "given_on",
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM events_feedback")
        row = str(cursor.fetchall())
    assert "203.0.113.7" not in row
    assert not sentinels.found_in(row)


@pytest.mark.parametrize(
    "changes",
    [
        {"rating": ""},
        {"rating": "6"},
        {"rating": "0"},
        {"uid": "x"},
        {"words": "x" * 2001},
        {"homepage": "https://spam.example"},
    ],
)
def test_what_makes_no_sense_gets_a_sentence_and_the_words_stay(client, site_tree, changes):
    event = over(site_tree)
    data = told(client, event, **changes)

    response = client.post(address(event), data)

    soup = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 200
    assert soup.select("form.event-form")
    assert data["words"] in soup.select_one("textarea").get_text()
    assert not Feedback.objects.exists()


@pytest.mark.parametrize("facts", [{"ago": timedelta(days=-20)}, {"ago": timedelta(days=31)}])
def test_outside_its_time_a_page_says_when_and_nothing_is_stored(client, site_tree, facts):
    event = over(site_tree, **facts)

    for response in (client.get(address(event)), client.post(address(event), {"rating": "1", "uid": uuid.uuid4()})):
        assert response.status_code == 200
        assert not BeautifulSoup(response.content, "html.parser").select("form.event-form")
    with pytest.raises(DomainError):
        feedback.give(event_id=event.pk, uid=uuid.uuid4(), rating=3)
    assert not Feedback.objects.exists()


def test_an_event_that_was_called_off_takes_none(site_tree):
    assert not feedback.is_open(over(site_tree, cancelled_at=timezone.now()))


def test_an_event_nobody_may_read_about_has_no_such_page(client, site_tree):
    event = make_event(starts_at=timezone.now() - timedelta(hours=4))

    assert client.get(address(event)).status_code == 404
    assert client.get(reverse("events:feedback_given", args=[event.slug])).status_code == 404


@pytest.mark.ignore_template_errors
def test_staff_see_what_guests_thought_and_the_look_is_logged(event_staff, site_tree):
    event = over(site_tree)
    for rating, words in ((5, "Sehr gut"), (2, ""), (2, "<b>laut</b>")):
        feedback.give(event_id=event.pk, uid=uuid.uuid4(), rating=rating, words=words)

    page = event_staff.get(reverse("event_staff:feedback", args=[event.pk]))

    results = feedback.results_of(event)
    assert (results.number, results.average) == (3, 3.0)
    assert results.counts == [(5, 1), (4, 0), (3, 0), (2, 2), (1, 0)]
    assert "&lt;b&gt;laut&lt;/b&gt;" in page.content.decode()
    assert len(BeautifulSoup(page.content, "html.parser").select(".feedback__words")) == 2
    assert ModelLogEntry.objects.filter(action="events.feedback_seen").count() == 1


@pytest.mark.ignore_template_errors
def test_where_nobody_answered_the_page_says_so(event_staff):
    assert event_staff.get(reverse("event_staff:feedback", args=[make_event().pk])).status_code == 200


def test_the_words_go_90_days_after_the_event_and_the_rating_stays(site_tree):
    old, new = over(site_tree), make_event(starts_at=timezone.now() - timedelta(hours=4))
    for event in (old, new):
        feedback.give(event_id=event.pk, uid=uuid.uuid4(), rating=2, words="Zu laut")
        feedback.give(event_id=event.pk, uid=uuid.uuid4(), rating=3)
    ended = timezone.now() - timedelta(days=91)
    Event.objects.filter(pk=old.pk).update(starts_at=ended - timedelta(hours=1), ends_at=ended)
    said = [one for one in retention.coming() if one.of == old.slug]

    assert [feedback.purge(), feedback.purge()] == [1, 0]

    assert [(one.number, one.on) for one in said] == [(1, timezone.localdate(ended) + timedelta(days=90))]
    assert feedback.results_of(old).words == []
    assert feedback.results_of(old).number == 2
    assert feedback.results_of(new).words == ["Zu laut"]


@pytest.mark.parametrize(("language", "sentence"), [("de", "Die Unterlagen finden Sie"), ("ar", "تجدون المواد")])
def test_the_mail_that_thanks_tells_of_materials_where_the_readers_page_has_some(site_tree, outbox, language, sentence):
    event = make_event(slug="tag")
    page = make_event_page(site_tree, event)
    registration = make_registration(event, language=language)

    def told() -> bool:
        emails.queue_thanks(registration)
        return sentence in outbox.last().content["text"]

    assert not told()
    page.materials = '<p data-block-key="a1">Folien</p>'
    page.save()
    assert told()  # without a translation the German page is read
    page.materials = '<p data-block-key="a1"></p>'  # what the editor leaves of an empty field
    page.full_clean()
    page.save()
    assert not told()


def test_the_mail_that_thanks_leaves_out_materials_that_stand_on_another_page(site_tree, outbox):
    event = make_event(slug="tag")
    page = make_event_page(site_tree, event, title="Infotag")
    home = page.get_parent().get_parent().specific
    translate_page(home, "en", {home.title: "Start", home.lead: "About."})
    index = page.get_parent().specific
    translate_page(index, "en", {index.title: "Events"})
    translate_page(page, "en", {"Infotag": "Info day"})
    page.materials = "<p>Folien</p>"
    page.save()
    registration = make_registration(event, language="en")
    emails.queue_thanks(registration)

    assert "materials" not in outbox.last().content["text"]


def test_the_mail_that_thanks_leads_there_by_an_address_that_tells_nobody_apart(site_tree, outbox):
    event = make_event()
    make_event_page(site_tree, event)
    registration = make_registration(event, language="en")

    emails.queue_thanks(registration)

    mail = outbox.last()
    assert mail.template == "events/emails/thanks"
    assert f"/en/veranstaltungen/{event.slug}/rueckmeldung/" in str(mail.content)
    assert registration.reference not in feedback.address_of(event, language="en")
