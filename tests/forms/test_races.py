"""Sending at the same moment, with real threads and real commits."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from forms.models import Draft, Submission
from forms.models.cases import Case
from forms.services import save_step, submit
from tests.builders.forms import draft_id, fill_all, make_form

pytestmark = pytest.mark.django_db(transaction=True)
CROWD = 8


@pytest.fixture(autouse=True)
def tree(request, transactional_db):
    return request.getfixturevalue("site_tree")


def together(action):
    """Call the action from many threads at once; their results."""
    barrier = Barrier(CROWD)

    def run(number):
        try:
            barrier.wait()
            return action(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(CROWD) as pool:
        return list(pool.map(run, range(CROWD)))


def test_sending_at_the_same_moment_makes_one_submission_and_one_receipt(client):
    address = fill_all(client, make_form())
    cookies = client.cookies

    def post(_number):
        other = Client()
        other.cookies = cookies
        return other.post(f"{address}pruefen/")

    answers = together(post)

    assert {answer.status_code for answer in answers} == {302}
    assert len({answer["Location"] for answer in answers}) == 1
    assert Submission.objects.count() == 1
    assert Case.objects.count() <= 1
    assert not Draft.objects.exists()


def test_the_service_gives_every_caller_the_same_submission(client):
    key = draft_id(fill_all(client, make_form()))

    found = together(lambda _number: submit(draft_id=key, language="de"))

    assert len({submission.pk for submission in found}) == 1


def test_steps_saved_at_the_same_moment_do_not_undo_each_other(client):
    fill_all(client, make_form())
    draft = Draft.objects.get()
    steps = {
        0: ("eins", {"eins-kind": ["a"]}),
        1: ("zwei", {"zwei-need": ["neu"]}),
        2: ("drei", {"drei-name": ["neu"]}),
    }

    def save(number):
        step, data = steps[number % 3]
        save_step(draft_id=draft.pk, step=step, data=data, language="de")

    together(save)

    draft.refresh_from_db()
    assert draft.need == {"eins": {"eins-kind": ["a"]}, "zwei": {"zwei-need": ["neu"]}, "drei": {}}
    assert draft.identity == {"drei": {"drei-name": ["neu"]}}
