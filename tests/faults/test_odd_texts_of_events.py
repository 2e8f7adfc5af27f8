"""F22: seven hundred odd texts in every box of the events, and what lists, papers, mails and files show of them."""

import csv
import io
import unicodedata
import uuid
from datetime import timedelta
from xml.etree import ElementTree as ET

import icalendar
import pytest
from bs4 import BeautifulSoup
from django.http import QueryDict
from django.urls import reverse
from openpyxl import load_workbook

from events import emails, services
from events.attendance.inputs import FeedbackForm, WalkInForm
from events.attendance.paper import Badges, Certificates, VisitorList
from events.attendance.presence import with_presence
from events.forms import QuestionForm, RegistrationForm, guest_of, kept, new_form_id
from events.group_forms import GroupForm
from events.models import Event, Registration
from events.selectors import AskedQuestion
from events.signature_list import SignatureList
from events.staff_desk import MessageForm, OutOfTurnForm, RejectionForm
from events.states import Answer
from portal import outbox as portal_outbox
from portal import plain_text, tokens
from tests.builders.attendance import check_in
from tests.builders.events import make_event, make_event_page, make_registration
from tests.events.conftest import event_staff  # noqa: F401 -- a fixture
from tests.faults.odd_texts import NAMES, SMALL, TEXTS
from tests.portal.test_pdf import needs_pango

pytestmark = [pytest.mark.fault, pytest.mark.django_db, pytest.mark.ignore_template_errors]
LINES = ("name", "organisation", "function", "remark")


@pytest.fixture
def event(site_tree) -> Event:
    event = make_event(slug="info", capacity=2_000, group_size=20)
    make_event_page(site_tree, event)
    return event


def typed(**told) -> QueryDict:
    """As a browser sends it: halves of a character do not arrive."""
    data = QueryDict(mutable=True)
    data.update({name: text.encode("utf-8", "replace").decode() for name, text in told.items()})
    return data


def registration_form(event: Event, **told) -> RegistrationForm:
    common = {"form_id": new_form_id(event), "audience": "other", "name": "Ada", "email": f"{uuid.uuid4()}@example.org"}
    return RegistrationForm(typed(**{**common, **told}), event=event, workshops=[])


def as_stored(text: str) -> str:
    """What must be left of one line: normal form C, whole, without what cannot be seen or shows other words.

    White space of every kind (a vertical tab, too) parts words, and is one space between them.
    """
    arrived = text.encode("utf-8", "replace").decode()
    return " ".join(plain_text.clean(" ".join(arrived.split())).split())


def is_neutral(text: str) -> bool:
    return not plain_text.DIRECTION_CONTROLS & set(text) and "\x00" not in text


def sentence_of(form, field: str) -> str:
    return " ".join(form.errors.get(field, []))


def test_there_are_enough_and_two_hundred_names():
    assert len(set(TEXTS)) > 500
    assert len(set(NAMES)) >= 200


@pytest.mark.parametrize("field", LINES)
def test_a_line_of_the_registration_is_kept_or_refused_with_a_sentence(field, event):
    refused = []
    for text in TEXTS:
        form = registration_form(event, **{field: text})
        if form.is_valid():
            assert form.cleaned_data[field] == as_stored(text), repr(text[:80])
            assert is_neutral(form.cleaned_data[field])
        else:
            assert set(form.errors) == {field}
            assert sentence_of(form, field)
            refused.append(text)

    limit = registration_form(event).fields[field].max_length
    for text in refused:
        assert not as_stored(text) or plain_text.length(as_stored(text)) > limit, repr(text[:80])


@pytest.mark.parametrize("name", NAMES)
def test_a_real_name_is_taken_as_it_is(name, event):
    for field in ("name", "organisation"):
        form = registration_form(event, **{field: name})

        assert form.is_valid(), form.errors
        assert form.cleaned_data[field] == unicodedata.normalize("NFC", name).replace("\u00a0", " ")


def other_forms(event: Event) -> dict[str, tuple]:
    """Every other box for text: how its form is made with a text in it, and the name of the box."""
    asked = [AskedQuestion(code="odd", kind=Answer.LINE, label="Odd", hint="", is_required=True)]
    common = {"form_id": new_form_id(event), "audience": "other", "contact_email": "a@example.org", "people": "2"}

    def group(box):
        told = {**common, "contact_name": "Ada", "guest-0-name": "Ada", "guest-1-name": "Bo"}
        return lambda text: GroupForm(typed(**{**told, box: text}), event=event, workshops=[])

    def message(box):
        told = {"subject_de": "Ada", "text_de": "Bo"}
        return lambda text: MessageForm(typed(**{**told, box: text}), event=event)

    return {
        "group: contact": (group("contact_name"), "contact_name"),
        "group: organisation": (group("organisation"), "organisation"),
        "question": (lambda text: QuestionForm(typed(**{"question-odd": text}), questions=asked), "question-odd"),
        "walk-in: name": (
            lambda text: WalkInForm(typed(uid=str(uuid.uuid4()), name=text, audience="other", language="de")),
            "name",
        ),
        "walk-in: organisation": (
            lambda text: WalkInForm(
                typed(uid=str(uuid.uuid4()), name="Ada", organisation=text, audience="other", language="de")
            ),
            "organisation",
        ),
        "feedback": (lambda text: FeedbackForm(typed(uid=str(uuid.uuid4()), rating="5", words=text)), "words"),
        "message: subject": (message("subject_de"), "subject_de"),
        "message: text": (message("text_de"), "text_de"),
        "refusal": (lambda text: RejectionForm(typed(words=text)), "words"),
        "out of turn": (lambda text: OutOfTurnForm(typed(note=text)), "note"),
    }


def test_every_other_box_keeps_or_refuses_with_a_sentence(event):
    wrong = []
    for box, (make, field) in other_forms(event).items():
        for text in TEXTS:
            form = make(text)
            if not form.is_valid():
                wrong += [] if sentence_of(form, field) else [(box, "no sentence", text[:40])]
                continue
            value = form.cleaned_data[field]
            bare, wanted = "".join(value.split()), "".join(as_stored(text).split())
            wrong += [] if bare == wanted else [(box, "other words", text[:40], bare[:40])]
            wrong += [] if is_neutral(value) else [(box, "turns the line", text[:40])]

    assert wrong[:20] == []


def test_an_address_and_a_code_are_refused_with_a_sentence(event):
    event.access, event.invitation_code = "code", "Anemone 7"
    wrong = []
    for text in TEXTS:
        for field, other in (("email", {"code": "anemone7"}), ("code", {})):
            form = registration_form(event, **{**other, field: text})
            if form.is_valid():
                wrong += [] if is_neutral(form.cleaned_data[field]) and "@" in text else [(field, text[:40])]
            else:
                wrong += [] if sentence_of(form, field) else [(field, "no sentence", text[:40])]

    assert wrong == []


def test_each_text_in_every_box_at_once_leads_to_the_check_or_back_to_the_form(event, client):
    address, wrong = "/de/veranstaltungen/info/anmeldung/", []
    form_id, told = new_form_id(event), {"audience": "other", "email": "ada@example.org", "action": "check"}
    for text in [text for text in TEXTS if not looks_like_template(text)]:
        arrived = text.encode("utf-8", "replace").decode()
        # Four times a million characters is more than the portal reads.
        boxes = LINES if len(arrived) < 100_000 else LINES[:1]
        page = client.post(address, {**told, "name": "Ada", "form_id": form_id, **dict.fromkeys(boxes, arrived)})
        soup = BeautifulSoup(page.content, "html.parser").main
        is_answered = soup.find("input", {"name": "answers"}) or soup.select(".error-summary a")
        wrong += [] if page.status_code == 200 and is_answered else [(page.status_code, text[:40])]
        wrong += dangers(page.content)

    assert wrong == []


# --- what is shown of them -------------------------------------------------------------------------------------------


def dangers(html: str | bytes) -> list[str]:
    """Markup of our texts that a browser would take for markup."""
    found = []
    for tag in BeautifulSoup(html, "html.parser").find_all(True):
        if tag.name in ("script", "style") and tag.get("type") != "application/ld+json" and "odd" in tag.get_text():
            found.append(f"<{tag.name}>")
        for name, value in tag.attrs.items():
            told = " ".join(value) if isinstance(value, list) else str(value)
            if name.startswith("on") and "odd" in told:
                found.append(f"{name} on <{tag.name}>")
            if name in ("href", "src", "action") and told.strip().lower().startswith(("javascript:", "data:text")):
                found.append(f"{name}={told[:20]}")
    return found


def words_of(html: str | bytes) -> str:
    soup = BeautifulSoup(html, "html.parser")
    values = [str(tag.get("value", "")) for tag in soup.find_all("input")]
    return " ".join(f"{soup.get_text()} {' '.join(values)}".split())


def looks_like_template(text: str) -> bool:
    """Every public page of a test is searched for these signs; that they mean nothing in a text the lists show."""
    return "{{" in text or "{%" in text


def missing(texts: list[str], shown: str) -> list[str]:
    squeezed = "".join(shown.split())
    return [text for text in texts if "".join(text.split()) not in squeezed]


def test_the_look_would_see_markup():
    """The control."""
    assert dangers("<p onclick='odd'>") == ["onclick on <p>"]
    assert dangers("<script>alert('odd')</script>") == ["<script>"]
    assert dangers("<a href='javascript:alert(1)'>") == ["href=javascript:alert(1)"]
    assert missing(["Ada\u202eBo", "x"], "Ada Bo x") == ["Ada\u202eBo"]
    assert not is_neutral("\u202e")


@pytest.fixture
def guests(event, outbox) -> list[Registration]:
    """Somebody for each text the form takes, who has it as name, office, function and remark."""
    taken = {}
    for text in [*TEXTS, *NAMES]:
        form = registration_form(event, **dict.fromkeys(LINES, text))
        if form.is_valid():
            taken.setdefault(form.cleaned_data["name"], form)
    assert len(taken) > 500
    guests = []
    for form in taken.values():
        guest, submission = guest_of(kept(form)), uuid.uuid4()
        guests.append(services.register(event_id=event.pk, submission=submission, guest=guest, language="de"))
    return guests


def url(name: str, event: Event, *rest) -> str:
    return reverse(f"event_staff:{name}", args=[event.pk, *rest])


def test_lists_tables_and_papers_show_each_text_as_text(event, guests, event_staff, caplog):  # noqa: F811
    names = [guest.name for guest in guests]
    check_in(*guests[:50])
    pages = [event_staff.get(url("registrations", event), {"p": number}) for number in range(1, len(guests) // 50 + 2)]
    pages = {
        "list": b"".join(page.content for page in pages),
        "door": event_staff.get(url("check_in", event)).content,
        "attendance": event_staff.get(url("attendance", event)).content,
        "needs": event_staff.get(url("needs", event)).content,
        "signatures": SignatureList(event).html(),
        "badges": Badges(event).html(),
        "gate": VisitorList(event).html(),
        "certificates": Certificates(event, with_presence(event.registrations.all()), []).html(),
    }
    everybody = set(pages) - {"certificates", "attendance"}

    for name, page in pages.items():
        text = page.decode() if isinstance(page, bytes) else page
        assert dangers(page) == [], name
        assert is_neutral(text), name
        if name in everybody:
            assert missing(names, words_of(page)) == [], name
    for name in ("registrations", "visitors"):
        table = event_staff.get(url(f"{name}_csv", event)).getvalue().decode("utf-8-sig")
        cells = [cell for row in csv.reader(io.StringIO(table)) for cell in row]
        assert missing(names, "\n".join(cells)) == [], name
        sheet = load_workbook(io.BytesIO(event_staff.get(url(f"{name}_xlsx", event)).getvalue())).active
        found = [cell for row in sheet.iter_rows() for cell in row]
        assert "f" not in {cell.data_type for cell in found}, name
        assert set(names) <= {cell.value for cell in found}, name
        assert is_neutral(table)
    assert not [name for name in names if len(name) > 12 and name in caplog.text]


@needs_pango
def test_papers_can_be_printed(event, guests, event_staff):  # noqa: F811
    for name in ("signature_list", "badges", "visitor_list", "certificates"):
        check_in(guests[0])
        response = event_staff.get(url(name, event))

        assert response.status_code == 200, name
        assert response.getvalue().startswith(b"%PDF"), name
        assert is_neutral(response["Content-Disposition"])


def test_the_page_of_a_place_and_its_form_show_each_text_as_text(event, guests, client):
    wrong = []
    for guest in filter(lambda guest: not looks_like_template(guest.name), guests):
        secret = tokens.issue(purpose=emails.PLACE_PURPOSE, subject=guest.subject, lifetime=timedelta(days=1))
        page = client.get(reverse("events:change_place", args=[secret]))
        assert page.status_code == 200
        values = [tag.get("value", "") for tag in BeautifulSoup(page.content, "html.parser").main.find_all("input")]
        wrong += [] if values.count(guest.name) >= 4 else [guest.name[:40]]
        wrong += dangers(page.content)

    assert wrong == []


def test_what_staff_write_to_guests_is_text_in_both_parts_of_the_mail(event, outbox):
    registration, wrong = make_registration(event), []
    for text in TEXTS:
        form = MessageForm(typed(subject_de=text, text_de=text), event=event)
        if not form.is_valid():
            continue
        [words] = form.words().values()
        emails.queue_message(registration, words=words, language="de")
        mail = outbox.last()
        content, built = mail.content, portal_outbox.message(mail).message()
        wrong += dangers(content["html"])
        wrong += [(text[:40], part) for part in ("text", "html") if not is_neutral(content[part])]
        shown = {"text": content["text"], "html": words_of(content["html"])}
        wrong += [(text[:40], part) for part, page in shown.items() if missing([words.text], page)]
        wrong += [(text[:40], "subject")] if "\n" in built["Subject"].replace("\n ", "") else []
        mail.delete()

    assert wrong == []


def test_what_staff_tell_of_an_event_is_text_wherever_it_is_published(site_tree, client, settings):
    settings.API_REQUESTS_PER_MINUTE = 10**6
    wrong, told = [], {}
    for text in [text for text in [*SMALL, *NAMES] if not looks_like_template(text)]:
        arrived = text.encode("utf-8", "replace").decode()[:100]
        event = make_event(venue_place="Zirndorf")
        event.host = event.venue_name = event.venue_street = arrived
        event.full_clean()
        event.save()
        page = make_event_page(site_tree, event, title=f"Tag {arrived}", summary=arrived)
        wrong += [] if is_neutral(event.host + event.venue_name + page.title + page.summary) else [text]
        told[event.slug] = page
    for slug, page in told.items():
        shown = client.get(f"/de/veranstaltungen/{slug}/")
        assert shown.status_code == 200
        wrong += dangers(shown.content)
        wrong += missing([page.title, page.summary, page.event.host], words_of(shown.content))
        calendar = client.get(f"/de/veranstaltungen/{slug}/termin.ics").content.decode()
        [entry] = icalendar.Calendar.from_ical(calendar).walk("VEVENT")
        wrong += [] if "".join(str(entry["SUMMARY"]).split()) == "".join(page.title.split()) else [page.title]
    for address in ("/de/veranstaltungen/", "/de/veranstaltungen/?page=2"):
        wrong += dangers(client.get(address).content)
    for address in ("/de/veranstaltungen/kalender.ics", "/de/veranstaltungen/kalender.atom", "/api/v1/events"):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert is_neutral(answer.content.decode()), address
    ET.fromstring(client.get("/de/veranstaltungen/kalender.atom").content)  # noqa: S314 -- our own

    assert wrong == []
