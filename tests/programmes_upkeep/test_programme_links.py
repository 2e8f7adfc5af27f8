"""The daily look at the links of programmes: one task a programme, which names what fails now."""

import pytest
from django.urls import reverse

from portal import roles
from programmes.models.amounts import ProgrammeDocument
from programmes.models.links import LinkCheck
from programmes.models.programmes import Programme
from programmes.models.upkeep import UpkeepTask
from programmes.upkeep import programme_links, tasks
from programmes.upkeep.states import TaskKind, TaskState
from tests.builders.cases import make_user
from tests.builders.programmes import make_programme, make_programme_index, make_programme_page
from tests.builders.web import web_server

pytestmark = pytest.mark.django_db


@pytest.fixture
def web(settings):
    settings.CHECK_LINKS = True
    with web_server() as server:
        yield server


@pytest.fixture
def index(site_tree):
    return make_programme_index()


@pytest.fixture
def programme(web, index):
    """A source, the source of a paper and a link in the words; beside them what is no link."""
    programme = make_programme("REAG", sources=f"{web.url('/source')}\nein Rundschreiben")
    ProgrammeDocument.objects.create(programme=programme, kind="passport", source=web.url("/paper"))
    make_programme_page(
        index,
        programme,
        application=f'<p><a href="{web.url("/words?a=1&amp;b=2")}">Antrag</a> <a href="mailto:x@y">x</a></p>',
    )
    return programme


def check() -> int:
    return programme_links.check_due(guard=lambda address, port: True)


def days(clock, number):
    for _number in range(number):
        check()
        clock.forward(days=1)


def fails(web, *paths):
    web.answers.clear()
    web.answers.update(dict.fromkeys(paths, (404, "")))


def test_sources_papers_and_links_in_the_words_are_asked_once_a_day(clock, web, programme):
    assert [check(), check()] == [3, 0]
    clock.forward(days=1)
    assert check() == 3

    assert {check.target for check in LinkCheck.objects.all()} == {
        web.url(path) for path in ("/source", "/paper", "/words?a=1&b=2")
    }
    assert len(web.asked) == 6


def test_nothing_is_asked_unless_an_operator_switched_it_on(settings, web, programme):
    settings.CHECK_LINKS = False

    assert (check(), web.asked) == (0, [])


def test_a_programme_nobody_can_read_is_not_asked(web, index):
    make_programme("Ohne Seite", sources=web.url())
    make_programme_page(index, make_programme("Entwurf", sources=web.url("/draft"))).unpublish()

    assert (check(), web.asked) == (0, [])


def test_of_two_workers_one_looks(web, programme):
    looked = [
        programme_links.look(programme.pk, web.url("/source"), lambda address, port: True) for _worker in range(2)
    ]

    assert (looked, len(web.asked)) == ([True, False], 1)


def test_a_programme_has_one_task_that_names_what_fails_now(clock, web, programme):
    fails(web, "/source")
    days(clock, 2)
    assert not UpkeepTask.objects.exists()
    fails(web, "/source", "/paper")
    days(clock, 1)
    assert UpkeepTask.objects.get().text == f"{web.url('/source')}: antwortet mit dem Fehler 404, an 3 Tagen in Folge"

    days(clock, 2)

    task = UpkeepTask.objects.get()
    assert (task.kind, task.programme, task.centre, task.state) == (
        TaskKind.PROGRAMME_LINK,
        programme,
        None,
        TaskState.NEW,
    )
    assert [line.split(": ")[0] for line in task.text.splitlines()] == [web.url("/paper"), web.url("/source")]
    fails(web, "/paper")
    days(clock, 1)
    assert web.url("/source") not in UpkeepTask.objects.get().text
    fails(web)
    days(clock, 1)
    assert UpkeepTask.objects.get().state == TaskState.DONE


def test_what_editors_answered_holds_until_another_link_fails(clock, web, programme):
    fails(web, "/source")
    days(clock, 3)
    tasks.move(task_id=UpkeepTask.objects.get().pk, to=TaskState.DONE, user=make_user())
    days(clock, 2)
    assert UpkeepTask.objects.count() == 1

    fails(web, "/source", "/paper")
    days(clock, 3)

    assert web.url("/paper") in UpkeepTask.objects.open().get().text


def test_a_link_that_is_taken_out_closes_the_task(clock, web, programme):
    fails(web, "/source")
    days(clock, 3)
    Programme.objects.filter(pk=programme.pk).update(sources="")

    check()

    assert not UpkeepTask.objects.open().exists()
    assert LinkCheck.objects.count() == 2


@pytest.mark.ignore_template_errors
def test_editors_see_the_programme_and_find_the_task_by_its_name(clock, web, programme, staff_client):
    fails(web, "/source")
    days(clock, 3)
    editor, task = staff_client(make_user(roles.EDITOR)), UpkeepTask.objects.get()

    pages = [
        editor.get(reverse("upkeep_staff:tasks"), {"text": "reag"}).content.decode(),
        editor.get(reverse("upkeep_staff:task", args=[task.reference])).content.decode(),
    ]

    assert all(reverse("programme:edit", args=[programme.pk]) in page for page in pages)
    assert "antwortet mit dem Fehler 404" in pages[1]
