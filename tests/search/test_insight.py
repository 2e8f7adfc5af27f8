"""What is counted of searches, what is never, and what editors see of it."""

from datetime import date, timedelta
from unittest.mock import patch

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal import roles
from search import demo
from search.insight import selectors, services
from search.insight.personal import may_be_personal
from search.insight.selectors import Period
from search.insight.slips import read_slip, slip
from search.models import SearchQuery, SearchSource
from tests.builders.accounts import log_in_staff
from tests.builders.cases import make_user
from tests.builders.search import make_entry

pytestmark = pytest.mark.django_db
OWN = {"sec-fetch-site": "same-origin"}


def make_slip(text: str = "Haustier", **facts):
    told = {"source": SearchSource.SITE, "language": "de", "results": 0, **facts}
    return read_slip(slip(text, **told))


def record(text: str = "Haustier", *, times: int = 1, **facts) -> None:
    for _time in range(times):
        services.record_search(make_slip(text, **facts))


def columns() -> str:
    return str(list(SearchQuery.objects.values_list()))


# --- what may tell a person ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "ada@example.org",
        "ada @ example",
        "https://example.org/?name=ada",
        "www.example.org",
        "0911 123456",
        "+49 (911) 12-34-56",
        "01.02.1990",
        "٠٩١١ ١٢٣٤٥٦",
        "۰۹۱۱۱۲۳۴۵۶",
        "1-2-3-4-5-6",
        "V-7KQ2M4",
        "Az12345",
        "ich heiße Ada und wohne in Zirndorf Nord",
        "x" * 41,
        "ab " * 60,
    ],
)
def test_what_may_tell_who_typed_it_gets_no_slip(text):
    assert may_be_personal(text)
    assert slip(text, source=SearchSource.SITE, language="de", results=0) == ""


@pytest.mark.parametrize("text", ["90513 Zirndorf", "Rückkehr in den Irak", "§ 60a", "REAG 2026", "العودة إلى سوريا"])
def test_ordinary_searches_are_counted(text):
    assert not may_be_personal(text)
    assert slip(text, source=SearchSource.SITE, language="de", results=0)


# --- counting --------------------------------------------------------------------------------------------------------


def test_the_same_words_of_a_day_are_one_row_in_any_spelling():
    record("Rückkehr in den Irak", results=3)
    record("irak RUECKKEHR", results=3)
    record("rückkehr irak", results=4, is_corrected=True)

    rows = SearchQuery.objects.order_by("pk")
    assert [(row.searches, row.results, row.is_corrected) for row in rows] == [(2, 4, True), (1, 3, False)]
    assert rows[0].day == date.today()


def test_words_are_readable_only_once_three_searched_for_them():
    record("Quastenflosser")
    with patch("django.utils.timezone.localdate", return_value=date.today() + timedelta(days=1)):
        record("Quastenflosser", language="ar")
    assert "quasten" not in columns()

    record("quastenflosser")

    assert set(SearchQuery.objects.values_list("terms", flat=True)) == {"quastenflosser"}


def test_the_key_is_no_plain_hash_of_the_words():
    record("Haustier")
    row = SearchQuery.objects.get()

    with patch("django.conf.settings.SECRET_KEY", "another"):
        assert services.key_of(make_slip("Haustier")) != row.key


def test_a_row_holds_no_time_and_nothing_of_a_person():
    names = {field.name for field in SearchQuery._meta.fields}

    assert names == {
        "id", "day", "source", "language", "kind", "wanted", "district", "key", "terms", "results", "is_corrected",
        "is_loosened", "searches", "choices", "ranks", "promotions",
    }  # fmt: skip
    assert SearchQuery._meta.get_field("day").get_internal_type() == "DateField"


def test_the_rank_chosen_is_summed_and_a_recommendation_counted_apart():
    record("Haustier", results=9)
    for rank in (1, 7, 0, 9_999):
        services.record_choice(make_slip(results=9), rank=rank)

    row = SearchQuery.objects.get()
    assert (row.choices, row.ranks, row.promotions) == (3, 8 + services.LAST_RANK, 1)
    assert not services.record_choice(make_slip("nie gesucht"), rank=1)


def test_a_machine_cannot_fill_the_table(monkeypatch):
    monkeypatch.setattr(services, "MOST_ROWS_A_DAY", 2)
    record("eins")
    record("zwei")
    record("drei")
    record("zwei")

    assert SearchQuery.objects.count() == 2
    assert sorted(SearchQuery.objects.values_list("searches", flat=True)) == [1, 2]


def test_after_half_a_year_they_are_deleted():
    record("neu")
    old = SearchQuery.objects.get()
    old.pk, old.day = None, date.today() - timedelta(days=181)
    old.save()

    assert services.purge() == 1
    assert SearchQuery.objects.get().day == date.today()


# --- the slip and the counter ----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("site_tree")
class TestTheCounter:
    def slip_of(self, **parameters) -> str:
        soup = BeautifulSoup(Client().get("/de/suche/", parameters).content, "html.parser")
        return soup.select_one("[data-search-slip]")["data-search-slip"]

    def post(self, headers=OWN, **data) -> int:
        return Client().post("/de/suche/zaehlen/", data, headers=headers).status_code

    def test_showing_a_page_writes_nothing_and_its_slip_counts_it(self):
        make_entry(title="Haustier", kind="event")
        signed = self.slip_of(q="Haustier", kind="event")
        assert not SearchQuery.objects.exists()

        assert self.post(slip=signed) == 204
        assert self.post(slip=signed, rank="2") == 204

        row = SearchQuery.objects.get()
        assert (row.source, row.language, row.kind, row.results) == ("site", "de", "event", 1)
        assert (row.searches, row.choices, row.ranks) == (1, 1, 2)

    def test_it_sets_no_cookie_and_is_not_kept(self):
        response = Client().post("/de/suche/zaehlen/", {"slip": self.slip_of(q="Haustier")}, headers=OWN)

        assert not response.cookies
        assert "no-store" in response["Cache-Control"]

    def test_a_page_loaded_without_words_or_with_an_address_of_a_person_has_no_slip(self):
        assert self.slip_of(q="ada@example.org") == ""
        assert b"count.js" not in Client().get("/de/suche/", {"q": "ada@example.org"}).content
        assert b"count.js" not in Client().get("/de/suche/").content

    def test_the_second_page_of_results_is_no_second_search(self):
        assert self.slip_of(q="Haustier", page="2") == ""

    @pytest.mark.parametrize(
        ("headers", "status"),
        [
            (OWN, 204),
            ({"sec-fetch-site": "cross-site"}, 403),
            ({"sec-fetch-site": "same-site"}, 403),
            ({"sec-fetch-site": "none"}, 403),
            ({"origin": "http://testserver"}, 204),
            ({"origin": "http://evil.example"}, 403),
            ({"origin": "null"}, 403),
            ({}, 403),
        ],
    )
    def test_only_pages_of_this_site_count(self, headers, status):
        assert self.post(headers=headers, slip=self.slip_of(q="Haustier")) == status
        assert SearchQuery.objects.exists() is (status == 204)

    @pytest.mark.parametrize("odd", ["", "x", "{}:abc", "a\x00b", "ä" * 10_000, '{"source":"site"}:AAAA', "🙂"])
    def test_what_was_not_signed_here_is_refused(self, odd):
        assert self.post(slip=odd) == 400
        assert not SearchQuery.objects.exists()

    def test_a_slip_with_other_words_is_refused(self):
        signed = self.slip_of(q="Haustier")

        assert self.post(slip=signed.replace("haustier", "katze")) == 400

    @pytest.mark.parametrize("rank", ["-1", "x", "1.5", "99999", "²", "٣"])
    def test_a_rank_is_a_small_number(self, rank):
        assert self.post(slip=self.slip_of(q="Haustier"), rank=rank) == 400

    def test_too_many_in_a_minute_are_turned_away(self, monkeypatch):
        monkeypatch.setattr(services, "MOST_A_MINUTE", 2)
        signed = self.slip_of(q="Haustier")

        assert [self.post(slip=signed) for _time in range(3)] == [204, 204, 429]

    def test_a_get_counts_nothing(self):
        assert Client().get("/de/suche/zaehlen/", {"slip": self.slip_of(q="Haustier")}).status_code == 405


def test_the_demo_shows_the_report_and_can_be_repeated():
    demo.create_demo()
    before = columns()

    demo.create_demo()

    assert columns() == before
    assert {row["district"] for row in selectors.unanswered(Period())} == {"", demo.DISTRICT}


# --- the report ------------------------------------------------------------------------------------------------------


def test_zero_results_by_words_language_and_district_without_small_numbers():
    record("Haustier", times=3, district="Landkreis Fürth", wanted=("so",))
    record("Haustier", times=2, district="München")
    record("Haustier", times=4, results=5)
    record("Selten", times=2)
    record("", times=3, district="Landkreis Fürth", wanted=("ti",))

    rows = selectors.unanswered(Period())

    assert [(row["terms"], row["wanted"], row["district"], row["total"]) for row in rows] == [
        ("", "ti", "Landkreis Fürth", 3),
        ("haustier", "so", "Landkreis Fürth", 3),
    ]
    areas = [(row["district"], row["wanted"], row["missed"]) for row in selectors.unmet_by_area(Period())]
    assert areas == [("Landkreis Fürth", "so", 3), ("Landkreis Fürth", "ti", 3)]


def test_frequent_searches_and_those_opened_far_down_or_never():
    record("gut", times=6, results=9)
    record("tief", times=6, results=40)
    record("nie", times=6, results=9)
    record("wenig", times=4, results=9)
    for _time in range(3):
        services.record_choice(make_slip("gut", results=9), rank=1)
        services.record_choice(make_slip("tief", results=40), rank=12)

    assert [row["terms"] for row in selectors.frequent(Period())] == ["gut", "nie", "tief", "wenig"]
    found = [(row["terms"], row["percent"], row["rank"]) for row in selectors.badly_ranked(Period())]
    assert found == [("nie", 0, None), ("tief", 50, 12.0)]


def test_what_fewer_than_three_searched_for_in_the_period_is_not_told():
    """Its words became readable by earlier searches."""
    record("Haustier", times=2, results=9)
    SearchQuery.objects.update(day=date.today() - timedelta(days=60))
    record("Haustier", results=9)

    assert SearchQuery.objects.get(day=date.today()).terms == "haustier"
    assert selectors.frequent(Period(days=30)) == []
    assert [row["total"] for row in selectors.frequent(Period(days=90))] == [3]


def test_the_place_of_a_result_that_fewer_than_three_opened_is_not_told():
    record("einmal", times=12, results=9)
    services.record_choice(make_slip("einmal", results=9), rank=7)

    [row] = selectors.badly_ranked(Period())

    assert (row["terms"], row["rank"]) == ("einmal", None)


def test_period_language_and_place_narrow_every_figure():
    record("Haustier", times=3)
    record("حيوان", times=3, language="ar")
    record("Haustier", times=3, source=SearchSource.DIRECTORY)
    SearchQuery.objects.filter(language="de", source="site").update(day=date.today() - timedelta(days=60))

    assert selectors.totals(Period(days=30)).searches == 6
    assert selectors.totals(Period(days=90)).unanswered == 9
    assert [row["language"] for row in selectors.unanswered(Period(language="ar"))] == ["ar"]
    assert selectors.totals(Period(source="directory")).searches == 3


@pytest.mark.ignore_template_errors
@pytest.mark.usefixtures("site_tree")
class TestTheReport:
    def editor(self) -> Client:
        return log_in_staff(Client(), make_user(roles.EDITOR))

    def test_an_editor_reads_it_escaped_and_in_a_constant_number_of_statements(self):
        client = self.editor()
        record("erstes", times=5)
        client.get("/cms/search/report/")

        few = self.statements(client)
        for n in range(20):
            record(f"wort{'x' * n}", times=5)

        assert self.statements(client) == few
        assert "erstes" in client.get("/cms/search/report/").content.decode()

    def statements(self, client) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/cms/search/report/").status_code == 200
        return len(captured)

    @pytest.mark.parametrize("value", ["", "x", "-1", "9" * 400, "a\x00b", "<script>alert(1)</script>"])
    def test_odd_addresses_are_answered(self, value):
        client = self.editor()
        for path in ("/cms/search/report/", "/cms/search/report/unanswered.csv"):
            response = client.get(path, {"days": value, "language": value, "source": value})
            assert response.status_code == 200
            assert b"<script>alert(1)" not in response.content

    def test_the_table_holds_no_formula(self):
        record("Haustier", times=3, district="=1+1")

        lines = self.editor().get("/cms/search/report/unanswered.csv").content.decode("utf-8-sig").splitlines()

        assert lines[1] == "haustier,de,,'=1+1,3"
