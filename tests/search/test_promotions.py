from dataclasses import replace
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from portal import roles
from search import registry
from search.models import Promotion
from search.promotions import own_address, recommended
from tests.builders.accounts import log_in_staff
from tests.builders.cases import make_user
from tests.builders.home import make_home, make_page
from tests.builders.search import make_entry

pytestmark = pytest.mark.django_db


def promote(words: str, **facts) -> Promotion:
    return Promotion.objects.create(words=words, **{"address": "/de/kalender/", "title": "Ziel", **facts})


def titles(text: str, reader: str = "de") -> list[str]:
    return [each.title for each in recommended([text], reader=reader)]


@pytest.mark.parametrize(
    ("words", "text", "is_shown"),
    [
        ("Reisepass", "reisepass", True),
        ("Reisepass", "Wo bekomme ich einen neuen Reisepass?", True),
        ("Rückkehr", "rueckkehr", True),
        ("Beratung", "Beratungen", True),
        ("freiwillige Rückkehr", "Rückkehr freiwillig", True),
        ("freiwillige Rückkehr", "Rückkehr", False),
        ("Pass\nAusweis", "Ausweise", True),
        ("Pass", "Passau", False),
        ("العودة", "عوده العودة", True),
    ],
)
def test_all_words_of_a_line_must_be_searched_for_in_any_form(words, text, is_shown):
    promote(words)

    assert bool(titles(text)) is is_shown


def test_a_corrected_search_brings_its_recommendation(client, site_tree):
    make_entry(title="Reisepass und Papiere")
    promote("Reisepass", title="Papiere für die Reise")

    response = client.get("/de/suche/", {"q": "Reisepas"})

    assert "Papiere für die Reise" in response.content.decode()


def test_only_in_its_languages_and_days():
    today = date.today()
    promote("Pass", title="alle")
    promote("Pass", title="nur arabisch", languages=["ar"])
    promote("Pass", title="vorbei", active_until=today - timedelta(days=1))
    promote("Pass", title="heute zuletzt", active_until=today)
    promote("Pass", title="morgen", active_from=today + timedelta(days=1))

    assert titles("Pass") == ["alle", "heute zuletzt"]
    assert titles("Pass", "ar") == ["alle", "nur arabisch", "heute zuletzt"]


def test_an_entry_is_followed_to_its_address_in_the_language_of_the_reader():
    entry = make_entry(kind="centre", title="Coming Home", serves=("de", "ar"), path="alt/")
    promote("Zuhause", address="/de/alt/", title="", entry_kind="centre", entry_id=entry.object_id)
    registry.put([replace(entry, path="neu/")])

    (found,) = recommended(["Zuhause"], reader="ar")

    assert (found.title, found.url, found.language, found.direction) == ("Coming Home", "/ar/neu/", "de", "ltr")


def test_what_can_no_longer_be_found_is_recommended_no_more():
    entry = make_entry(kind="centre", title="Coming Home", path="ch/")
    promote("Zuhause", address="/de/ch/", entry_kind="centre", entry_id=entry.object_id)
    assert titles("Zuhause")

    registry.remove("centre", entry.object_id)

    assert titles("Zuhause") == []


def test_a_page_that_was_withdrawn_or_made_private_takes_its_recommendation_along(site_tree):
    page = make_page(make_home(), title="Der Pass")
    promote("Pass", page=page, address="", title="")
    assert titles("Pass") == ["Der Pass"]

    restriction = PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert titles("Pass") == []
    restriction.delete()
    page.unpublish()
    assert titles("Pass") == []


def test_it_stands_above_the_ranked_results_and_says_who_recommends_it(client, site_tree):
    make_entry(title="Pass beantragen")
    promote("Pass", title="<b>Zuerst</b> hier", sentence="Weil & darum")

    soup = BeautifulSoup(client.get("/de/suche/", {"q": "Pass"}).content, "html.parser")

    box = soup.select_one("main .recommended")
    assert box.h2.text == "Von der Redaktion empfohlen"
    assert (box.a.text, box.a["href"]) == ("<b>Zuerst</b> hier", "/de/kalender/")
    assert box.find_next(class_="hit")
    assert not BeautifulSoup(client.get("/de/suche/", {"q": "Pass", "kind": "page"}).content, "html.parser").select(
        ".recommended"
    )


def test_a_stored_page_is_outdated_by_a_new_recommendation(client, site_tree):
    client.get("/de/suche/", {"q": "Pass"})

    promote("Pass", title="Neu empfohlen")

    assert "Neu empfohlen" in client.get("/de/suche/", {"q": "Pass"}).content.decode()


def test_the_number_of_statements_does_not_depend_on_their_number():
    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            recommended(["Pass"], reader="de")
        return len(captured)

    entry = make_entry(kind="centre", title="Coming Home", path="ch/")
    promote("Pass", address="/de/ch/", entry_kind="centre", entry_id=entry.object_id)
    few = statements()
    for _n in range(20):
        promote("Pass", address="/de/ch/", entry_kind="centre", entry_id=entry.object_id)

    assert statements() == few


@pytest.mark.parametrize(
    "facts", [{"address": ""}, {"active_from": date(2026, 2, 2), "active_until": date(2026, 2, 1)}]
)
def test_the_database_keeps_out_what_makes_no_sense(facts):
    with pytest.raises(IntegrityError), transaction.atomic():
        promote("Pass", **facts)


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("/de/x/", "/de/x/"),
        ("  /de/x/?a=b ", "/de/x/?a=b"),
        ("http://127.0.0.1:8000/de/x/#y", "/de/x/"),
        ("https://evil.example/de/x/", ""),
        ("//evil.example/", ""),
        ("/\\evil.example/", ""),
        ("javascript:alert(1)", ""),
        ("de/x/", ""),
    ],
)
def test_only_addresses_of_this_site(typed, address, settings):
    settings.BASE_URL = "http://127.0.0.1:8000"

    assert own_address(typed) == address


@pytest.mark.ignore_template_errors
class TestTheCMS:
    def post(self, client, **facts):
        log_in_staff(client, make_user(roles.EDITOR))
        told = {"words": "Zuhause", "position": "10", "address": "/de/ch/", "page": "", "title": "", "sentence": ""}
        return client.post("/cms/search/recommended/new/", {**told, **facts})

    def test_an_editor_pastes_an_address_and_what_is_there_is_kept(self, client, site_tree):
        entry = make_entry(kind="centre", title="Coming Home", path="ch/")

        assert self.post(client, languages=["de", "ar"]).status_code == 302

        promotion = Promotion.objects.get()
        assert (promotion.entry_kind, promotion.entry_id) == ("centre", entry.object_id)
        assert promotion.languages == ["de", "ar"]

    def test_a_recommended_result_opens_from_the_list(self, client, site_tree):
        make_entry(kind="centre", title="Coming Home", path="ch/")
        self.post(client)

        page = client.get("/cms/search/recommended/").content.decode()

        assert f'href="/cms/search/recommended/edit/{Promotion.objects.get().pk}/"' in page

    @pytest.mark.parametrize(
        "facts", [{"address": "https://evil.example/"}, {"address": ""}, {"words": "  \n "}, {"address": "/de/nichts/"}]
    )
    def test_what_leads_nowhere_or_has_no_words_is_refused(self, client, site_tree, facts):
        assert self.post(client, **facts).status_code == 200
        assert not Promotion.objects.exists()
