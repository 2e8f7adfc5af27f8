"""What staff paste by mistake goes no further: marks that turn a line, and characters no feed or table can hold."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Locale

from events.models import EventPage, Question, QuestionText, Session, WorkshopText
from events.staff_desk import MessageForm, OutOfTurnForm, RejectionForm
from events.staff_inputs import RegistrationFilter
from tests.builders.events import make_event, make_event_page

pytestmark = pytest.mark.django_db
ODD, PLAIN = "Tag\x0bder \u202eOffenen\u202c\r\nTu\u0308r ", "Tag der Offenen Tür"
PERSIAN = "می\u200cخواهم"


def test_facts_are_stored_in_one_line_as_they_read(site_tree):
    event = make_event(host=ODD, venue_name=ODD, venue_place=PERSIAN)
    session = Session(event=event, code="a", capacity=1, room=ODD)

    event.full_clean()
    session.full_clean()

    assert (event.host, event.venue_name, event.venue_place, session.room) == (PLAIN, PLAIN, PERSIAN, PLAIN)


def test_the_words_of_a_page_are_too_and_the_feed_stays_readable(site_tree, client):
    page = make_event_page(site_tree, make_event(), title=ODD, summary="Zeile\x01 eins\nZeile \u2067zwei")

    feed = client.get("/de/veranstaltungen/kalender.atom")

    kept = EventPage.objects.get(pk=page.pk)
    assert (kept.title, kept.draft_title, kept.summary) == (PLAIN, PLAIN, "Zeile eins\nZeile zwei")
    assert PLAIN in feed.content.decode()


def test_workshops_and_questions_are_too(site_tree):
    event = make_event()
    page = make_event_page(site_tree, event)
    session = Session.objects.create(event=event, code="a", capacity=1)
    question = Question.objects.create(event=event, code="a")
    german = Locale.objects.get(language_code="de")
    workshop = WorkshopText(page=page, session=session, title=ODD, text=f"{ODD}\nb", locale=german)
    asked = QuestionText(page=page, question=question, label=ODD, hint=ODD, locale=german)

    workshop.full_clean()
    asked.full_clean()

    assert (workshop.title, asked.label, asked.hint) == (PLAIN, PLAIN, PLAIN)
    assert "\u202e" not in workshop.text
    assert workshop.text.count("\n") == 2


def test_what_must_not_be_empty_is_refused_where_nothing_is_left_to_see(site_tree):
    page = make_event_page(site_tree, make_event())
    page.title = "\u200b \u202e"

    with pytest.raises(ValidationError) as refusal:
        page.full_clean()

    assert set(refusal.value.message_dict) == {"title"}


def test_marked_up_words_are_left_to_their_own_rules(site_tree):
    page = make_event_page(site_tree, make_event(), description="<p>a\u2067b</p>")

    assert EventPage.objects.get(pk=page.pk).description == "<p>a\u2067b</p>"


def test_what_staff_write_to_guests_and_note_is_cleaned():
    event = make_event()
    message = MessageForm({"subject_de": ODD, "text_de": f"{ODD}\nb"}, event=event)
    refusal, note = RejectionForm({"words": ODD}), OutOfTurnForm({"note": ODD})
    query = RegistrationFilter({"query": ODD}, event=event)

    assert all(form.is_valid() for form in (message, refusal, note, query))
    assert message.cleaned_data["subject_de"] == query.cleaned_data["query"] == PLAIN
    texts = [message.cleaned_data["text_de"], refusal.cleaned_data["words"], note.cleaned_data["note"]]
    assert not {"\u202e", "\x0b", "\r"} & set("".join(texts))
    assert message.cleaned_data["text_de"].endswith("\nb")
