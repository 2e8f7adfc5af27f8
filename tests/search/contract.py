"""What every search engine has to do. A test module for an engine subclasses ``EngineContract`` and is done."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from search import registry
from search.models import SearchEntry, SearchFacet, VocabularyTerm
from search.selectors import Query, find
from tests.builders.search import make_document, make_entry, synthetic_documents

NUREMBERG = (49.45, 11.08)
MUNICH = (48.14, 11.57)


def titles(**query) -> list[str]:
    return [hit.title for hit in find(Query(**query)).hits]


@pytest.mark.django_db
class EngineContract:
    # --- words -------------------------------------------------------------------------------------------------------

    @pytest.mark.parametrize("typed", ["München", "Muenchen", "Munchen", "MÜNCHEN", "mu\u0308nchen"])
    def test_the_spellings_of_an_umlaut_meet(self, typed):
        make_entry(title="Beratung in München")
        make_entry(title="Beratung in Nürnberg")

        assert titles(text=typed) == ["Beratung in München"]

    def test_inflected_words_meet(self):
        make_entry(title="Häuser für Familien")

        assert titles(text="Haus Familie") == ["Häuser für Familien"]

    def test_a_part_finds_the_compound_whichever_was_written_first(self):
        make_entry(title="Suchtberatung")
        make_entry(title="Beratung")

        assert set(titles(text="Beratung")) == {"Suchtberatung", "Beratung"}
        assert titles(text="Beratung")[0] == "Beratung"

    def test_a_compound_finds_its_parts(self):
        make_entry(title="Beratung", body="Wir helfen zurück: Rückkehr und Neubeginn.")
        make_entry(title="Programme")

        assert titles(text="Rückkehrberatung") == ["Beratung"]

    def test_every_word_counts_and_where_it_stands(self):
        make_entry(title="Hilfe", body="Auch Arbeit ist ein Thema. " * 3)
        make_entry(title="Arbeit", body="Hilfe bei der Suche.")
        make_entry(title="Wohnung", body="Hilfe")

        assert titles(text="Arbeit") == ["Arbeit", "Hilfe"]
        assert set(titles(text="Arbeit Hilfe")) == {"Arbeit", "Hilfe"}

    def test_when_no_entry_holds_all_words_some_will_do_and_that_is_said(self):
        make_entry(title="Starthilfe")
        make_entry(title="Sprachkurs")

        result = find(Query(text="Starthilfe Sprachkurs"))

        assert result.loosened
        assert {hit.title for hit in result.hits} == {"Starthilfe", "Sprachkurs"}

    def test_only_little_words_find_nothing(self):
        make_entry(title="Wo und wie")

        assert find(Query(text="wo und wie")).total == 0

    def test_arabic_and_persian_spellings_meet(self):
        make_entry(title="المَشُورَة للعودة", language="ar", serves=("ar",))
        make_entry(title="بازگشت به کشور ۱۴۰۳", language="fa", serves=("ar",))

        assert titles(text="مشورة", language="ar") == ["المَشُورَة للعودة"]
        assert titles(text="بازگشت كشور 1403", language="ar") == ["بازگشت به کشور ۱۴۰۳"]

    # --- misspelt words ----------------------------------------------------------------------------------------------

    def test_a_misspelt_word_is_corrected_and_that_is_said(self):
        make_entry(title="Beratung in Rosenheim")

        result = find(Query(text="Rosenhiem"))

        assert [hit.title for hit in result.hits] == ["Beratung in Rosenheim"]
        assert (result.suggestion, result.corrected) == ("Rosenheim", True)

    def test_exactly_what_was_typed_can_be_asked_for(self):
        make_entry(title="Beratung in Rosenheim")

        result = find(Query(text="Rosenhiem", exact=True))

        assert (result.total, result.suggestion, result.corrected) == (0, "", False)

    def test_a_known_word_is_never_corrected(self):
        make_entry(title="Beratung in Hof")
        make_entry(title="Beratung in Hopf")

        result = find(Query(text="Hof"))

        assert ([hit.title for hit in result.hits], result.suggestion) == (["Beratung in Hof"], "")

    def test_a_doubtful_correction_is_offered_and_not_made(self):
        make_entry(title="Hilfe in Mali")

        result = find(Query(text="Mail"))

        assert (result.total, result.suggestion, result.corrected) == (0, "Mali", False)

    # --- who sees what -----------------------------------------------------------------------------------------------

    def test_an_entry_is_found_by_the_readers_it_serves(self):
        make_entry(object_id="1", title="Rückkehr planen", serves=("de", "ar"))
        make_entry(object_id="1", title="Planning your return", language="en", serves=("en",))

        german, english, arabic = (find(Query(text="", language=code)).hits for code in ("de", "en", "ar"))

        assert [(hit.title, hit.language) for hit in german] == [("Rückkehr planen", "de")]
        assert [(hit.title, hit.language) for hit in english] == [("Planning your return", "en")]
        assert [(hit.title, hit.language) for hit in arabic] == [("Rückkehr planen", "de")]
        assert arabic[0].url == "/ar/page/1/"

    def test_a_language_code_is_no_pattern(self):
        make_entry(title="Leichte Sprache", language="de-simple", serves=("de-simple",))

        assert titles(language="de") == []
        assert titles(language="%") == []
        assert titles(language="de-simple") == ["Leichte Sprache"]

    # --- filters and counts ------------------------------------------------------------------------------------------

    def test_within_a_facet_any_between_facets_all(self):
        make_entry(title="A", facets={"language": ("ar",), "mode": ("phone",)})
        make_entry(title="B", facets={"language": ("fa",), "mode": ("phone", "onsite")})
        make_entry(title="C", facets={"language": ("ar", "fa"), "mode": ("onsite",)})
        make_entry(title="D")

        assert titles(facets={"language": ("ar", "fa")}) == ["A", "B", "C"]
        assert titles(facets={"language": ("ar",), "mode": ("phone",)}) == ["A"]
        assert titles(facets={"language": ("ar",), "mode": ()}) == ["A", "C"]
        assert titles(facets={"colour": ("red",)}) == []

    def test_a_facet_is_counted_without_its_own_filter(self):
        make_entry(title="A", facets={"language": ("ar",), "mode": ("phone",)})
        make_entry(title="B", facets={"language": ("fa",), "mode": ("phone",)}, kind="centre")
        make_entry(title="C", facets={"language": ("ar", "fa"), "mode": ("onsite",)}, kind="centre")

        result = find(Query(facets={"language": ("ar",), "mode": ("phone",)}, kinds=("page",)))

        assert [hit.title for hit in result.hits] == ["A"]
        assert result.facet_counts == {"kind": {"page": 1}, "language": {"ar": 1}, "mode": {"phone": 1}}
        wider = find(Query(facets={"language": ("ar",), "mode": ("phone",)}))
        assert wider.facet_counts == {
            "kind": {"page": 1},
            "language": {"ar": 1, "fa": 1},
            "mode": {"onsite": 1, "phone": 1},
        }

    def test_only_named_objects_are_found_and_counted(self):
        make_entry(title="A", object_id="1", facets={"mode": ("phone",)})
        make_entry(title="B", object_id="2", facets={"mode": ("phone",), "language": ("ar",)})
        make_entry(title="C", object_id="3", facets={"mode": ("onsite",), "language": ("ar",)})

        assert titles(only=frozenset({"2", "3", "'; --"})) == ["B", "C"]
        assert titles(only=frozenset()) == []
        result = find(Query(only=frozenset({"2", "3"}), facets={"mode": ("phone",)}))
        assert ([hit.title for hit in result.hits], result.total) == (["B"], 1)
        assert result.facet_counts == {"kind": {"page": 1}, "mode": {"phone": 1, "onsite": 1}, "language": {"ar": 1}}

    def test_a_list_of_ids_may_be_long(self):
        make_entry(title="A", object_id="70000")

        assert titles(only=frozenset(map(str, range(40_000, 80_000)))) == ["A"]

    def test_some_stand_first_whatever_the_order(self):
        for title, codes, lat in (("A", ("interpreter-ar",), 49.4), ("B", ("staff-ar",), 48.0), ("C", (), 49.0)):
            make_entry(title=title, facets={"spoken": codes}, lat=lat, lon=11.0)
        first = {"spoken": ("staff-ar", "staff-fa")}

        assert titles(first=first, sort="title") == ["B", "A", "C"]
        assert titles(first=first, sort="distance", near=NUREMBERG) == ["B", "A", "C"]
        assert titles(sort="distance", near=NUREMBERG) == ["A", "C", "B"]
        assert [hit.title for hit in find(Query(first=first, sort="title", page=2, per_page=1)).hits] == ["A"]

    def test_who_stands_first_is_settled_before_how_well_the_words_fit(self):
        make_entry(title="Sprachkurs", facets={"spoken": ("ar",)})
        make_entry(title="Sprachkurs mit Betreuung", facets={"spoken": ("ar",), "mode": ("phone",)})
        make_entry(title="Sprachkursleitung", facets={"spoken": ("ar",), "mode": ("phone",)})
        make_entry(title="Sprachkursplan", facets={"mode": ("onsite",)})
        query = {"text": "Sprachkurs", "first": {"spoken": ("ar",), "mode": ("phone", "video")}}

        every = titles(**query)
        pages = [find(Query(**query, page=number, per_page=3)) for number in (1, 2)]

        assert every == ["Sprachkurs mit Betreuung", "Sprachkursleitung", "Sprachkurs", "Sprachkursplan"]
        assert [hit.title for page in pages for hit in page.hits] == every
        assert [page.total for page in pages] == [4, 4]

    def test_kinds_are_filtered_and_counted_like_a_facet(self):
        make_entry(title="Beratung A", kind="centre")
        make_entry(title="Beratung B", kind="event")

        result = find(Query(text="Beratung", kinds=("event",)))

        assert [hit.title for hit in result.hits] == ["Beratung B"]
        assert result.facet_counts["kind"] == {"centre": 1, "event": 1}

    def test_districts_filter_and_are_not_counted(self):
        make_entry(title="A", districts=("09564", "09573"))
        make_entry(title="B", districts=("09162",))

        result = find(Query(districts=("09573", "09999")))

        assert [hit.title for hit in result.hits] == ["A"]
        assert result.facet_counts == {"kind": {"page": 1}}

    # --- place -------------------------------------------------------------------------------------------------------

    def test_the_nearest_comes_first_and_what_has_no_place_last(self):
        make_entry(title="Fern", lat=MUNICH[0], lon=MUNICH[1])
        make_entry(title="Ohne Ort")
        make_entry(title="Nah", lat=49.44, lon=10.95)

        hits = find(Query(near=NUREMBERG, sort="distance")).hits

        assert [hit.title for hit in hits] == ["Nah", "Fern", "Ohne Ort"]
        assert hits[0].distance_km == pytest.approx(9.46, abs=0.1)
        assert hits[1].distance_km == pytest.approx(150, abs=1)
        assert hits[2].distance_km is None

    def test_a_radius_is_a_circle(self):
        make_entry(title="Drin", lat=49.53, lon=11.08)
        make_entry(title="Nur im Quadrat", lat=49.53, lon=11.20)

        assert titles(near=NUREMBERG, radius_km=10) == ["Drin"]
        assert titles(near=NUREMBERG, radius_km=0) == []
        assert titles(near=(90.0, 0.0), radius_km=5_000) == ["Drin", "Nur im Quadrat"]

    def test_a_place_that_is_none_is_not_asked_for(self):
        make_entry(title="A", lat=49.53, lon=11.08)

        assert titles(near=(float("nan"), 11.0), radius_km=1, sort="distance") == ["A"]

    # --- order and pages ---------------------------------------------------------------------------------------------

    def test_without_words_the_boosted_come_first_then_titles(self):
        make_entry(title="Zebra", boost=2.0)
        make_entry(title="Österreich")
        make_entry(title="Ofen")
        make_entry(title="Otto")

        assert titles() == ["Zebra", "Ofen", "Österreich", "Otto"]
        assert titles(sort="title") == ["Ofen", "Österreich", "Otto", "Zebra"]

    def test_pages_neither_repeat_nor_skip(self):
        registry.put([make_document(object_id=f"p{n}", title="Gleich") for n in range(45)])

        pages = [find(Query(text="gleich", page=n, per_page=20)) for n in (1, 2, 3)]

        assert [len(page.hits) for page in pages] == [20, 20, 5]
        assert len({hit.object_id for page in pages for hit in page.hits}) == 45
        assert {(page.total, page.pages) for page in pages} == {(45, 3)}

    def test_a_page_behind_the_last_is_the_last(self):
        registry.put([make_document(title="Gleich") for _ in range(3)])

        result = find(Query(page=99, per_page=2))

        assert (result.page, result.pages, len(result.hits)) == (2, 2, 1)
        assert find(Query(page=-4)).page == 1

    @pytest.mark.parametrize("query", [{}, {"text": "Beratung"}, {"text": "Beratung", "near": NUREMBERG}])
    def test_the_number_of_statements_does_not_depend_on_the_hits(self, query):
        registry.put(synthetic_documents(5))
        few = statements(**query)
        registry.put(synthetic_documents(300))
        many = statements(**query)

        assert few == many <= 4

    # --- writing -----------------------------------------------------------------------------------------------------

    def test_what_is_rolled_back_was_never_findable(self):
        def fail():
            with transaction.atomic():
                make_entry(title="Nie gesehen", facets={"mode": ("phone",)})
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            fail()

        assert find(Query(text="gesehen")).total == 0
        assert not SearchEntry.objects.exists()
        assert not VocabularyTerm.objects.exists()

    def test_a_second_put_replaces_words_facets_and_districts(self):
        make_entry(object_id="1", title="Alt", body="Vorher", facets={"mode": ("phone",)}, districts=("09564",))
        make_entry(object_id="1", title="Neu", body="Nachher", facets={"mode": ("onsite",)})

        assert titles() == ["Neu"]
        assert titles(text="vorher", language="de") == []
        assert titles(districts=("09564",)) == []
        assert find(Query()).facet_counts["mode"] == {"onsite": 1}
        assert list(VocabularyTerm.objects.order_by("term").values_list("term", flat=True)) == ["nachher", "neu"]
        assert SearchEntry.objects.get().version == 2

    def test_putting_the_same_again_writes_nothing(self):
        document = make_entry(title="Gleich", facets={"mode": ["phone", "onsite"]}, lat=1, lon=2)

        assert registry.put([document]) == 0
        assert SearchEntry.objects.get().version == 1

    def test_what_is_removed_is_gone_with_its_words(self):
        make_entry(kind="event", object_id="7", title="Infotag", facets={"mode": ("onsite",)})
        make_entry(kind="event", object_id="7", title="Info day", language="en", serves=("en",))

        assert registry.remove("event", "7", "en") == 1
        assert registry.remove("event", "7") == 1
        assert registry.remove("event", "7") == 0
        assert find(Query(text="Infotag")).total == 0
        assert not SearchFacet.objects.exists()
        assert not VocabularyTerm.objects.exists()

    def test_a_row_deleted_behind_our_back_is_not_found_either(self):
        make_entry(title="Infotag")

        SearchEntry.objects.all().delete()

        assert find(Query(text="Infotag")).total == 0

    def test_a_batch_takes_as_many_statements_as_one_entry(self):
        with CaptureQueriesContext(
            connection,
        ) as one:
            registry.put([make_document(title="Eins", facets={"mode": ("phone",)})])
        with CaptureQueriesContext(connection) as many:
            registry.put([make_document(title=f"Nummer {n}", facets={"mode": ("phone",)}) for n in range(40)])

        assert len(many) == len(one)

    def test_odd_content_is_kept_and_found(self):
        make_entry(title="Nul\x00zeichen \ud800 <script>", body="a" * 70_000 + " Ende")

        assert titles(text="nulzeichen") == ["Nulzeichen  <script>"]


def statements(**query) -> int:
    with CaptureQueriesContext(connection) as captured:
        find(Query(**query))
    return len(captured)
