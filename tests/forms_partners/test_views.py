"""The area of the centres: own cases only, in the words for outsiders, withdrawn by POST, never kept."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from forms.cases import services
from forms.cases.states import CaseState, StopReason
from forms.models.cases import Case, CaseLook, CaseMove
from forms.partners import views
from forms.services import start_draft
from portal import roles
from tests.builders.cases import IDENTITY, NEED, SPECIAL, make_case, make_case_centre, make_user, make_version

pytestmark = pytest.mark.django_db

HOME = "/bereich/"


@pytest.fixture(autouse=True)
def tree(site_tree):
    return site_tree


@pytest.fixture
def member():
    return make_user(roles.CENTRE_MEMBER)


@pytest.fixture
def case(member):
    return make_case(centre=make_case_centre(member), submitted_by=member)


@pytest.fixture
def own(client, member):
    client.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
    return client


def page_of(case) -> str:
    return reverse("partners:case", args=[case.reference])


def withdrawal_of(case) -> str:
    return reverse("partners:withdraw", args=[case.reference])


def test_visitors_are_asked_to_log_in_and_come_back(client, case):
    for url in (HOME, page_of(case), withdrawal_of(case)):
        location = client.get(url).headers["Location"]
        assert location == f"/bereich/anmelden/?next={url}"


@pytest.mark.parametrize(
    "role", [roles.CASE_STAFF, roles.COACH, roles.AUDITOR, roles.EDITOR, roles.ADMINISTRATOR, None]
)
def test_who_works_for_no_centre_is_turned_away(role, client, case):
    user = make_user(role)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    for url in (HOME, page_of(case), withdrawal_of(case)):
        assert client.get(url).status_code == 403
    assert client.post(withdrawal_of(case)).status_code == 403
    assert Case.objects.get().state == CaseState.SUBMITTED


def test_the_home_page_lists_own_cases_with_outside_words_and_nothing_a_person_told(own, member, case):
    Case.objects.update(state=CaseState.PLAN_AGREED)
    foreign = make_case(centre=make_case_centre())

    page = own.get(HOME).content.decode()

    assert case.reference in page
    assert str(case.centre) in page
    assert str(Case.objects.get(pk=case.pk).outside_state.label) in page
    assert str(CaseState.PLAN_AGREED.label) not in page
    assert foreign.reference not in page
    assert not [word for word in [*NEED.values(), *IDENTITY.values(), *SPECIAL.values()] if word in page]


def test_own_drafts_can_be_continued_and_those_of_others_cannot(own, member):
    make_case_centre(member)
    version = make_version()
    draft = start_draft(version=version, language="de", owner=member)
    foreign = start_draft(version=version, language="de", owner=make_user(roles.CENTRE_MEMBER))

    page = own.get(HOME).content.decode()

    assert str(draft.public_id) in page
    assert str(foreign.public_id) not in page


def test_an_area_without_anything_says_so(own, member):
    make_case_centre(member)

    assert own.get(HOME).status_code == 200


def test_the_case_page_shows_own_need_and_no_closed_envelope(own, case):
    page = own.get(page_of(case)).content.decode()

    assert "Bäckerei" in page
    assert NEED["wish"] in page
    assert IDENTITY["name"] not in page
    assert SPECIAL["support"] not in page


def test_looking_at_the_own_case_is_written_down(own, member, case):
    own.get(page_of(case))

    assert list(CaseLook.objects.values_list("user", "envelope")) == [(member.pk, "need")]


def test_the_history_names_sides_not_people_and_hides_the_steps_in_the_house(own, case):
    staff = make_user(roles.CASE_STAFF)
    for source, target in [("talk_held", "plan_agreed"), ("plan_agreed", "training")]:
        CaseMove.objects.create(case=case, source=source, target=target, actor=staff, side="staff")
    CaseMove.objects.create(
        case=case, source="training", target="stopped", actor=staff, side="staff", reason=StopReason.NO_CONTACT,
        text="Bitte melden Sie sich.",
    )  # fmt: skip

    page = own.get(page_of(case)).content.decode()

    assert "Bitte melden Sie sich." in page
    assert str(StopReason.NO_CONTACT.label) in page
    assert str(staff) not in page
    assert page.count('class="partners-list__item"') == 3


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("url_of", [page_of, withdrawal_of])
def test_a_foreign_case_is_answered_like_a_missing_one_byte_by_byte(method, url_of, own, member):
    make_case_centre(member)
    foreign = make_case(centre=make_case_centre())

    def ask():
        response = getattr(own, method)(url_of(foreign))
        headers = {name: value for name, value in response.headers.items() if name != "Expires"}
        return response.status_code, response.content, headers

    there = ask()
    assert Case.objects.get().state == CaseState.SUBMITTED
    foreign.submission.delete()
    missing = ask()

    assert there == missing
    assert there[0] == (405 if (method, url_of) == ("post", page_of) else 404)


def test_a_message_without_a_centre_is_nobodys(own, member):
    make_case_centre(member)

    assert own.get(page_of(make_case())).status_code == 404


def test_who_left_the_centre_sees_nothing_at_the_next_request(own, member, case):
    assert own.get(page_of(case)).status_code == 200
    case.centre.members.clear()

    assert own.get(page_of(case)).status_code == 403


def test_withdrawing_asks_first_and_happens_once(own, case):
    assert own.get(withdrawal_of(case)).status_code == 200
    assert Case.objects.get().state == CaseState.SUBMITTED

    for _time in range(2):
        response = own.post(withdrawal_of(case), {"text": "Hat sich erledigt."})
        assert response.headers["Location"] == page_of(case)

    assert Case.objects.get().state == CaseState.WITHDRAWN
    assert CaseMove.objects.filter(target="withdrawn").count() == 1


def test_what_cannot_be_withdrawn_any_more_says_so_and_offers_nothing(own, member):
    case = make_case(state=CaseState.TRAINING, centre=make_case_centre(member))

    assert withdrawal_of(case) not in own.get(page_of(case)).content.decode()
    assert own.get(withdrawal_of(case)).status_code == 302
    page = own.post(withdrawal_of(case), follow=True).content.decode()

    assert "message--error" in page
    assert Case.objects.get().state == CaseState.TRAINING


def test_a_text_that_is_too_long_gets_a_sentence_and_is_kept(own, case):
    page = own.post(withdrawal_of(case), {"text": "x" * 10_000}).content.decode()

    assert "x" * 10_000 in page
    assert Case.objects.get().state == CaseState.SUBMITTED


def test_pages_of_the_area_are_kept_nowhere(own, case):
    for url in (HOME, page_of(case), withdrawal_of(case), "/bereich/anmelden/"):
        assert "no-store" in own.get(url).headers["Cache-Control"]
        assert own.get(url).headers["Referrer-Policy"] == "same-origin"


def test_the_home_page_asks_as_often_for_one_case_and_draft_as_for_thirty(own, member, django_assert_num_queries):
    centre, version = make_case_centre(member), make_version()

    def add_one():
        make_case(centre=centre, version=version)
        start_draft(version=version, language="de", owner=member, session_hash="", centre_id=centre.pk)

    add_one()
    own.get(HOME)
    with CaptureQueriesContext(connection) as one:
        own.get(HOME)
    for _number in range(30):
        add_one()

    with django_assert_num_queries(len(one)):
        own.get(HOME)


def test_logging_out_ends_the_session_and_tells_the_browser_to_forget(own, case):
    assert own.get(reverse("partners:log_out")).status_code == 405

    response = own.post(reverse("partners:log_out"))

    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert own.get(HOME).status_code == 302


def test_a_query_of_the_project_reaches_the_centre(own, case):
    staff = make_user(roles.CASE_STAFF)
    moved = services.move(case_id=case.pk, to=CaseState.IN_REVIEW, actor=staff, seen_version=0)
    services.move(case_id=case.pk, to=CaseState.QUERY, actor=staff, seen_version=moved.version, text="Welcher Monat?")

    assert "Welcher Monat?" in own.get(page_of(case)).content.decode()


def test_drafts_and_referrals_are_turned_page_by_page_each_for_itself(own, member, monkeypatch):
    monkeypatch.setattr(views, "PER_PAGE", 2)
    centre, version = make_case_centre(member), make_version()
    for _number in range(3):
        make_case(centre=centre, version=version)
        start_draft(version=version, language="de", owner=member, session_hash="", centre_id=centre.pk)

    first, both = own.get(HOME), own.get(HOME, {"page": "2", "drafts": "2"})

    assert [len(first.context[name]) for name in ("page_obj", "drafts")] == [2, 2]
    assert [len(both.context[name]) for name in ("page_obj", "drafts")] == [1, 1]
    links = re.findall(r'href="(\?[^"]+)"', both.content.decode())
    assert links == ["?page=2&amp;drafts=1#drafts", "?drafts=2&amp;page=1#referrals"]


@pytest.mark.parametrize("number", ["0", "-1", "99999999999999999999", "x", "²", "", "\x00"])
def test_an_odd_number_of_a_page_is_no_error(own, case, number):
    assert own.get(HOME, {"page": number, "drafts": number}).status_code == 200
