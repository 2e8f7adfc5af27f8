"""An editor changes the form while people fill it in: eight edits at four moments."""

from copy import deepcopy

import pytest

from forms.answers import sections_of_submission
from forms.models import Draft, Submission
from tests.builders.forms import INPUT, begin, fill, make_form, publish_with, send, short_steps, words

pytestmark = pytest.mark.django_db
STEPS = list(INPUT)


@pytest.fixture(autouse=True)
def tree(site_tree):
    return site_tree


def fields(steps, step):
    return steps[step]["value"]["fields"]


def add_required(page, steps, b):
    fields(steps, 0).append(b.question("text", "extra", words("Neu und nötig"), max_length=50))
    publish_with(page, steps)


def delete_field(page, steps, b):
    del fields(steps, 2)[1]
    publish_with(page, steps)


def rename(page, steps, b):
    fields(steps, 1)[0]["value"]["label"] = "Ganz anders gefragt"
    publish_with(page, steps)


def retype(page, steps, b):
    fields(steps, 1)[0] = b.question("number", "need", words("Jetzt eine Zahl"))
    publish_with(page, steps)


def change_choices(page, steps, b):
    fields(steps, 0)[0]["value"]["options"] = [{"code": "n", "label": "Neu"}, {"code": "x", "label": "Ende"}]
    steps[1]["value"]["condition"]["answer"] = "n"
    publish_with(page, steps)


def reorder(page, steps, b):
    publish_with(page, [steps[0], steps[2], steps[1]])


def unpublish(page, steps, b):
    page.unpublish()


def delete_page(page, steps, b):
    page.delete()


EDITS = [add_required, delete_field, rename, retype, change_choices, reorder, unpublish, delete_page]


@pytest.mark.parametrize("moment", range(len(STEPS) + 1))
@pytest.mark.parametrize("edit", EDITS)
def test_a_form_that_was_begun_is_finished_as_it_was(client, edit, moment):
    page = make_form()
    steps, b = short_steps()
    address = begin(client, page)
    for step in STEPS[:moment]:
        fill(client, address, step)

    edit(page, deepcopy(steps), b)
    for step in STEPS[moment:]:
        assert client.get(f"{address}{step}/").status_code == 200
        assert fill(client, address, step).status_code == 302
    check = client.get(f"{address}pruefen/").content.decode()
    receipt = client.get(send(client, address)["Location"])

    submission = Submission.objects.get()
    rows = [row for section in sections_of_submission(submission, envelopes=("need",)) for row in section.rows]
    assert "Sentinel-Need-Kupferkanne" in check
    assert receipt.status_code == 200
    assert submission.identity == {"name": "Sentinel-Name-Zwetschge"}
    assert submission.special == {"help": ["breaks"]}
    assert [(row.label, row.values) for row in rows] == [
        ("Welche Art?", ("Beta",)),
        ("Was wird gebraucht?", ("Sentinel-Need-Kupferkanne",)),
    ]


@pytest.mark.parametrize("edit", [unpublish, delete_page])
def test_a_form_that_is_offline_cannot_be_begun(client, edit):
    page = make_form()

    edit(page, [], None)

    assert client.post(f"/de/formulare/{page.slug}/beginnen/").status_code == 404
    assert not Draft.objects.exists()
