"""Amounts by the day, words by the language, and the file they come from."""

import itertools
import json
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from portal.errors import DomainError
from programmes.fit.codes import RuleKind
from programmes.imports.centres import import_centres
from programmes.imports.districts import DATA, import_districts
from programmes.imports.facts import import_programme_facts
from programmes.imports.programmes import import_programmes
from programmes.models.amounts import ProgrammeAmount, ProgrammeCombination
from programmes.models.programmes import Programme, ProgrammeCountry
from programmes.models.rules import ProgrammeRule
from programmes.word_fields import wording
from search.selectors import Query, find
from tests.builders.programme_facts import (
    add_countries,
    make_amount,
    make_application_centre,
    make_deadline,
    make_document,
    make_rule,
)
from tests.builders.programmes import TODAY, make_centre, make_programme, make_programme_page

pytestmark = pytest.mark.django_db


def page_of(client, programme, language="de"):
    response = client.get(f"/{language}/programme/{programme.slug}/")
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({}, "current"),
        ({"valid_to": date(2026, 11, 24)}, "current"),
        ({"valid_to": date(2026, 11, 23)}, "former"),
        ({"valid_from": date(2026, 11, 25)}, "coming"),
        ({"is_former": True}, "former"),
    ],
)
def test_an_amount_counts_by_its_dates(facts, state):
    assert ProgrammeAmount(kind="start", **facts).state(today=TODAY) == state


@pytest.mark.parametrize(
    ("lowest", "highest", "german", "english"),
    [
        ("1000", "1000", "1.000\xa0€", "€1,000"),
        (None, "2500", "bis zu 2.500\xa0€", "up to €2,500"),
        ("99.50", None, "ab 99,50\xa0€", "from €99.50"),
        ("100", "200", "100\xa0€ bis 200\xa0€", "€100 to €200"),
        (None, None, "Betrag nicht bekannt", "amount not known"),
    ],
)
def test_money_is_written_as_the_reader_writes_it(lowest, highest, german, english):
    amount = ProgrammeAmount(
        kind="start",
        lowest=None if lowest is None else Decimal(lowest),
        highest=None if highest is None else Decimal(highest),
    )

    with translation.override("de"):
        assert amount.text == german
    with translation.override("en"):
        assert amount.text == english


def test_impossible_amounts_are_refused():
    programme = make_programme()

    with pytest.raises(ValidationError):
        make_amount(programme, lowest=Decimal(2), highest=Decimal(1))
    with pytest.raises(ValidationError):
        make_amount(programme, currency="Euro")
    with pytest.raises(IntegrityError), transaction.atomic():
        ProgrammeAmount.objects.create(programme=programme, kind="start", lowest=2, highest=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        ProgrammeCombination.objects.create(programme=programme, other=programme, kind="needs")


def test_old_amounts_are_history_and_not_mixed_with_todays(client, programme_index):
    programme = make_programme()
    make_amount(programme, highest=Decimal(4000), stand="2025")
    make_amount(programme, highest=Decimal(3500), is_former=True)
    make_amount(programme, highest=Decimal(5000), valid_from=date(2999, 1, 1))
    make_programme_page(programme_index, programme)

    page = page_of(client, programme)

    today, later, former = page.select(".programme__amounts .amounts")
    assert "4.000" in today.get_text()
    assert "Noch nicht bestätigt" in today.get_text()
    assert "5.000" in later.get_text()
    assert former.find_parent("details")
    assert "3.500" in former.get_text()
    assert "3.500" not in today.get_text()


def test_how_well_amounts_are_known_is_said_once_where_it_is_the_same(client, programme_index):
    programme = make_programme()
    make_amount(programme, highest=Decimal(4000), stand="2025")
    make_amount(programme, highest=Decimal(200), stand="2025")
    make_programme_page(programme_index, programme)

    together = page_of(client, programme).select_one(".programme__amounts").get_text()
    make_amount(programme, highest=Decimal(10), stand="2024")
    apart = page_of(client, programme).select_one(".programme__amounts").get_text()

    assert (together.count("2025"), together.count("Noch nicht bestätigt.")) == (1, 1)
    assert (apart.count("2025"), apart.count("2024"), apart.count("Noch nicht bestätigt.")) == (2, 1, 3)


def test_an_ended_programme_pays_nothing_today(client, programme_index):
    programme = make_programme(valid_to=date(2025, 6, 30))
    make_amount(programme, highest=Decimal(4000))
    make_programme_page(programme_index, programme)

    page = page_of(client, programme)

    assert page.select_one(".amounts").find_parent("details")
    assert not page.select(".check-link")


def test_what_is_not_known_is_said(client, programme_index):
    programme = make_programme()
    make_programme_page(programme_index, programme)

    text = page_of(client, programme).main.get_text(" ", strip=True)

    assert "Die heutigen Beträge kennen wir nicht" in text
    assert "welche Unterlagen nötig sind, sagt die Beratungsstelle" in text


def test_facts_speak_the_readers_language_where_the_words_are_german(client, programme_index):
    programme = make_programme()
    make_amount(programme, "medical", highest=Decimal(2000), words={"de": "Drei Monate", "ar": "ثلاثة أشهر"})
    make_document(programme, "passport")
    add_countries(programme, "SY", words={"de": "wieder", "ar": "من جديد"})
    make_programme_page(programme_index, programme)
    with translation.override("ar"):
        shown = str(programme.amounts.get().explanation), str(programme.countries.get().remark)

    assert shown == ("ثلاثة أشهر", "من جديد")
    assert wording({"en": "only"}).language == "en"
    assert not wording({})


def test_a_programme_page_takes_a_fixed_number_of_queries(client, programme_index):
    counts = []
    programme = make_programme()
    make_programme_page(programme_index, programme)
    for start, end in ((0, 1), (1, 15)):
        for number in range(start, end):
            make_amount(programme, highest=Decimal(number))
            make_document(programme)
            make_deadline(programme)
            make_application_centre(programme, make_centre(f"Stelle {number}"))
            other = make_programme(f"Anderes {number}")
            make_programme_page(programme_index, other)
            ProgrammeCombination.objects.create(programme=programme, other=other, kind="possible")
        page_of(client, programme)
        ProgrammeAmount.objects.first().save()
        with CaptureQueriesContext(connection) as queries:
            page_of(client, programme)
        counts.append(len(queries))

    assert counts[0] == counts[1], counts


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"kind": "status_in"}, "statuses"),
        ({"kind": "country_in"}, "country_codes"),
        ({"kind": "country_in", "country_codes": ["SYR"]}, "country_codes"),
        ({"kind": "in_region"}, "regions"),
        ({"kind": "group_in"}, "groups"),
        ({"kind": "age"}, "lowest"),
        ({"kind": "age", "lowest": 30, "highest": 20}, "highest"),
        ({"kind": "lead_time"}, "lowest"),
        ({"kind": "checked_by_centre"}, "words"),
        ({"kind": "in_bavaria", "statuses": ["tolerated"]}, "statuses"),
        ({"kind": "in_bavaria", "lowest": 3}, "lowest"),
        ({"kind": "voluntary", "words": {"xx": "?"}}, "words"),
    ],
)
def test_a_rule_that_says_nothing_clear_is_refused(facts, field):
    programme = make_programme()

    with pytest.raises(ValidationError) as refusal:
        make_rule(programme, **facts)

    assert set(refusal.value.message_dict) == {field}


@pytest.mark.parametrize("language", ["de", "en", "ar"])
def test_every_kind_of_rule_is_a_sentence_in_every_language(language):
    values = {
        "statuses": ["tolerated"],
        "country_codes": ["SY"],
        "regions": ["097"],
        "groups": ["woman"],
    }
    with translation.override(language):
        sentences = {
            ProgrammeRule(kind=kind, effect=effect, lowest=18, unless_groups=["founder"], **values).sentence
            for kind in RuleKind
            for effect in ("must", "excludes", "unclear")
        }

    assert len(sentences) == 3 * len(RuleKind) - 2
    assert not [text for text in sentences if "%(" in text]


# --- the file --------------------------------------------------------------------------------------------------------


@pytest.fixture
def seed():
    import_districts()
    import_centres(
        path=DATA / "counselling_centres.csv", territories=DATA / "centre_territories.csv", stream=StringIO()
    )
    import_programmes(path=DATA / "programmes.csv", stream=StringIO())


def test_the_seed_is_taken_over_and_a_repeat_changes_nothing(seed):
    first = import_programme_facts(path=DATA / "programme_facts.json")
    again = import_programme_facts(path=DATA / "programme_facts.json")
    programmes = import_programmes(path=DATA / "programmes.csv", stream=StringIO())

    assert first.counts["rejected"] == 0, [str(line) for line in first.lines]
    assert again.counts["unchanged"] == len(again.lines)
    assert programmes.counts["unchanged"] == 17
    assert not ProgrammeRule.objects.filter(source="").exists()
    assert not ProgrammeRule.objects.filter(checked_on__isnull=False).exists()
    assert not ProgrammeAmount.objects.filter(source="").exists()
    assert ProgrammeCountry.objects.filter(country="SY").count() == 2
    assert Programme.objects.get(source_id="brp").application_centres.count() == 16


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"nix": {"rules": []}}, "nix"),
        ({"one": {"prices": []}}, "prices"),
        ({"one": {"rules": [{"kind": "status_in", "effect": "must"}]}}, ""),
        ({"one": {"rules": [{"kind": "age", "weight": 3}]}}, "weight"),
        ({"one": {"centres": [{"centre": "gone"}]}}, "gone"),
    ],
)
def test_wrong_facts_are_rejected_and_leave_the_old_ones(tmp_path, facts, reason):
    programme = make_programme(source_id="one")
    rule = make_rule(programme, "voluntary")
    path = tmp_path / "facts.json"
    path.write_text(json.dumps(facts), encoding="utf-8")

    report = import_programme_facts(path=path)

    assert report.counts["rejected"] == 1
    assert reason in str(report.lines[0])
    assert list(ProgrammeRule.objects.all()) == [rule]


def test_a_file_that_is_no_json_is_one_sentence(tmp_path):
    path = tmp_path / "facts.json"
    path.write_text("{", encoding="utf-8")

    with pytest.raises(DomainError):
        import_programme_facts(path=path)


def test_the_command_takes_both_files_and_a_dry_run_keeps_nothing(tmp_path):
    make_programme(source_id="one")
    csv = tmp_path / "programmes.csv"
    csv.write_text("id,name,provider,level,status\none,Eins,BAMF,Bund,running\n", encoding="utf-8")
    facts = tmp_path / "facts.json"
    facts.write_text('{"one": {"rules": [{"kind": "voluntary", "effect": "must"}]}}', encoding="utf-8")

    call_command("import_programmes", csv, facts=facts, dry_run=True, stdout=StringIO())
    assert not ProgrammeRule.objects.exists()
    call_command("import_programmes", csv, facts=facts, stdout=StringIO())
    assert ProgrammeRule.objects.count() == 1


# --- found by the country and its people -----------------------------------------------------------------------------


OF_SYRIA = [
    "Syrien", "Syrer", "syrische Familie", "syrishe Familie", "Syrrien", "syria", "syria family", "Syrian family",
    "Syrain", "سوريا", "سوري", "عائلة سورية", "سورييا",
]  # fmt: skip


def test_what_a_syrian_family_may_apply_for_is_found_by_one_search(programme_index):
    syria, kosovo = make_programme("EURP"), make_programme("URA")
    add_countries(syria, "SY", "IQ")
    add_countries(kosovo, "XK")
    make_programme_page(programme_index, syria, benefits="<p>Starthilfe für Familien</p>")
    make_programme_page(programme_index, kosovo, benefits="<p>Hilfe für Familien</p>")

    for typed, language in itertools.product(OF_SYRIA, ["de", "en", "ar"]):
        hits = find(Query(text=typed, language=language)).hits

        assert hits[0].title == "EURP", (typed, language)


def test_the_results_of_a_search_lead_to_the_check(client, programme_index):
    programme = make_programme("EURP")
    add_countries(programme, "SY")
    make_programme_page(programme_index, programme)

    page = BeautifulSoup(client.get("/de/suche/?q=Syrien").content, "html.parser")
    empty = BeautifulSoup(client.get("/de/suche/?q=xqzw").content, "html.parser")

    assert page.main.find("a", href="/de/programme/pruefen/")
    assert not empty.main.find("a", href="/de/programme/pruefen/")
