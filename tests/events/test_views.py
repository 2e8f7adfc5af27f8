"""The public way: page, form, check, receipt, cancel."""

import itertools
import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from events.models import Event, Registration
from portal import tokens
from tests.builders.events import make_event, make_event_page, make_index_page, make_registration, make_session
from tests.privacy import sentinels

pytestmark = pytest.mark.django_db

ANSWERS = {
    "name": sentinels.NAME,
    "email": sentinels.EMAIL,
    "organisation": sentinels.ORGANISATION,
    "function": "",
    "salutation": "",
    "audience": "volunteer",
    "region": "",
}


@pytest.fixture
def event(site_tree):
    event = make_event(slug="info", capacity=2)
    make_event_page(site_tree, event)
    return event


def register_url(event: Event, language: str = "de") -> str:
    return f"/{language}/veranstaltungen/{event.slug}/anmeldung/"


def hidden(response, name: str) -> str:
    return BeautifulSoup(response.content, "html.parser").find("input", {"name": name})["value"]


def test_an_address_that_is_no_more_is_none_in_a_process_that_knew_it(client, event):
    old = register_url(event)
    assert client.get(old).status_code == 200

    event.slug = "anders"
    event.save()

    assert client.get(old).status_code == 404
    assert client.get(register_url(event)).status_code == 200


def test_a_form_from_memory_is_one_of_a_kind_and_tells_the_truth(client, event, django_assert_num_queries):
    first = client.get(register_url(event))
    with django_assert_num_queries(2):  # the counters, and the event
        second = client.get(register_url(event))
    make_registration(event)
    make_registration(event)

    assert hidden(first, "form_id") != hidden(second, "form_id")
    assert "Warteliste" not in second.text
    assert "Warteliste" in client.get(register_url(event)).text


def to_check_page(client, event: Event, **answers):
    form_id = hidden(client.get(register_url(event)), "form_id")
    return client.post(register_url(event), {**ANSWERS, "form_id": form_id, "action": "check", **answers})


def send(client, event: Event, **answers):
    sealed = hidden(to_check_page(client, event, **answers), "answers")
    return client.post(register_url(event), {"answers": sealed, "action": "send"})


def test_a_person_registers_in_three_steps(client, event, outbox):
    checked = to_check_page(client, event)
    sent = client.post(register_url(event), {"answers": hidden(checked, "answers"), "action": "send"})
    receipt = client.get(sent.url)

    registration = Registration.objects.get()
    assert sentinels.NAME in checked.content.decode()
    assert sent.url == f"{register_url(event)}{registration.reference}/"
    assert registration.reference in receipt.content.decode()
    assert not sentinels.found_in(receipt.content.decode())
    assert (registration.name, registration.audience, registration.language) == (sentinels.NAME, "volunteer", "de")
    assert outbox.get().recipient == sentinels.EMAIL


def test_looking_at_pages_writes_nothing(client, event):
    secret = tokens.issue(
        purpose="registration-place", subject=make_registration(event).subject, lifetime=timedelta(days=1)
    )
    before = list(Registration.objects.values()), list(Event.objects.values())

    for address in (register_url(event), f"/de/veranstaltungen/absage/{secret}/"):
        client.get(address)

    assert (list(Registration.objects.values()), list(Event.objects.values())) == before


def test_typed_answers_are_readable_nowhere_on_the_way(client, event):
    checked = to_check_page(client, event)

    sealed = hidden(checked, "answers")
    assert not sentinels.found_in(sealed)
    assert "sessionid" not in client.cookies


def test_answers_can_be_changed_from_the_check_page(client, event):
    sealed = hidden(to_check_page(client, event), "answers")

    again = client.post(register_url(event), {"answers": sealed, "action": "change"})

    soup = BeautifulSoup(again.content, "html.parser")
    assert soup.find("input", {"name": "name"})["value"] == sentinels.NAME
    assert soup.find("input", {"name": "audience", "checked": True})["value"] == "volunteer"


def test_sending_twenty_times_gives_one_registration_one_mail_and_one_receipt(client, event, outbox):
    sealed = hidden(to_check_page(client, event), "answers")

    receipts = {client.post(register_url(event), {"answers": sealed, "action": "send"}).url for _time in range(20)}

    assert len(receipts) == 1
    assert Registration.objects.count() == outbox.count() == 1


# The counters of what is kept, event and questions; under the lock the event, the form, the address, the quotas, the
# number, the registration, its move, the seat, the link, the mail, the counter of the pages; a savepoint around them.
STATEMENTS = 14 + 2


def test_the_last_click_asks_the_database_no_more_than_it_must(client, event, django_assert_num_queries):
    sealed = hidden(to_check_page(client, event), "answers")
    send(client, event, email="before@example.org")

    with django_assert_num_queries(STATEMENTS):
        client.post(register_url(event), {"answers": sealed, "action": "send"})


def test_a_program_that_fills_in_every_box_does_not_register(client, event):
    answer = to_check_page(client, event, homepage="https://spam.example")

    assert answer.context["form"].errors.keys() == {"homepage"}
    assert not BeautifulSoup(answer.content, "html.parser").find("input", {"name": "answers"})
    assert sentinels.NAME in answer.content.decode()


def test_the_box_of_the_trap_is_no_answer(client, event):
    answer = to_check_page(client, event, homepage="")

    assert {row.name for row in answer.context["rows"]} == {*ANSWERS, "needs", "remark"}


def test_the_pages_of_a_registration_tell_no_other_site_their_address(client, event):
    receipt = client.get(send(client, event).url)
    form = client.get(register_url(event))

    assert {receipt["Referrer-Policy"], form["Referrer-Policy"]} == {"same-origin"}
    assert client.get(f"/de/veranstaltungen/{event.slug}/")["Referrer-Policy"] == "strict-origin"


def test_going_back_and_sending_the_same_form_again_gives_the_same_receipt(client, event, outbox):
    form_id = hidden(client.get(register_url(event)), "form_id")
    receipts = set()
    for _time in range(2):
        checked = client.post(register_url(event), {**ANSWERS, "form_id": form_id, "action": "check"})
        receipts.add(client.post(register_url(event), {"answers": hidden(checked, "answers"), "action": "send"}).url)

    assert len(receipts) == 1
    assert outbox.count() == 1


def test_a_form_that_was_open_for_a_year_is_still_one_registration(client, site_tree, time_machine):
    event = make_event(slug="far", starts_at=timezone.now() + timedelta(days=500))
    make_event_page(site_tree, event)
    sealed = hidden(to_check_page(client, event), "answers")

    first = client.post(register_url(event), {"answers": sealed, "action": "send"})
    time_machine.move_to(timezone.now() + timedelta(days=365))
    again = client.post(register_url(event), {"answers": sealed, "action": "send"})

    assert again.status_code == 302
    assert again.url == first.url


@pytest.mark.parametrize("sealed", ["", "x", "gAAAAA" + "x" * 100, "\x00", "ä" * 50])
def test_answers_that_were_tampered_with_lead_back_to_the_form(client, event, sealed):
    response = client.post(register_url(event), {"answers": sealed, "action": "send"})

    assert response.status_code == 200
    assert BeautifulSoup(response.content, "html.parser").find("input", {"name": "form_id"})
    assert not Registration.objects.exists()


def test_answers_sealed_for_another_event_are_not_taken(client, event, site_tree):
    other = make_event(slug="other")
    make_event_page(site_tree, other)
    sealed = hidden(to_check_page(client, event), "answers")

    client.post(register_url(other), {"answers": sealed, "action": "send"})

    assert not Registration.objects.exists()


def test_a_form_number_of_another_event_or_a_forged_one_gets_a_new_one(client, event):
    response = client.post(register_url(event), {**ANSWERS, "form_id": "forged", "action": "check"})

    soup = BeautifulSoup(response.content, "html.parser")
    assert soup.find("input", {"name": "form_id"})["value"] != "forged"
    assert soup.find("input", {"name": "name"})["value"] == sentinels.NAME


def test_an_empty_form_says_what_is_missing(client, event):
    response = to_check_page(client, event, name="", email="", audience="")

    soup = BeautifulSoup(response.content, "html.parser")
    summaries = soup.select(".error-summary")
    assert len(summaries) == 1
    assert [link["href"] for link in summaries[0].select("a")] == ["#id_name", "#id_email", "#id_audience_0"]
    assert all(soup.find(id=link["href"][1:]) for link in summaries[0].select("a"))
    assert len(soup.find_all("h1")) == 1
    assert soup.find("input", {"name": "organisation"})["value"] == sentinels.ORGANISATION


ODD = [
    "🙂" * 30,
    "\u202eevil\u202c",
    "<script>alert(1)</script>",
    "Ada\x00Null",
    "a" * 10_000,
    "می\u200cخواهم",
    "Ada\r\nBcc: everybody@example.org",
    "'; DROP TABLE events_registration; --",
    "\ud800".encode("utf-8", "replace").decode(),
]


@pytest.mark.parametrize(("text", "field"), zip(ODD, itertools.cycle(["name", "organisation", "function"])))
def test_odd_text_never_breaks_and_is_kept(client, event, field, text):
    """All texts at once are asked in tests/structure/test_odd_input.py."""
    response = to_check_page(client, event, **{field: text})

    assert response.status_code == 200
    soup = BeautifulSoup(response.content, "html.parser")
    assert not soup.find("main").find("script")
    if len(text) == 10_000:
        assert soup.find("input", {"name": field})["value"] == text
        assert soup.select(".error-summary a")
    else:
        assert hidden(response, "answers")


@pytest.mark.parametrize(
    "text", ["", "x", "a@", "a" * 10_000 + "@example.org", "🙂@example.org\x00", "a b@c", "<script>@x.y"]
)
def test_an_odd_address_gets_a_sentence_and_is_kept(client, event, text):
    response = to_check_page(client, event, email=text)

    soup = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 200
    assert soup.select(".error-summary a[href='#id_email']")
    assert soup.find("input", {"name": "email"}).get("value", "") == text.replace("\x00", "\ufffd") or "\x00" in text


@pytest.mark.parametrize("address", [" ada@example.org ", "\u200eada@example.org\u200f", "ada@example.org\n"])
def test_an_address_copied_with_invisible_guests_is_taken(client, event, address):
    send(client, event, email=address)

    assert Registration.objects.get().email == "ada@example.org"


@pytest.mark.parametrize("text", ["Ada\r\nBcc: x@example.org", "Ada\nSubject: x", "=?utf-8?q?x?=\r\nTo: x@example.org"])
def test_no_answer_reaches_the_header_of_a_mail(client, event, outbox, text):
    send(client, event, name=text, organisation=text)

    content = outbox.get().content
    assert "x@example.org" not in content["subject"] + content["text"] + content["html"]
    assert "\n" not in Registration.objects.get().name


def test_workshops_are_offered_and_given(client, event):
    first, second = make_session(event, code="a"), make_session(event, code="b")

    send(client, event, first_choice=str(first.pk), second_choice=str(second.pk))

    choices = Registration.objects.get().choices.all()
    assert [(choice.session, choice.seated) for choice in choices] == [(first, True), (second, False)]


@pytest.mark.parametrize(("first", "second", "faulty"), [("", "a", "first_choice"), ("a", "a", "second_choice")])
def test_choices_of_workshops_must_make_sense(client, event, first, second, faulty):
    keys = {"": "", "a": str(make_session(event, code="a").pk)}

    response = to_check_page(client, event, first_choice=keys[first], second_choice=keys[second])

    assert BeautifulSoup(response.content, "html.parser").select(f".error-summary a[href='#id_{faulty}']")


def test_a_workshop_of_another_event_is_not_on_offer(client, event):
    make_session(event)
    foreign = make_session(make_event())

    response = to_check_page(client, event, first_choice=str(foreign.pk))

    assert BeautifulSoup(response.content, "html.parser").select(".error-summary a[href='#id_first_choice']")


def test_a_full_event_offers_its_waiting_list(client, event):
    for _number in range(2):
        make_registration(event)

    page = client.get(f"/de/veranstaltungen/{event.slug}/").content.decode()
    form = client.get(register_url(event))
    sent = send(client, event)

    receipt = client.get(sent.url)
    assert 'href="/de/veranstaltungen/info/anmeldung/"' in page
    assert form.context["phase"] == "full"
    assert Registration.objects.get(reference=sent.url.split("/")[-2]).is_waiting
    assert receipt.context["position"] == 1


@pytest.mark.parametrize(
    ("facts", "phase"),
    [
        ({"cancelled_at": timedelta()}, "cancelled"),
        ({"starts_at": timedelta(days=-2), "ends_at": timedelta(days=-1)}, "past"),
        ({"registration_opens_at": timedelta(days=1)}, "not-yet"),
        ({"registration_closes_at": timedelta(days=-1)}, "closed"),
    ],
)
def test_a_closed_door_is_a_page_not_an_error(client, event, facts, phase):
    Event.objects.filter(pk=event.pk).update(**{k: timezone.now() + v for k, v in facts.items()})

    got, posted = client.get(register_url(event)), client.post(register_url(event), ANSWERS)
    page = client.get(f"/de/veranstaltungen/{event.slug}/")

    assert got.status_code == posted.status_code == page.status_code == 200
    assert got.context["phase"] == posted.context["phase"] == page.context["phase"] == phase
    assert "anmeldung/" not in page.content.decode()


def test_a_registration_that_closes_while_the_form_is_filled_in_says_so(client, event):
    sealed = hidden(to_check_page(client, event), "answers")
    Event.objects.filter(pk=event.pk).update(registration_closes_at=timezone.now())

    response = client.post(register_url(event), {"answers": sealed, "action": "send"})

    assert response.status_code == 200
    assert response.context["refusal"]
    assert not Registration.objects.exists()


def test_an_event_without_a_public_page_takes_no_registration(client, site_tree):
    make_index_page(site_tree)

    assert client.get(register_url(make_event(slug="hidden"))).status_code == 404


def cancel_url(outbox) -> str:
    """The mail leads to the page of the place, from where one can cancel."""
    place = re.search(r"http://testserver(/\S+/platz/\S+/)", outbox.last().content["text"]).group(1)
    page = BeautifulSoup(Client().get(place).content, "html.parser")
    return next(link["href"] for link in page.main.find_all("a") if "/absage/" in link["href"])


def test_the_link_in_the_mail_asks_and_the_button_cancels(client, event, outbox):
    send(client, event)
    link = cancel_url(outbox)

    asked = client.get(link)
    still_there = Registration.objects.get().is_confirmed
    done = client.post(link)

    assert asked.status_code == 200
    assert still_there
    assert Registration.objects.get().is_cancelled
    assert client.get(done.url).context["registration"].is_cancelled


def test_cancelling_twice_shows_what_came_of_it_and_sends_one_mail(client, event, outbox):
    send(client, event)
    link = cancel_url(outbox)
    first = client.post(link)
    mails = outbox.count()

    again, opened = client.post(link), client.get(link)

    assert first.url == again.url == opened.url
    assert outbox.count() == mails


def test_wrong_expired_and_foreign_links_get_the_same_answer(client, event):
    def link(secret):
        return f"/de/veranstaltungen/absage/{secret}/"

    registration = make_registration(event)
    expired = tokens.issue(purpose="registration-place", subject=registration.subject, lifetime=timedelta(seconds=-1))
    foreign = tokens.issue(purpose="case-status", subject=registration.subject, lifetime=timedelta(days=1))

    answers = [
        method(link(secret)) for secret in ("wrong", "x" * 43, expired, foreign) for method in (client.get, client.post)
    ]

    assert {answer.status_code for answer in answers} == {404}
    bodies = {re.sub(r'(?<=next=)[^"]+', "", answer.content.decode()) for answer in answers}
    assert len(bodies) == 1


def test_a_receipt_of_another_event_or_an_unknown_one_does_not_exist(client, event, site_tree):
    other = make_event(slug="other")
    make_event_page(site_tree, other)
    registration = make_registration(other)

    assert client.get(f"{register_url(event)}{registration.reference}/").status_code == 404
    assert client.get(f"{register_url(event)}V-AAAAA-AAAAA/").status_code == 404


def test_personal_pages_are_kept_by_nobody(client, event):
    registration = make_registration(event)
    secret = tokens.issue(purpose="registration-place", subject=registration.subject, lifetime=timedelta(days=1))

    for address in (
        register_url(event),
        f"{register_url(event)}{registration.reference}/",
        f"/de/veranstaltungen/absage/{secret}/",
    ):
        assert "no-store" in client.get(address)["Cache-Control"]
    assert "no-store" in to_check_page(client, event)["Cache-Control"]


def test_a_stored_page_shows_a_seat_that_was_just_taken(client, event):
    address = f"/de/veranstaltungen/{event.slug}/"
    before = client.get(address)
    again = client.get(address)
    make_registration(event)
    after = client.get(address)

    assert before["ETag"] == again["ETag"] != after["ETag"]


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(client, event, method):
    assert getattr(client, method)(register_url(event)).status_code == 405
