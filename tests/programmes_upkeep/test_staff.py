"""The upkeep in the CMS: one list, decisions field by field, history; for editors alone."""

import uuid

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.db import connection
from django.template import engines
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal import roles
from programmes.models.centres import Centre, Organisation
from programmes.models.upkeep import CentreRevision, GroupConfirmation, Upkeep, UpkeepTask
from programmes.upkeep import facts, proposals, services, tasks
from programmes.upkeep.states import LadderState, TaskKind, TaskState
from tests.builders.upkeep import make_confirmed_centre, make_full_centre, put_in_state
from tests.programmes.test_viewsets import centre_form, formset

pytestmark = pytest.mark.django_db
LIST = reverse("upkeep_staff:tasks")


@pytest.fixture(autouse=True)
def wagtails_own_templates(monkeypatch):
    """Wagtail's forms count on variables that are missing being empty."""
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", "")


@pytest.fixture
def person(django_user_model, site_tree, staff_client):
    """``person(role)`` is a client of somebody with this role."""

    def log_in(role):
        user = django_user_model.objects.create_user(f"{role.replace(' ', '-')}@example.org")
        user.groups.add(Group.objects.get(name=role))
        return staff_client(user)

    return log_in


@pytest.fixture
def editor(person):
    return person(roles.EDITOR)


def make_report(centre=None, text="Freitags zu") -> UpkeepTask:
    pk = centre.pk if centre else None
    return tasks.report(form_key=uuid.uuid4(), centre_id=pk, group="", text=text, language="de")


def make_proposal(centre, **changes) -> UpkeepTask:
    now = facts.snapshot(centre.pk)
    return proposals.propose(
        form_key=uuid.uuid4(),
        centre_id=centre.pk,
        group="contact",
        changes={key: {"old": now[key], "new": new} for key, new in changes.items()},
        note="",
        language="de",
    )


def task_path(task) -> str:
    return reverse("upkeep_staff:task", args=[task.reference])


def entry_path(centre) -> str:
    return reverse("upkeep_staff:entry", args=[centre.pk])


def act(client, centre, name):
    return client.post(reverse("upkeep_staff:act", args=[centre.pk, name]), follow=True)


def soup_of(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


# --- the list ---


def test_reports_proposals_and_the_clock_stand_in_one_list(editor):
    centre = make_full_centre()
    make_report(), make_report(centre), make_proposal(centre, street="Neue Gasse 5")
    for kind in (TaskKind.OVERDUE, TaskKind.BOUNCED, TaskKind.NO_ADDRESS):
        tasks.open_by_clock(centre_id=centre.pk, kind=kind)

    text = editor.get(LIST).content.decode()

    assert all(task.reference in text for task in UpkeepTask.objects.all())
    assert UpkeepTask.objects.count() == 6


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, {"open"}),
        ({"state": ""}, {"open", "closed"}),
        ({"state": "done"}, {"closed"}),
        ({"state": "", "kind": "missing"}, {"closed"}),
        ({"state": "open", "text": "nordbayern"}, {"open"}),
        ({"state": "open", "text": "nirgends"}, set()),
        ({"state": "nonsense", "kind": "nonsense"}, {"open", "closed"}),
    ],
)
def test_the_list_is_filtered(editor, query, found, django_user_model):
    named = {"open": make_report(make_full_centre()), "closed": make_report()}
    tasks.move(task_id=named["closed"].pk, to="done", user=django_user_model.objects.first(), answer="Danke")

    text = editor.get(LIST, query).content.decode()

    assert {name for name, task in named.items() if task.reference in text} == found


def test_lists_take_the_same_number_of_queries_for_one_and_for_twenty_rows(editor):
    counts = []
    for number in (1, 19):
        for one in range(number):
            centre = make_confirmed_centre(f"Stelle {number} {one}")
            make_report(centre)
        for path in (LIST, reverse("upkeep_staff:entries")):
            editor.get(path)
            with CaptureQueriesContext(connection) as queries:
                editor.get(path)
            counts.append(len(queries))

    assert counts[:2] == counts[2:]


def test_organisations_nobody_is_listed_for_any_more_are_named(editor):
    Organisation.objects.create(name="Verwaiste Hilfe e. V.")
    make_full_centre(run_by="Träger mit Eintrag")

    text = editor.get(LIST).content.decode()

    assert "Verwaiste Hilfe e. V." in text
    assert "Träger mit Eintrag" not in text


@pytest.mark.parametrize(
    "role", [roles.TRANSLATOR, roles.EVENT_STAFF, roles.CASE_STAFF, roles.COACH, roles.AUDITOR, roles.ADMINISTRATOR]
)
def test_nobody_but_editors_gets_in_or_changes_anything(person, role):
    centre = make_confirmed_centre()
    put_in_state(centre, LadderState.SUNK, for_days=900)
    task, client = make_proposal(centre, street="Neue Gasse 5"), person(role)
    revision = CentreRevision.objects.first()

    for path in (LIST, reverse("upkeep_staff:entries"), task_path(task), entry_path(centre)):
        assert client.get(path).status_code in (302, 403)
    act(client, centre, "hide")
    client.post(task_path(task), {"decline": "1", "reason": "x", "seen": "x"})
    client.post(reverse("upkeep_staff:restore", args=[revision.pk]))

    assert Centre.objects.get().is_public
    assert UpkeepTask.objects.get().state == TaskState.NEW


# --- answers ---


def test_an_editor_answers_a_report(editor):
    report = make_report(make_full_centre())
    data = {"to": "done", "answer": "Danke, berichtigt.", "note": "", "seen_state": "new"}

    assert editor.post(task_path(report), data).status_code == 302

    report.refresh_from_db()
    assert (report.state, report.answer) == ("done", "Danke, berichtigt.")
    assert report.moves.get().user.email == "editor@example.org"


def test_without_an_answer_the_form_comes_back(editor):
    report = make_report()

    response = editor.post(task_path(report), {"to": "declined", "answer": "", "seen_state": "new"})

    assert response.status_code == 200
    assert "Schreiben Sie eine Antwort" in response.content.decode()


def test_a_hostile_text_is_shown_as_text(editor):
    report = make_report(text="<script>alert(1)</script>")

    assert b"<script>alert(1)" not in editor.get(task_path(report)).content


# --- proposals ---


def decision(client, task, *accepted, **data):
    seen = soup_of(client.get(task_path(task))).find("input", attrs={"name": "seen"})["value"]
    return client.post(task_path(task), {"seen": seen, "accepted": accepted, "reason": "", **data})


def test_the_diff_shows_before_proposed_and_now(editor):
    centre = make_full_centre()
    task = make_proposal(centre, street="Neue Gasse 5", city="Fürth")
    facts.write(centre_id=centre.pk, facts={"city": "Ansbach"})

    soup = soup_of(editor.get(task_path(task)))

    rows = {row.th.get_text(strip=True): row for row in soup.select(".upkeep-diff tbody tr")}
    cells = [cell.get_text(" ", strip=True) for cell in rows["Ort"].find_all("td")]
    assert cells[:3] == ["Zirndorf", "Fürth", "Ansbach"]
    assert "inzwischen geändert" in cells[3]
    ticked = {name: row.find("input").has_attr("checked") for name, row in rows.items()}
    assert ticked == {"Straße und Hausnummer": True, "Ort": False}


def test_an_editor_takes_over_what_is_ticked(editor):
    centre = make_full_centre()
    task = make_proposal(centre, street="Neue Gasse 5", city="Fürth")

    assert decision(editor, task, "street", accept="1").status_code == 200  # a part needs a reason
    assert decision(editor, task, "street", accept="1", reason="Der Ort bleibt.").status_code == 302

    centre.refresh_from_db()
    assert (centre.street, centre.city) == ("Neue Gasse 5", "Zirndorf")
    assert UpkeepTask.objects.get().answer == "Der Ort bleibt."
    assert editor.get(task_path(task)).status_code == 200


def test_an_editor_who_looked_too_long_ago_sees_the_new_state(editor):
    centre = make_full_centre()
    task = make_proposal(centre, street="Neue Gasse 5")
    seen = proposals.fingerprint_of(task.proposal, facts.snapshot(centre.pk))
    facts.write(centre_id=centre.pk, facts={"street": "Drittweg 3"})

    response = editor.post(task_path(task), {"seen": seen, "accepted": ["street"], "accept": "1"}, follow=True)

    assert "inzwischen geändert" in response.content.decode()
    centre.refresh_from_db()
    assert centre.street == "Drittweg 3"


def test_declining_leaves_the_entry_alone(editor):
    centre = make_full_centre()
    task = make_proposal(centre, street="Neue Gasse 5")

    decision(editor, task, "street", decline="1", reason="Nicht belegt.")

    centre.refresh_from_db()
    assert centre.street == "Hauptstraße 1"
    assert UpkeepTask.objects.get().state == TaskState.DECLINED


# --- one entry ---


def test_the_buttons_of_an_entry_do_what_they_say(editor, outbox):
    centre = make_confirmed_centre()

    act(editor, centre, "ask")
    assert Upkeep.objects.get().state == LadderState.ASKED
    assert outbox.count() == 1
    act(editor, centre, "bounced")
    assert Upkeep.objects.get().mail_failed
    act(editor, centre, "undo")
    assert Upkeep.objects.get().state == LadderState.CONFIRMED
    assert "noch nicht lange genug" in act(editor, centre, "hide").content.decode()
    assert editor.post(reverse("upkeep_staff:act", args=[centre.pk, "nonsense"])).status_code == 404
    assert editor.post(reverse("upkeep_staff:act", args=[999_999, "ask"])).status_code == 404


def test_an_editor_hides_and_shows_again(editor):
    centre = make_confirmed_centre()
    put_in_state(centre, LadderState.SUNK, for_days=900)

    act(editor, centre, "hide")
    assert not Centre.objects.get().is_public

    act(editor, centre, "undo")
    assert Centre.objects.get().is_public


def test_confirmed_on_the_telephone(editor):
    centre = make_full_centre()

    act(editor, centre, "confirm")

    assert Centre.objects.get().confirmed_on == timezone.localdate()
    assert set(GroupConfirmation.objects.values_list("side", flat=True)) == {"staff"}


@pytest.mark.parametrize(("rhythm", "status"), [("1", 302), ("16", 302), ("0", 200), ("17", 200), ("x", 200)])
def test_the_rhythm_is_one_to_sixteen_months(editor, rhythm, status):
    centre = make_full_centre()

    response = editor.post(entry_path(centre), {"rhythm": rhythm, "email": "pflege@example.org", "language": "ar"})

    assert response.status_code == status
    assert Upkeep.objects.filter(email="pflege@example.org").exists() == (status == 302)


def test_saving_in_the_cms_is_one_change_with_who_made_it_and_can_be_taken_back(editor):
    centre = make_full_centre()
    CentreRevision.objects.all().delete()
    text, hours, language = centre.texts.get(), centre.opening_hours.get(), centre.languages.get()

    def rows(prefix, row, **values):
        data = formset(prefix, {"id": row.pk, **values})
        return {**data, f"{prefix}-INITIAL_FORMS": 1}

    form = centre_form(
        name=centre.name,
        organisation=centre.organisation_id,
        provider_type=centre.provider_type,
        street="Neue Gasse 5",
        slug=centre.slug,
        **rows("texts", text, language="de", summary="Andere Worte", notes=""),
        **rows("opening_hours", hours, weekday="0", opens="09:00", closes="12:00"),
        **{**rows("languages", language, language="ar", offered_by="staff"), "languages-0-DELETE": "on"},
    )
    response = editor.post(reverse("centre:edit", args=[centre.pk]), form)
    assert response.status_code == 302, response.context["form"].errors

    new, old = CentreRevision.objects.all()
    assert (old.source, new.source, new.user.email) == ("found", "cms", "editor@example.org")
    page = editor.get(entry_path(centre)).content.decode()
    assert "Neue Gasse 5" in page
    assert "Montag 09:00–12:00" in page

    editor.post(reverse("upkeep_staff:restore", args=[old.pk]))
    assert facts.snapshot(centre.pk) == old.facts


def test_the_page_of_an_entry_tells_its_steps(editor):
    centre = make_confirmed_centre()
    services.ask(centre_id=centre.pk)

    text = editor.get(entry_path(centre)).content.decode()

    assert "bestätigt → Stelle wurde gefragt (das Projekt)" in text
