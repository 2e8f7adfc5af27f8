"""Visitors report; nobody learns who they are; the answer stands under a number."""

import uuid

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from portal import roles
from portal.errors import DomainError
from programmes.models.upkeep import TaskMove, UpkeepTask
from programmes.upkeep import report_views, tasks
from programmes.upkeep.states import TaskKind, TaskState
from tests.builders.cases import make_user
from tests.builders.referral import filled, main_form
from tests.builders.upkeep import make_full_centre

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_tree")]
MISSING = "/de/verzeichnis/hinweis/"


def address_of(centre, language="de") -> str:
    return f"/{language}/verzeichnis/hinweis/zu/{centre.slug}/"


def send(client, address, **answers):
    form = main_form(client.get(address).content.decode())
    return client.post(address, {**filled(form, {}), **answers})


def make_report(centre=None) -> UpkeepTask:
    pk = centre.pk if centre else None
    return tasks.report(form_key=uuid.uuid4(), centre_id=pk, group="", text="Freitags zu", language="de")


def test_a_report_leads_to_its_number(client):
    centre = make_full_centre()

    response = send(client, address_of(centre), group="hours", text="Freitags ist zu")

    task = UpkeepTask.objects.get()
    assert response["Location"] == f"/de/verzeichnis/hinweis/stand/{task.reference}/"
    assert (task.kind, task.centre, task.group, task.text) == (TaskKind.REPORT, centre, "hours", "Freitags ist zu")
    page = client.get(response["Location"])
    assert "no-store" in page["Cache-Control"]
    assert task.reference in page.content.decode()
    assert "Freitags" not in page.content.decode()


def test_a_missing_service_needs_no_centre(client):
    send(client, MISSING, text="Beratung Musterstadt, www.example.org")

    task = UpkeepTask.objects.get()
    assert (task.kind, task.centre) == (TaskKind.MISSING, None)


def test_nothing_about_the_visitor_is_asked_or_kept(client):
    soup = BeautifulSoup(client.get(address_of(make_full_centre())).content, "html.parser")
    names = {c["name"] for c in soup.main.find_all(["input", "textarea", "select"]) if c.get("name")}

    assert names == {"csrfmiddlewaretoken", "group", "text", "website", "form_key"}
    kept = {field.name for field in UpkeepTask._meta.concrete_fields}
    assert not kept & {"email", "name", "address", "ip", "session", "user"}


def test_the_same_form_twice_is_one_report(client):
    address = address_of(make_full_centre())
    data = {**filled(main_form(client.get(address).content.decode()), {}), "group": "hours", "text": "Zu"}

    first, second = client.post(address, data), client.post(address, data)

    assert first["Location"] == second["Location"]
    assert UpkeepTask.objects.count() == 1


def test_the_same_form_in_the_same_moment_is_one_report(monkeypatch):
    told = {"form_key": uuid.uuid4(), "centre_id": None, "group": "", "text": "Zu", "language": "de"}
    other = []

    def meanwhile(task, **kwargs):
        monkeypatch.undo()
        other.append(tasks.report(**told))

    monkeypatch.setattr(UpkeepTask, "full_clean", meanwhile)

    assert [tasks.report(**told)] == other
    assert UpkeepTask.objects.count() == 1


def test_a_program_that_fills_in_everything_is_stopped(client):
    response = send(client, address_of(make_full_centre()), group="hours", text="Zu", website="http://spam.example")

    assert response.status_code == 200
    assert not UpkeepTask.objects.exists()


@pytest.mark.parametrize("answers", [{"group": "hours", "text": ""}, {"text": "Zu"}, {"group": "x", "text": "Zu"}])
def test_an_incomplete_report_comes_back_as_it_was(client, answers):
    response = send(client, address_of(make_full_centre()), **answers)

    soup = BeautifulSoup(response.content, "html.parser")
    assert soup.title.get_text().startswith("Fehler: ")
    assert soup.main.find("textarea").get_text().strip() == answers.get("text", "")
    assert not UpkeepTask.objects.exists()


def test_very_many_reports_of_one_connection_wait_and_lose_nothing(client, monkeypatch):
    monkeypatch.setattr(report_views, "MOST_REPORTS", 2)
    address = address_of(make_full_centre())
    for _number in range(2):
        assert send(client, address, group="hours", text="Zu").status_code == 302

    response = send(client, address, group="hours", text="Noch etwas")

    assert response.status_code == 429
    assert "Noch etwas" in response.content.decode()
    assert UpkeepTask.objects.count() == 2
    assert "127.0.0.1" not in str(list(cache._cache))


def test_a_hidden_or_unknown_centre_has_no_form(client):
    assert client.get(address_of(make_full_centre(is_public=False))).status_code == 404
    assert client.get("/de/verzeichnis/hinweis/zu/nirgends/").status_code == 404


def test_a_post_needs_the_token_of_the_form():
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(MISSING, {"text": "x", "form_key": str(uuid.uuid4())}).status_code == 403


# --- the answer ---


def test_the_answer_of_staff_can_be_read_under_the_number(client):
    report = make_report(make_full_centre())
    tasks.move(task_id=report.pk, to="done", user=make_user(), answer="Danke, ist berichtigt.", note="geprüft")

    text = client.get(f"/de/verzeichnis/hinweis/stand/{report.reference}/").content.decode()

    assert "Danke, ist berichtigt." in text
    assert "geprüft" not in text


@pytest.mark.parametrize("typed", ["{}", " {} ", "{} ."])
def test_the_number_is_found_as_it_was_written_down(client, typed):
    report = make_report()
    for number in (report.reference, report.reference.lower(), report.reference.replace("-", " ")):
        response = client.get("/de/verzeichnis/hinweis/stand/", {"reference": typed.format(number)})
        assert response["Location"].endswith(f"/{report.reference}/")


def test_a_number_that_is_none_is_said_so(client):
    response = client.get("/de/verzeichnis/hinweis/stand/", {"reference": "H-22222-22222"})

    assert "gibt es nicht" in response.content.decode()
    assert client.get("/de/verzeichnis/hinweis/stand/H-22222-22222/").status_code == 404


def test_the_number_of_a_proposal_of_a_centre_shows_nothing(client):
    task = UpkeepTask.objects.create(kind=TaskKind.PROPOSAL, centre=make_full_centre(), group="hours")

    assert client.get(f"/de/verzeichnis/hinweis/stand/{task.reference}/").status_code == 404


def test_numbers_cannot_be_tried_out(client, monkeypatch):
    monkeypatch.setattr(report_views, "MOST_LOOKS", 3)

    answers = [client.get("/de/verzeichnis/hinweis/stand/H-22222-22222/").status_code for _number in range(5)]

    assert answers == [404, 404, 404, 429, 429]


def test_nor_in_the_form_that_asks_for_them(client, monkeypatch):
    monkeypatch.setattr(report_views, "MOST_LOOKS", 3)
    form = {"reference": "H-22222-22222"}

    answers = [client.get("/de/verzeichnis/hinweis/stand/", form).status_code for _number in range(5)]

    assert answers == [200, 200, 200, 429, 429]


@pytest.mark.parametrize("to", ["done", "declined"])
def test_a_report_is_not_closed_without_an_answer(to):
    report = make_report()

    with pytest.raises(DomainError):
        tasks.move(task_id=report.pk, to=to, user=make_user())

    assert UpkeepTask.objects.get().state == TaskState.NEW


def test_every_move_is_logged_and_two_people_do_not_overwrite_each_other():
    report, editor = make_report(), make_user(roles.EDITOR)
    tasks.move(task_id=report.pk, to="in_work", user=editor, note="ich frage nach", seen_state="new")

    with pytest.raises(DomainError):
        tasks.move(task_id=report.pk, to="done", user=make_user(), answer="x", seen_state="new")

    move = TaskMove.objects.get()
    assert (move.source, move.target, move.user, move.note) == ("new", "in_work", editor, "ich frage nach")


def test_words_are_deleted_half_a_year_after_the_answer(clock):
    report, waiting = make_report(), make_report()
    tasks.move(task_id=report.pk, to="done", user=make_user(), answer="Danke")
    clock.forward(days=179)
    assert tasks.forget_texts() == 0

    clock.forward(days=2)

    assert (tasks.forget_texts(), tasks.forget_texts()) == (1, 0)
    report.refresh_from_db(), waiting.refresh_from_db()
    assert (report.text, report.answer, waiting.text) == ("", "Danke", "Freitags zu")
    assert report.closed_at < timezone.now()


# --- where the forms are linked ---


def test_the_page_of_a_centre_and_an_empty_list_lead_to_the_forms(directory, client):
    centre = make_full_centre()

    assert address_of(centre) in client.get(f"/de/beratungsstellen/{centre.slug}/").content.decode()
    nothing = client.get("/de/beratungsstellen/", {"q": "xyzzyqwert"}).content.decode()
    assert MISSING in nothing


def test_only_moves_of_the_table_are_taken():
    report, editor = make_report(), make_user(roles.EDITOR)
    tasks.move(task_id=report.pk, to="done", user=editor, answer="Berichtigt.")

    with pytest.raises(DomainError):
        tasks.move(task_id=report.pk, to="declined", user=editor, answer="Doch nicht.")

    assert UpkeepTask.objects.get().state == TaskState.DONE
