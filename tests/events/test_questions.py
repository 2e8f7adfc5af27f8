"""Questions an event asks of some of those who register: on a page of their own, kept with the registration."""

import io
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from openpyxl import load_workbook

from events import changes, series, services
from events.models import Event, Question, QuestionText, Registration
from portal import tokens
from portal.errors import DomainError
from tests.builders.events import make_event, make_event_page, make_group, make_guest, make_question
from tests.builders.referral import filled, main_form
from tests.privacy import sentinels

pytestmark = pytest.mark.django_db
ADDRESS = "/de/veranstaltungen/tag/anmeldung/"
PERSON = {"name": sentinels.NAME, "email": sentinels.EMAIL, "audience": "authority"}


@pytest.fixture
def page(site_tree):
    page = make_event_page(site_tree, make_event(slug="tag"))
    make_question(page, "fall", "Welches Thema bringen Sie mit?", audiences=["authority"], is_required=True)
    make_question(
        page, "parkplatz", "Brauchen Sie einen Parkplatz?", kind="yes-no", audiences=["authority", "provider"]
    )
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


def place_of(registration: Registration, view: str = "place") -> str:
    secret = tokens.issue(purpose="registration-place", subject=registration.subject, lifetime=timedelta(days=1))
    return reverse(f"events:{view}", kwargs={"secret": secret})


def questions_of(registration: Registration) -> str:
    return place_of(registration, "place_questions")


@pytest.fixture
def taken_over(client, page, outbox) -> Registration:
    """A place whose first guest answered, and gave it to somebody else."""
    send(client, answer(client, fill_in(client, PERSON), {"question-fall": "Verfahren"}))
    registration = Registration.objects.get()
    guest = make_guest(name="Jemand Anderes", email="andere@example.org", audience="authority")
    return changes.change(registration_id=registration.pk, guest=guest)


def test_whoever_takes_a_place_over_is_told_and_asked_what_was_not_passed_on(client, taken_over, outbox):
    [mail] = [mail for mail in outbox if mail.recipient == "andere@example.org"]
    asked = client.get(place_of(taken_over))
    form = client.get(questions_of(taken_over))

    assert "Die Veranstaltung hat noch Fragen an Sie" in mail.content["text"]
    assert "Die Veranstaltung hat noch Fragen an Sie" in asked.text
    assert "Verfahren" not in form.text

    sent = client.post(questions_of(taken_over), {**filled(form_of(form), {"question-fall": sentinels.FREE_TEXT})})

    taken_over.refresh_from_db()
    assert sent.status_code == 302
    assert taken_over.answers == {"fall": sentinels.FREE_TEXT}
    assert "Die Veranstaltung hat noch Fragen an Sie" not in client.get(sent.url).text
    assert sentinels.FREE_TEXT in client.get(questions_of(taken_over)).text


def test_nobody_else_is_told_of_questions(client, page, outbox):
    send(client, answer(client, fill_in(client, PERSON), {"question-fall": "Verfahren"}))

    assert "noch Fragen" not in outbox[0].content["text"]


def test_what_must_be_answered_is_asked_again_of_a_place_too(client, taken_over):
    again = client.post(questions_of(taken_over), {"question-fall": "", "question-parkplatz": "yes"})

    assert again.status_code == 200
    assert form_of(again).select_one("[name=question-parkplatz][value=yes]").has_attr("checked")
    taken_over.refresh_from_db()
    assert taken_over.answers == {}


@pytest.mark.parametrize("is_cancelled", [True, False], ids=["place given back", "event called off"])
def test_nobody_answers_for_what_does_not_take_place(client, taken_over, is_cancelled):
    address = questions_of(taken_over)
    if is_cancelled:
        services.cancel(registration_id=taken_over.pk)
    else:
        services.call_off(event_id=taken_over.event_id)

    assert client.get(address).status_code == 404
    assert client.post(address, {"question-fall": "zu spät"}).status_code == 404
    with pytest.raises(DomainError):
        changes.answer(registration_id=taken_over.pk, answers={"fall": "zu spät"})


@pytest.mark.parametrize(("email", "status"), [("eigene@example.org", 404), ("", 200)])
def test_the_contact_of_a_group_answers_for_those_alone_who_have_no_link(client, page, email, status):
    group = make_group(page.event, people=[replace(make_guest(audience="authority"), email=email)])
    secret = tokens.issue(purpose="group-places", subject=group.subject, lifetime=timedelta(days=1))
    place = {"secret": secret, "reference": group.registrations.get().reference}

    assert client.get(reverse("events:group_place_questions", kwargs=place)).status_code == status
    assert ("noch Fragen" in client.get(reverse("events:group_place", kwargs=place)).text) == (status == 200)


def test_two_questions_cannot_share_a_code(page):
    with pytest.raises(ValidationError):
        Question(event=page.event, code="fall").full_clean()
