"""The inbox in the CMS: who sees, opens, moves and assigns what, and that each look is written down."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from forms.cases.states import CaseState, DeclineReason
from forms.codes import Purpose
from forms.models.cases import Case, CaseLook, CaseMove
from forms.wagtail_hooks import case_menu_item
from portal import roles
from tests.builders.cases import IDENTITY, NEED, SPECIAL, make_case, make_case_centre, make_user, make_version
from tests.conftest import log_in_staff

# Pages of the CMS use variables its own templates do not define.
pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

WITHOUT_CASES = [roles.EDITOR, roles.TRANSLATOR, roles.EVENT_STAFF, roles.ADMINISTRATOR]
TOLD = [NEED["wish"], "Bäckerei", *IDENTITY.values(), *SPECIAL.values()]


@pytest.fixture(autouse=True)
def tree(site_tree):
    return site_tree


@pytest.fixture
def case():
    return make_case(state=CaseState.IN_REVIEW, centre=make_case_centre())


def urls_of(case) -> dict[str, str]:
    return {
        "case": reverse("cases:case", args=[case.reference]),
        "move": reverse("cases:move", args=[case.reference]),
        "assign": reverse("cases:assign", args=[case.reference]),
        "identity": reverse("cases:open", args=[case.reference, "identity"]),
        "special": reverse("cases:open", args=[case.reference, "special"]),
    }


def post_data(case) -> dict[str, dict]:
    return {
        "move": {"to": "accepted", "version": case.version, "text": ""},
        "assign": {"assignee": "", "version": case.version},
        "identity": {},
        "special": {},
    }


# What each role gets: GET of the case, then the four POSTs. "-" is a refusal that leaves everything as it is, "no" a
# sentence why this move is not possible, 404 the answer for what does not exist.
MATRIX = {
    (roles.CASE_STAFF, "any"): (200, 302, 302, 200, 200),
    (roles.COACH, "assigned"): (200, "no", "-", "-", "-"),
    (roles.COACH, "foreign"): (404, 404, 404, 404, 404),
    (roles.AUDITOR, "any"): (200, "-", "-", "-", "-"),
    **{(role, "any"): ("-", "-", "-", "-", "-") for role in [*WITHOUT_CASES, roles.CENTRE_MEMBER, None]},
}


@pytest.mark.parametrize(("role", "relation"), MATRIX)
def test_each_role_gets_exactly_its_part_of_a_case(role, relation, case, staff_client):
    user = make_user(role)
    if relation == "assigned":
        Case.objects.update(assigned_to=user)
    client = staff_client(user)
    expected = dict(zip(urls_of(case), MATRIX[role, relation], strict=True))

    for name in ("identity", "special", "case", "assign", "move"):
        case.refresh_from_db()
        before = (case.state, case.version, CaseLook.objects.exclude(envelope__in=["need", "evidence"]).count())
        url = urls_of(case)[name]
        response = client.get(url) if name == "case" else client.post(url, post_data(case)[name])
        page = response.content.decode()
        if expected[name] == "-":
            assert response.status_code in (302, 403)
            assert response.headers.get("Location") != urls_of(case)["case"]
        else:
            assert response.status_code == {"no": 200}.get(expected[name], expected[name])
        if expected[name] in ("-", "no", 404):
            case.refresh_from_db()
            after = (case.state, case.version, CaseLook.objects.exclude(envelope__in=["need", "evidence"]).count())
            assert before == after
            assert expected[name] == "no" or not [word for word in TOLD if word in page]


@pytest.mark.parametrize("name", ["move", "assign", "identity", "special"])
def test_what_changes_or_opens_something_is_no_get(name, case, staff_client):
    client = staff_client(make_user(roles.CASE_STAFF))

    assert client.get(urls_of(case)[name]).status_code == 405
    assert not CaseLook.objects.exists()


def test_a_visitor_is_sent_to_the_log_in(case, client):
    for url in [reverse("cases:inbox"), *urls_of(case).values()]:
        assert "/konto/login/" in client.get(url).headers["Location"]


@pytest.mark.parametrize("name", ["case", "move", "assign", "identity"])
def test_a_foreign_case_is_answered_like_a_missing_one_byte_by_byte(name, case, staff_client):
    client = staff_client(make_user(roles.COACH))
    url = urls_of(case)[name]

    def ask():
        response = client.get(url) if name == "case" else client.post(url, {})
        headers = {name: value for name, value in response.headers.items() if name != "Expires"}
        return response.status_code, response.content, headers

    foreign = ask()
    case.submission.delete()
    missing = ask()

    assert foreign == missing
    assert foreign[0] == 404


def test_the_need_is_shown_with_the_words_of_the_frozen_version_and_nothing_else(case, staff_client):
    page = staff_client(make_user(roles.CASE_STAFF)).get(urls_of(case)["case"]).content.decode()

    assert "Berufswunsch" in page
    assert "Bäckerei" in page
    assert NEED["wish"] in page
    assert IDENTITY["name"] not in page
    assert SPECIAL["support"] not in page


@pytest.mark.parametrize(
    ("envelope", "opened", "closed"),
    [("identity", IDENTITY["name"], SPECIAL["support"]), ("special", SPECIAL["support"], IDENTITY["name"])],
)
def test_an_envelope_opens_once_by_post_and_the_look_is_written_down(envelope, opened, closed, case, staff_client):
    user = make_user(roles.CASE_STAFF)
    client = staff_client(user)

    page = client.post(urls_of(case)[envelope]).content.decode()

    assert opened in page
    assert closed not in page
    assert [(look.user, look.envelope) for look in CaseLook.objects.order_by("pk")] == [
        (user, envelope),
        (user, "need"),
    ]
    assert opened not in client.get(urls_of(case)["case"]).content.decode()


def test_an_envelope_that_does_not_exist_is_refused(case, staff_client):
    client = staff_client(make_user(roles.CASE_STAFF))

    for name in ("need", "nonsense"):
        client.post(reverse("cases:open", args=[case.reference, name]))

    assert not CaseLook.objects.exists()


def test_an_empty_envelope_is_not_offered(case, staff_client):
    case.submission.special = {}
    case.submission.save()

    page = staff_client(make_user(roles.CASE_STAFF)).get(urls_of(case)["case"]).content.decode()

    assert urls_of(case)["identity"] in page
    assert urls_of(case)["special"] not in page


def test_every_look_at_a_case_is_written_down_and_shown(case, staff_client):
    staff, auditor = make_user(roles.CASE_STAFF), make_user(roles.AUDITOR)

    for _time in range(3):
        staff_client(staff).get(urls_of(case)["case"])
    page = staff_client(auditor).get(urls_of(case)["case"]).content.decode()

    assert list(CaseLook.objects.values_list("user", "envelope").order_by("pk")) == [
        *[(staff.pk, "need")] * 3,
        (auditor.pk, "evidence"),
    ]
    assert str(staff) in page


def test_an_auditor_sees_who_did_what_when_and_no_free_text(case, staff_client):
    staff = make_user(roles.CASE_STAFF)
    CaseMove.objects.create(
        case=case, source="in_review", target="declined", actor=staff, side="staff", reason=DeclineReason.NO_CAPACITY,
        text="sentinel-free-text",
    )  # fmt: skip

    page = staff_client(make_user(roles.AUDITOR)).get(urls_of(case)["case"]).content.decode()

    assert str(staff) in page
    assert str(DeclineReason.NO_CAPACITY.label) in page
    assert "sentinel-free-text" not in page
    assert not [word for word in TOLD if word in page]


def test_a_case_moves_by_the_form_and_comes_back_to_its_page(case, staff_client):
    client = staff_client(make_user(roles.CASE_STAFF))

    response = client.post(urls_of(case)["move"], {"to": "query", "version": case.version, "text": "Welcher Monat?"})

    assert response.headers["Location"] == urls_of(case)["case"]
    case.refresh_from_db()
    assert (case.state, case.moves.last().text) == (CaseState.QUERY, "Welcher Monat?")


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"to": "nonsense"},
        {"to": "closed"},
        {"to": "declined"},
        {"to": "declined", "reason": "nonsense"},
        {"to": "query", "text": " "},
        {"to": "accepted", "version": ""},
        {"to": "accepted", "version": "x" * 10_000},
        {"to": "query", "text": "x" * 10_000},
        {"to": "\x00", "text": "\u202e<script>alert(1)</script>"},
    ],
)
def test_a_bad_form_gets_a_sentence_and_changes_nothing(typed, case, staff_client):
    client = staff_client(make_user(roles.CASE_STAFF))

    response = client.post(urls_of(case)["move"], {"version": case.version, **typed})

    assert response.status_code == 200
    assert "error" in response.content.decode()
    assert "<script>alert" not in response.content.decode()
    assert Case.objects.get().state == CaseState.IN_REVIEW


def test_the_slower_of_two_reads_what_happened_and_keeps_the_typed_text(case, staff_client):
    faster, slower = make_user(roles.CASE_STAFF), make_user(roles.CASE_STAFF)
    seen = case.version

    staff_client(faster).post(urls_of(case)["move"], {"to": "accepted", "version": seen})
    response = staff_client(slower).post(
        urls_of(case)["move"], {"to": "declined", "reason": "no_capacity", "version": seen, "text": "Mein langer Text"}
    )

    page = response.content.decode()
    assert str(faster) in page
    assert "Mein langer Text" in page
    assert f'value="{seen + 1}"' in page
    assert Case.objects.get().state == CaseState.ACCEPTED


def test_an_outdated_assignment_is_refused_with_a_sentence(case, staff_client):
    staff, coach = make_user(roles.CASE_STAFF), make_user(roles.COACH)
    client, seen = staff_client(staff), case.version

    client.post(urls_of(case)["assign"], {"assignee": coach.pk, "version": seen})
    page = client.post(urls_of(case)["assign"], {"assignee": staff.pk, "version": seen}).content.decode()

    assert Case.objects.get().assigned_to == coach
    assert str(coach) in page


def test_a_coach_moves_an_assigned_case(staff_client):
    coach = make_user(roles.COACH)
    case = make_case(state=CaseState.TRAINING, assigned_to=coach)

    staff_client(coach).post(urls_of(case)["move"], {"to": "completed", "version": case.version})

    assert Case.objects.get().state == CaseState.COMPLETED


@pytest.mark.parametrize("name", ["move", "assign"])
def test_who_may_not_act_is_refused_before_the_form_is_read(name, case, staff_client):
    client = staff_client(make_user(roles.AUDITOR))

    response = client.post(urls_of(case)[name], {})

    assert response.status_code == 302
    assert not CaseLook.objects.exists()


def test_a_message_is_named_as_one_and_closed_without_a_text(staff_client):
    case = make_case(purpose=Purpose.MESSAGE)
    client = staff_client(make_user(roles.CASE_STAFF))

    assert "cases-table__kind" in client.get(reverse("cases:inbox")).content.decode()
    assert 'name="text"' not in client.get(urls_of(case)["case"]).content.decode()
    client.post(urls_of(case)["move"], {"to": "closed", "version": case.version})

    assert Case.objects.get().state == CaseState.CLOSED


def listed(client, **query) -> set[str]:
    page = client.get(reverse("cases:inbox"), query).content.decode()
    return {case.reference for case in Case.objects.all() if case.reference in page}


def test_the_inbox_filters_by_state_person_age_and_reference(staff_client, personal_data_trap):
    me, version = make_user(roles.CASE_STAFF), make_version()
    mine = make_case(assigned_to=me, version=version)
    old = make_case(state=CaseState.IN_REVIEW, version=version)
    over = make_case(state=CaseState.DECLINED, version=version)
    Case.objects.filter(pk=old.pk).update(state_since="2026-01-01T12:00:00Z")
    client = staff_client(me)

    assert listed(client) == {mine.reference, old.reference}
    assert listed(client, state="") == {mine.reference, old.reference, over.reference}
    assert listed(client, state="declined") == {over.reference}
    assert listed(client, state="open", whose="mine") == {mine.reference}
    assert listed(client, state="open", whose="unassigned") == {old.reference}
    assert listed(client, state="open", age="30") == {old.reference}
    assert listed(client, reference=f" {over.reference.lower()} ") == {over.reference}
    assert listed(client, reference=NEED["wish"]) == set()
    assert listed(client, reference=IDENTITY["name"]) == set()
    assert "address" in personal_data_trap.caught()  # this test asked for a person by name


@pytest.mark.parametrize(
    "query",
    [
        {"state": "nonsense"}, {"whose": "'"}, {"age": "x"}, {"p": "nonsense"}, {"p": "-1"},
        {"reference": "x" * 10_000}, {"reference": "\x00"}, {"reference": "%_*\"'<script>"},
    ],
)  # fmt: skip
def test_nonsense_in_the_address_is_no_error(query, case, staff_client):
    response = staff_client(make_user(roles.CASE_STAFF)).get(reverse("cases:inbox"), query)

    assert response.status_code == 200


def test_lists_show_references_and_never_what_a_person_told(case, staff_client):
    page = staff_client(make_user(roles.CASE_STAFF)).get(reverse("cases:inbox")).content.decode()

    assert case.reference in page
    assert not [word for word in TOLD if word in page]


def test_a_coach_finds_assigned_cases_only(staff_client):
    coach = make_user(roles.COACH)
    own, _foreign = make_case(assigned_to=coach), make_case()

    assert listed(staff_client(coach), state="") == {own.reference}


def test_an_empty_inbox_says_so(staff_client):
    client = staff_client(make_user(roles.CASE_STAFF))

    assert "cases-empty" in client.get(reverse("cases:inbox")).content.decode()
    assert "cases-empty" in client.get(reverse("cases:inbox"), {"state": "closed"}).content.decode()


def test_the_inbox_asks_the_database_as_often_for_one_case_as_for_twenty(staff_client, django_assert_num_queries):
    client, version, coach = staff_client(make_user(roles.CASE_STAFF)), make_version(), make_user(roles.COACH)
    make_case(version=version, centre=make_case_centre(), assigned_to=coach)
    client.get(reverse("cases:inbox"))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("cases:inbox"))
    for _number in range(19):
        make_case(version=version, centre=make_case_centre(), assigned_to=make_user(roles.COACH))

    with django_assert_num_queries(len(one)):
        client.get(reverse("cases:inbox"))


def test_a_case_page_stays_within_its_queries(case, staff_client, django_assert_max_num_queries):
    client, staff = staff_client(make_user(roles.CASE_STAFF)), make_user(roles.CASE_STAFF)
    for _number in range(20):
        CaseMove.objects.create(case=case, source="query", target="in_review", actor=staff, side="staff")
        CaseLook.objects.create(case=case, user=make_user(), envelope="need")
    client.get(urls_of(case)["case"])

    with django_assert_max_num_queries(32):
        client.get(urls_of(case)["case"])


def test_pages_of_cases_are_kept_nowhere(case, staff_client):
    client = staff_client(make_user(roles.CASE_STAFF))

    for url in (reverse("cases:inbox"), urls_of(case)["case"]):
        assert "no-store" in client.get(url).headers["Cache-Control"]


@pytest.mark.parametrize(
    ("role", "shown"),
    [(roles.CASE_STAFF, True), (roles.COACH, True), (roles.AUDITOR, True), *[(role, False) for role in WITHOUT_CASES]],
)
def test_the_menu_leads_to_the_inbox_for_those_who_may_enter(role, shown, rf):
    request = rf.get("/cms/")
    request.user = make_user(role)

    assert case_menu_item().is_shown(request) is shown


def test_a_post_without_the_token_of_the_form_is_refused(case):
    client = log_in_staff(Client(enforce_csrf_checks=True), make_user(roles.CASE_STAFF))

    assert client.post(urls_of(case)["move"], {"to": "accepted", "version": case.version}).status_code == 403
    assert Case.objects.get().state == CaseState.IN_REVIEW
