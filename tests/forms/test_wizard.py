import random
import re

import pytest
from django.apps import apps
from django.core import serializers
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from forms.models import Draft, Submission
from forms.steps import TRAP
from tests.builders.forms import (
    INPUT,
    begin,
    draft_id,
    fill,
    fill_all,
    make_form,
    make_member,
    make_referral_form,
    member_client,
    send,
)

pytestmark = pytest.mark.django_db
STEPS = ["eins", "zwei", "drei"]
PLACES = [*STEPS, "pruefen", "ausstieg", "gespeichert", "loeschen"]


@pytest.fixture(autouse=True)
def tree(site_tree):
    return site_tree


def everything_stored():
    """A sum over the rows of every table; sessions apart, which Django writes by itself."""
    with connection.cursor() as cursor:
        sums = {}
        for model in apps.get_models():
            if model._meta.label == "sessions.Session" or model._meta.proxy:
                continue
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')  # noqa: S608
            sums[model._meta.label] = sorted(repr(row) for row in cursor.fetchall())
    return sums


def test_a_walk_from_the_start_page_to_the_receipt(client):
    page = make_form()

    assert client.get(f"/de/formulare/{page.slug}/").status_code == 200
    address = fill_all(client, page)
    check = client.get(f"{address}pruefen/").content.decode()
    receipt = client.get(send(client, address)["Location"])

    assert "Sentinel-Need-Kupferkanne" in check
    submission = Submission.objects.get()
    assert submission.reference in receipt.content.decode()
    assert re.fullmatch(r"TS-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}", submission.reference)
    assert submission.need == {"kind": "b", "need": "Sentinel-Need-Kupferkanne"}
    assert submission.identity == {"name": "Sentinel-Name-Zwetschge"}
    assert submission.special == {"help": ["breaks"]}
    assert not Draft.objects.exists()
    assert str(submission) == submission.reference


def test_the_receipt_shows_nothing_of_what_was_written(client):
    address = fill_all(client, make_form())

    html = client.get(send(client, address)["Location"]).content.decode()

    assert "Sentinel" not in html


def test_a_get_never_writes(client):
    page = make_form()
    address = fill_all(client, page)
    sent = client.get(send(client, fill_all(client, page))["Location"]).request["PATH_INFO"]
    before = everything_stored()

    for place in [*PLACES, "", "unsinn"]:
        client.get(f"{address}{place}/" if place else address)
    client.get(f"/de/formulare/{page.slug}/")
    client.get("/de/formulare/")
    client.get(sent)
    client.get("/de/formulare/verlassen/")

    assert everything_stored() == before


def test_the_check_on_writing_sees_a_write(client):
    before = everything_stored()

    begin(client, make_form())

    assert everything_stored() != before


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("target", STEPS)
@pytest.mark.parametrize("done", range(len(STEPS)))
def test_no_step_opens_before_those_ahead_of_it(client, done, target, method):
    page = make_form()
    address = begin(client, page)
    for step in STEPS[:done]:
        fill(client, address, step)
    stored = Draft.objects.get().updated_at

    answer = client.get(f"{address}{target}/") if method == "get" else fill(client, address, target)

    if STEPS.index(target) > done:
        # Step two hangs on an answer, so that without it the way leads over step one to step three.
        assert answer.status_code == 302
        assert answer["Location"] == f"{address}{STEPS[done]}/"
        assert Draft.objects.get().updated_at == stored
    else:
        assert answer.status_code == (200 if method == "get" else 302)
    assert not Submission.objects.exists()


@pytest.mark.parametrize("done", range(len(STEPS)))
def test_the_check_page_sends_nothing_before_all_steps_are_done(client, done):
    address = begin(client, make_form())
    for step in STEPS[:done]:
        fill(client, address, step)

    for answer in (client.get(f"{address}pruefen/"), send(client, address)):
        assert answer["Location"] == f"{address}{STEPS[done]}/"
    assert not Submission.objects.exists()


def test_a_missing_management_form_is_a_bad_request(client):
    address = begin(client, make_form())

    answer = client.post(f"{address}eins/", INPUT["eins"])

    assert answer.status_code == 400


def test_a_foreign_management_form_leads_back_to_the_step(client):
    address = begin(client, make_form())

    data = {f"draft_{draft_id(address)}-current_step": "drei", **INPUT["eins"]}
    answer = client.post(f"{address}eins/", data)

    assert answer["Location"] == f"{address}eins/"
    assert Draft.objects.get().need == {}


def test_two_tabs_never_mix():
    client, page = Client(), make_form()
    dice = random.Random(7)
    for _schedule in range(25):
        tabs = [begin(client, page), begin(client, page)]
        left = [list(STEPS), list(STEPS)]
        while any(left):
            tab = dice.choice([place for place in (0, 1) if left[place]])
            step = left[tab].pop(0)
            data = dict(INPUT[step])
            if step == "zwei":
                data["zwei-need"] = f"Tab {tab}"
            fill(client, tabs[tab], step, data)
        for tab, address in enumerate(tabs):
            send(client, address)
            assert Submission.objects.get(draft=draft_id(address)).need["need"] == f"Tab {tab}"


def test_sending_twice_is_sending_once(client):
    address = fill_all(client, make_form())

    answers = [send(client, address) for _time in range(20)]

    assert len({answer["Location"] for answer in answers}) == 1
    assert Submission.objects.count() == 1


def test_going_back_after_sending_leads_to_the_receipt(client):
    address = fill_all(client, make_form())
    receipt = send(client, address)["Location"]

    for place in PLACES:
        assert client.get(f"{address}{place}/")["Location"] == receipt
    assert fill(client, address, "eins")["Location"] == receipt


def test_what_somebody_else_began_does_not_exist(client):
    address = fill_all(client, make_form())

    stranger = Client()
    for place in PLACES:
        assert stranger.get(f"{address}{place}/").status_code == 404
    assert fill(stranger, address, "eins").status_code == 404
    assert send(stranger, address).status_code == 404
    send(client, address)
    assert stranger.get(f"{address}pruefen/").status_code == 404


def test_the_draft_of_a_member_is_closed_to_another_member_and_to_no_log_in(client):
    page = make_form(audience="centres")
    address = begin(member_client(make_member()), page)

    assert member_client(make_member()).get(f"{address}eins/").status_code == 404
    stranger = client.get(f"{address}eins/")
    missing = client.get(f"/de/formulare/{page.slug}/00000000-0000-4000-8000-000000000000/eins/")
    assert stranger.status_code == missing.status_code == 302
    assert stranger["Location"].startswith(reverse("partners:log_in"))


def test_a_member_who_logs_in_again_goes_on(client):
    member = make_member()
    page = make_form(audience="centres")
    first = member_client(member)
    address = begin(first, page)
    fill(first, address, "eins")
    first.logout()

    answer = member_client(member).get(address)

    assert answer["Location"] == f"{address}zwei/"


def test_a_form_of_the_centres_sends_others_to_the_log_in_and_refuses_who_has_no_centre(client, django_user_model):
    page = make_form(audience="centres")

    anonymous = client.post(f"/de/formulare/{page.slug}/beginnen/")
    client.force_login(
        django_user_model.objects.create_user("x@example.org"), backend="django.contrib.auth.backends.ModelBackend"
    )

    assert anonymous["Location"] == f"{reverse('partners:log_in')}?next=/de/formulare/{page.slug}/"
    assert client.post(f"/de/formulare/{page.slug}/beginnen/").status_code == 403
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {"origin": "http://testserver.evil.example"},
        {"origin": "https://testserver"},
        {"origin": "null"},
        {"sec-fetch-site": "same-origin", "origin": "https://evil.example"},
    ],
)
def test_another_site_cannot_begin_a_form(client, headers):
    page = make_form()

    answer = client.post(f"/de/formulare/{page.slug}/beginnen/", headers=headers)

    assert answer.status_code == 403
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    "headers", [{}, {"origin": "http://testserver"}, {"origin": "http://testserver", "sec-fetch-site": "same-origin"}]
)
def test_the_own_start_page_can_begin_a_form(client, headers):
    page = make_form()

    assert client.post(f"/de/formulare/{page.slug}/beginnen/", headers=headers).status_code == 302


def test_behind_a_proxy_the_public_address_counts_as_the_own(client, settings):
    settings.CSRF_TRUSTED_ORIGINS = ["https://portal.example"]
    page = make_form()

    answer = client.post(f"/de/formulare/{page.slug}/beginnen/", headers={"origin": "https://portal.example"})

    assert answer.status_code == 302


def test_no_step_tells_another_site_its_address(client):
    address = fill_all(client, make_form())

    for place in PLACES:
        assert client.get(f"{address}{place}/")["Referrer-Policy"] == "same-origin"


TRAP_INPUT = f"eins-{TRAP}"


def test_a_program_that_fills_in_every_box_gets_no_further_and_leaves_nothing(client):
    address = begin(client, make_form())

    answer = fill(client, address, "eins", INPUT["eins"] | {TRAP_INPUT: "https://spam.example"})
    ahead = client.get(f"{address}zwei/")

    assert answer.status_code == 200
    assert answer.context["wizard"]["form"].errors
    assert 'value="https://spam.example"' in answer.content.decode()
    assert ahead["Location"] == f"{address}eins/"
    assert not Draft.objects.get().need


def test_people_leave_the_box_of_the_trap_empty_and_go_on(client):
    address = begin(client, make_form())

    boxes = client.get(f"{address}eins/").content.decode().count(f'name="{TRAP_INPUT}"')
    answer = fill(client, address, "eins", INPUT["eins"] | {TRAP_INPUT: ""})

    assert boxes == 1
    assert answer["Location"] == f"{address}zwei/"
    assert "trap" not in client.get(f"{address}zwei/").content.decode()


def test_a_form_of_the_centres_needs_no_trap():
    client = member_client(make_member())
    address = begin(client, make_form(audience="centres"))

    assert TRAP_INPUT not in client.get(f"{address}eins/").content.decode()


def test_bad_input_keeps_what_was_typed_and_says_so_in_the_title(client):
    address = begin(client, make_form())
    fill(client, address, "eins")

    answer = fill(client, address, "zwei", {"zwei-need": "y" * 501})

    html = answer.content.decode()
    assert answer.status_code == 200
    assert "y" * 501 in html
    assert re.search(r"<title>(Error: |Fehler: )", html)
    assert "error-summary" in html


def test_saving_keeps_also_what_is_not_valid_and_shows_it_without_blame(client):
    address = begin(client, make_form())
    fill(client, address, "eins")

    answer = fill(client, address, "zwei", {"zwei-need": "z" * 501}, save="1")
    html = client.get(f"{address}zwei/").content.decode()

    assert answer["Location"] == f"{address}gespeichert/"
    assert "z" * 501 in html
    assert "error-summary" not in html
    assert client.get(f"{address}drei/")["Location"] == f"{address}zwei/"


def test_a_change_returns_to_the_check_page(client):
    address = fill_all(client, make_form())

    answer = fill(client, address, "zwei", {"zwei-need": "anders"}, query="?aendern=1")

    assert answer["Location"] == f"{address}pruefen/"
    assert "anders" in client.get(f"{address}pruefen/").content.decode()


def test_every_row_of_the_check_page_can_be_changed_and_empty_ones_say_so(client):
    page = make_form()
    address = fill_all(client, page, drei={})

    html = client.get(f"{address}pruefen/").content.decode()

    assert html.count("aendern=1") == 4
    assert len(re.findall("Keine Angabe|No answer", html)) == 2


def test_answers_that_no_longer_apply_stay_behind(client):
    address = fill_all(client, make_form())

    fill(client, address, "eins", {"eins-kind": "a"}, query="?aendern=1")
    html = client.get(f"{address}pruefen/").content.decode()
    send(client, address)

    assert "Kupferkanne" not in html
    assert Submission.objects.get().need == {"kind": "a"}


def test_an_answer_that_ends_the_form_has_its_own_page_and_goes_no_further(client):
    address = begin(client, make_form())

    answer = fill(client, address, "eins", {"eins-kind": "x"})
    html = client.get(answer["Location"]).content.decode()

    assert answer["Location"] == f"{address}ausstieg/"
    assert "Hier endet es" in html
    assert "error-summary" not in html
    assert client.get(f"{address}drei/")["Location"] == f"{address}eins/"
    assert send(client, address)["Location"] == f"{address}eins/"


def test_switching_the_language_keeps_what_was_typed(client):
    page = make_form()
    address = begin(client, page)
    fill(client, address, "eins")
    fill(client, address, "zwei")

    arabic = address.replace("/de/", "/ar/")
    html = client.get(f"{arabic}zwei/").content.decode()
    fill(client, arabic, "drei")
    send(client, arabic)

    assert "Sentinel-Need-Kupferkanne" in html
    assert 'dir="rtl"' in html
    assert Submission.objects.get().language == "ar"


def test_deleting_a_draft_asks_first(client):
    address = fill_all(client, make_form())

    client.get(f"{address}loeschen/")
    assert Draft.objects.exists()
    client.post(f"{address}loeschen/")

    assert not Draft.objects.exists()
    assert client.get(address).status_code == 404


def test_leaving_quickly_asks_the_browser_to_forget(client):
    answer = client.get("/de/formulare/verlassen/")

    assert answer["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert "Formular" not in answer.content.decode()


def test_personal_pages_are_kept_by_nobody(client):
    address = fill_all(client, make_form())

    for place in PLACES[:4]:
        assert "no-store" in client.get(f"{address}{place}/")["Cache-Control"]


def test_the_start_page_sets_no_cookie_and_may_be_cached(client):
    page = make_form()

    answer = client.get(f"/de/formulare/{page.slug}/")

    assert not answer.cookies
    assert "public" in answer["Cache-Control"]


def test_drafts_are_offered_on_the_start_page_to_their_owner_only(client):
    page = make_form()
    address = begin(client, page)

    assert address in client.get(f"/de/formulare/{page.slug}/").content.decode()
    assert address not in Client().get(f"/de/formulare/{page.slug}/").content.decode()


def test_a_referral_carries_its_centre_and_opens_a_case(outbox):
    page = make_referral_form()
    member = make_member()
    client = member_client(member)
    begin(client, page)

    draft = Draft.objects.get()

    assert draft.centre in member.centres.all()
    assert draft.owner == member


def test_a_step_costs_the_same_queries_however_much_was_typed(client):
    address = begin(client, make_form())
    with CaptureQueriesContext(connection) as empty:
        client.get(f"{address}eins/")
    for step in STEPS:
        fill(client, address, step)
    with CaptureQueriesContext(connection) as filled:
        client.get(f"{address}eins/")

    assert len(filled) == len(empty)


def test_no_fixture_can_be_made_of_a_submission(client):
    send(client, fill_all(client, make_form()))

    with pytest.raises(TypeError):
        serializers.serialize("json", Submission.objects.all())
