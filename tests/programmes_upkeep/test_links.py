"""The daily look at websites and mail domains: off by itself, a task after three days, closed when the link is back."""

import socket

import pytest
from django.db import connection
from django.urls import reverse

from portal import clock as due_work
from portal import roles
from programmes.models.centres import Centre
from programmes.models.links import LinkCheck
from programmes.models.upkeep import UpkeepTask
from programmes.upkeep import links, services, tasks
from programmes.upkeep.states import FieldGroup, Side, TaskKind, TaskState
from tests.builders.cases import make_user
from tests.builders.programmes import make_centre
from tests.builders.web import web_server

pytestmark = pytest.mark.django_db


@pytest.fixture
def web():
    with web_server() as server:
        yield server


@pytest.fixture(autouse=True)
def switched_on(settings):
    settings.CHECK_LINKS = True


def check(guard=lambda address, port: True) -> int:
    return links.check_due(guard=guard)


def days(clock, number, guard=lambda address, port: True):
    for _number in range(number):
        check(guard)
        clock.forward(days=1)


@pytest.fixture
def broken(web):
    web.answers["/"] = (404, "")
    return make_centre("Stelle", website=web.url())


def open_kinds() -> list[str]:
    return list(UpkeepTask.objects.open().values_list("kind", flat=True))


# --- when it looks ---


def test_nothing_is_asked_unless_an_operator_switched_it_on(settings, web, broken):
    settings.CHECK_LINKS = False

    done, failed = due_work.run()

    assert (done["links of entries"], failed) == (0, [])
    assert check() == 0
    assert (web.asked, LinkCheck.objects.count()) == ([], 0)


def test_each_link_is_asked_once_a_day(clock, web, broken):
    assert [check(), check()] == [1, 0]
    clock.forward(days=1)
    assert check() == 1

    assert len(web.asked) == 2


def test_of_two_workers_that_read_the_same_list_one_looks(web, broken):
    looked = [links.look(broken, TaskKind.LINK, lambda address, port: True) for _worker in range(2)]

    assert looked == [True, False]
    assert len(web.asked) == 1


def test_entries_that_are_hidden_or_have_no_link_are_not_asked(web):
    make_centre("Versteckt", website=web.url(), is_public=False)
    make_centre("Ohne")

    assert check() == 0
    assert web.asked == []


def test_a_run_ends_after_its_time_and_the_rest_follows(clock, web, monkeypatch):
    for number in range(3):
        make_centre(f"Stelle {number}", website=web.url(f"/{number}"))
    monkeypatch.setattr(links, "SECONDS_A_RUN", 0)
    assert check() == 0
    monkeypatch.undo()
    monkeypatch.setattr(links, "MOST_A_RUN", 2)

    assert [check(), check(), check()] == [2, 1, 0]


def test_no_transaction_is_open_while_a_host_is_waited_for(broken):
    """Work in hand of the test is one; nothing is begun inside of it."""
    depth, seen = len(connection.savepoint_ids), []
    check(lambda address, port: seen.append(len(connection.savepoint_ids)) or True)

    assert seen == [depth]


# --- what comes of it ---


def test_three_days_without_an_answer_are_a_task(clock, broken):
    days(clock, 2)
    check(), check()
    assert LinkCheck.objects.get().failed_days == 3

    task = UpkeepTask.objects.get()
    assert (task.kind, task.centre, task.state) == (TaskKind.LINK, broken, TaskState.NEW)
    assert task.text == f"{broken.website}: antwortet mit dem Fehler 404, an 3 Tagen in Folge"


def test_two_days_are_none(clock, broken):
    days(clock, 2)

    assert open_kinds() == []


def test_days_that_are_not_in_a_row_do_not_add_up(clock, web, broken):
    days(clock, 2)
    web.answers.clear()
    days(clock, 1)
    web.answers["/"] = (500, "")
    days(clock, 2)

    assert open_kinds() == []


def test_a_link_that_answers_again_closes_the_task(clock, web, broken):
    days(clock, 3)
    web.answers.clear()
    days(clock, 1)

    task = UpkeepTask.objects.get()
    assert (task.state, task.moves.get().side) == (TaskState.DONE, Side.CLOCK)


def test_what_editors_answered_is_not_asked_again_every_day(clock, broken):
    days(clock, 3)
    tasks.move(task_id=UpkeepTask.objects.get().pk, to=TaskState.DONE, user=make_user())
    days(clock, 4)

    assert UpkeepTask.objects.count() == 1


@pytest.mark.parametrize("change", ["website", "hidden", "emptied"])
def test_a_link_that_is_changed_or_gone_closes_the_task_and_begins_anew(clock, web, broken, change):
    web.answers["/new"] = (404, "")
    days(clock, 3)
    facts = {"website": {"website": web.url("/new")}, "hidden": {"is_public": False}, "emptied": {"website": ""}}
    Centre.objects.update(**facts[change])

    days(clock, 2)

    assert open_kinds() == []
    assert list(LinkCheck.objects.values_list("failed_days", flat=True)) == ([2] if change == "website" else [])


@pytest.mark.parametrize(("status", "is_fault"), [(200, 0), (401, 0), (403, 0), (429, 0), (404, 1), (410, 1), (503, 1)])
def test_a_site_that_turns_programs_away_does_answer(web, status, is_fault):
    web.answers["/"] = (status, "")
    make_centre("Stelle", website=web.url())

    check()

    assert LinkCheck.objects.get().failed_days == is_fault


def test_an_address_within_the_own_network_is_never_asked_and_becomes_a_task(clock, web):
    make_centre("Stelle", website=web.url())

    for _number in range(3):
        links.check_due()
        clock.forward(days=1)

    assert web.asked == []
    assert "liegt nicht im öffentlichen Internet" in UpkeepTask.objects.get().text


def test_an_answer_of_the_centre_leaves_the_broken_link_on_the_list(clock, broken):
    days(clock, 3)
    tasks.open_by_clock(centre_id=broken.pk, kind=TaskKind.OVERDUE)

    services.confirm(centre_id=broken.pk, groups=FieldGroup.values, side=Side.STAFF)

    assert open_kinds() == [TaskKind.LINK]


# --- mail domains ---


@pytest.fixture
def domain(monkeypatch):
    """``domain(error)`` is what the look-up of every name ends in."""

    def ends_in(error: int | None):
        def look_up(host, *args, **kwargs):
            looked_up.append(host)
            if error is not None:
                raise socket.gaierror(error, "no")
            return [(socket.AF_INET, 1, 6, "", ("93.184.216.34", 0))]

        monkeypatch.setattr(socket, "getaddrinfo", look_up)
        return looked_up

    looked_up = []
    return ends_in


@pytest.mark.parametrize(
    ("error", "failed_days"),
    [(None, 0), (socket.EAI_NONAME, 1), (socket.EAI_NODATA, 0), (socket.EAI_AGAIN, 0)],
    ids=["there", "no such domain", "no host, perhaps mail", "not to be looked up today"],
)
def test_the_domain_of_the_office_address_is_looked_up(domain, error, failed_days):
    looked_up = domain(error)
    make_centre("Stelle", email="Anna.Muster@Stelle.Example")

    check()

    found = LinkCheck.objects.get()
    assert (found.kind, found.target, found.failed_days) == (TaskKind.MAIL_DOMAIN, "stelle.example", failed_days)
    assert looked_up == ["stelle.example"]


def test_a_domain_that_is_gone_is_a_task_without_the_address(clock, domain):
    domain(socket.EAI_NONAME)
    make_centre("Stelle", email="anna.muster@stelle.example")
    days(clock, 3)

    task = UpkeepTask.objects.get()
    assert task.kind == TaskKind.MAIL_DOMAIN
    assert "stelle.example" in task.text
    assert "anna" not in task.text


# --- what editors see ---


@pytest.mark.ignore_template_errors
def test_editors_see_the_task_and_its_reason(clock, broken, site_tree, staff_client):
    days(clock, 3)
    editor, task = staff_client(make_user(roles.EDITOR)), UpkeepTask.objects.get()

    assert "Die Website antwortet nicht" in editor.get(reverse("upkeep_staff:tasks")).content.decode()
    text = editor.get(reverse("upkeep_staff:task", args=[task.reference])).content.decode()

    assert "antwortet mit dem Fehler 404" in text


@pytest.mark.ignore_template_errors
def test_where_nobody_looks_nothing_is_counted(settings, site_tree, staff_client):
    settings.CHECK_LINKS = False

    text = staff_client(make_user(roles.EDITOR)).get(reverse("upkeep_staff:tasks")).content.decode()

    assert "?state=open&amp;kind=link" not in text
