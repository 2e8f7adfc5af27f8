"""Questions an event asks of some of those who register: on a page of their own, kept with the registration."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from openpyxl import load_workbook

from events import series, services
from events.models import Event, Question, QuestionText, Registration
from tests.builders.events import make_event, make_event_page
from tests.builders.referral import filled, main_form
from tests.privacy import sentinels

pytestmark = pytest.mark.django_db
ADDRESS = "/de/veranstaltungen/tag/anmeldung/"
PERSON = {"name": sentinels.NAME, "email": sentinels.EMAIL, "audience": "authority"}


def ask(page, code: str, label: str, **facts) -> Question:
    question = Question.objects.create(event=page.event, code=code, **facts)
    page.question_texts.add(QuestionText(question=question, label=label, hint="Ohne Namen"))
    page.save()
    return question


@pytest.fixture
def page(site_tree):
    page = make_event_page(site_tree, make_event(slug="tag"))
    ask(page, "fall", "Welches Thema bringen Sie mit?", audiences=["authority"], is_required=True)
    ask(page, "parkplatz", "Brauchen Sie einen Parkplatz?", kind="yes-no", audiences=["authority", "provider"])
    return page


def form_of(response):
    return main_form(response.content.decode())


def fill_in(client, told: dict, address: str = ADDRESS):
    return client.post(address, {**filled(form_of(client.get(address)), told), "action": "check"})


def answer(client, response, told: dict, address: str = ADDRESS):
    return client.post(address, {**filled(form_of(response), told), "action": "questions"})


def send(client, response, address: str = ADDRESS):
    return client.post(address, {**filled(form_of(response), {}), "action": "send"})


def test_who_is_meant_is_asked_after_the_form_and_the_answers_are_kept(client, page):
    asked = fill_in(client, PERSON)
    told = {"question-fall": sentinels.FREE_TEXT, "question-parkplatz": "yes"}
    checked = answer(client, asked, told)
    sent = send(client, checked)

    assert "Welches Thema bringen Sie mit?" in asked.content.decode()
    assert sentinels.FREE_TEXT in checked.content.decode()
    assert sent.status_code == 302
    assert Registration.objects.get().answers == {"fall": sentinels.FREE_TEXT, "parkplatz": "yes"}


def test_who_is_not_meant_is_not_asked(client, page):
    checked = fill_in(client, {**PERSON, "audience": "volunteer"})

    assert form_of(checked).find("input", {"name": "answers"})
    assert "Welches Thema" not in checked.content.decode()
    assert send(client, checked).status_code == 302
    assert Registration.objects.get().answers == {}


def test_what_must_be_answered_is_asked_again_with_what_was_typed(client, page):
    asked = fill_in(client, PERSON)

    again = answer(client, asked, {"question-parkplatz": "no"})

    form = form_of(again)
    assert again.content.decode().count("error-summary__list") == 1
    assert form.find("input", {"name": "question-parkplatz", "value": "no"}).has_attr("checked")


def test_nobody_gets_past_the_questions_by_sending_at_once(client, page):
    asked = fill_in(client, PERSON)

    sent = client.post(ADDRESS, {**filled(form_of(asked), {}), "action": "send"})

    assert not Registration.objects.exists()
    assert sent.status_code == 200


def test_going_back_to_the_form_keeps_the_answers_to_the_questions(client, page):
    checked = answer(client, fill_in(client, PERSON), {"question-fall": "Verfahren"})

    back = client.post(ADDRESS, {**filled(form_of(checked), {}), "action": "change"})
    asked = client.post(ADDRESS, {**filled(form_of(back), {"audience": "authority"}), "action": "check"})

    assert form_of(asked).find("input", {"name": "question-fall"})["value"] == "Verfahren"


def test_a_group_is_asked_once_for_all(client, page):
    address = f"{ADDRESS}gruppe/"
    told = {"contact_name": "Office", "contact_email": "office@example.org", "audience": "authority"}
    told |= {"guest-0-name": "Ada", "guest-1-name": "Bo"}

    checked = answer(client, fill_in(client, told, address), {"question-fall": "Verfahren"}, address)
    sent = send(client, checked, address)

    assert sent.status_code == 302
    assert [registration.answers for registration in Registration.objects.all()] == [{"fall": "Verfahren"}] * 2


def test_the_table_of_staff_has_a_column_for_each_question(client, page, event_staff):
    send(client, answer(client, fill_in(client, PERSON), {"question-fall": "=1+1", "question-parkplatz": "yes"}))

    table = event_staff.get(reverse("event_staff:registrations_xlsx", args=[page.event.pk]))
    head, row = list(load_workbook(io.BytesIO(b"".join(table.streaming_content))).active.iter_rows(values_only=True))

    assert head[-2:] == ("Welches Thema bringen Sie mit?", "Brauchen Sie einen Parkplatz?")
    assert row[-2:] == ("=1+1", "ja")


def test_a_question_without_words_is_not_asked(client, page):
    Question.objects.create(event=page.event, code="ohne", is_required=True)

    checked = answer(client, fill_in(client, PERSON), {"question-fall": "Verfahren"})

    assert send(client, checked).status_code == 302


def test_a_copy_of_the_event_asks_the_same(page):
    [copy] = series.copy(event_id=page.event.pk, days=[page.event.starts_at.date().replace(year=2030)]).new

    assert set(copy.questions.values_list("code", flat=True)) == {"fall", "parkplatz"}
    texts = QuestionText.objects.filter(page__event=copy)
    assert {text.question.event for text in texts} == {Event.objects.get(pk=copy.pk)}


def test_another_date_takes_the_answers_along(client, page, site_tree):
    Event.objects.update(series="tour")
    send(client, answer(client, fill_in(client, PERSON), {"question-fall": "Verfahren"}))
    registration = Registration.objects.get()

    assert services.guest_of(registration).answers == {"fall": "Verfahren"}


def test_two_questions_cannot_share_a_code(page):
    with pytest.raises(ValidationError):
        Question(event=page.event, code="fall").full_clean()
