"""Whatever is typed, there is an answer: hits, or none, never an error."""

import pytest
from django.urls import reverse
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.reading import LONGEST_QUERY
from search.selectors import Query, find
from tests.builders.search import make_entry

pytestmark = pytest.mark.django_db

HOSTILE = [
    '"',
    '""',
    "'",
    "';--",
    "*",
    "a*",
    "NEAR",
    "NEAR(a b, 5)",
    "AND",
    "OR NOT",
    "a AND",
    "NOT a",
    "-a",
    "a -b",
    "(",
    ")",
    "((((((((((",
    "title_tokens:a",
    "^a",
    "a + b",
    "a:*",
    "a & b | !c <-> d",
    "\\",
    "\\'",
    "%",
    "_",
    "%s",
    "{}",
    "{{ 7*7 }}",
    "<script>alert(1)</script>",
    "</title>",
    "&lt;",
    "\x00",
    "a\x00b",
    "\ud800",
    "😀",
    "👩‍👩‍👧‍👦",
    " \t\n",
    "\u200b\u200f\u202e",
    "\u202eabc",
    "\u200c",
    "ا\u0670",
    "ß" * 300,
    "ﷺ" * 50,
    "a\u0300" * 100,
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚",
    "ǆ",
    "①②③",
    "½",
    "٣",
    "١٢٣٤٥",
    "a" * 10_000,
    "a " * 5_000,
    "ab " * 3_333,
    "\"'" * 5_000,
    "٪",
    "§ 1 AsylbLG",
    "../../etc/passwd",
    "$(reboot)",
    "1/0",
    "null",
    "None",
    "NaN",
    "=1+1",
    "ẞ",
    "İ",
    "ı",
    "ﬁ",
    "ÿ",
    "\ufeff",
    "\U0010ffff",
    "SELECT 1; DROP TABLE search_words",
]


@pytest.fixture
def some_entries(site_tree):
    make_entry(title="Suchtberatung in München", summary="Für <b>alle</b> & jeden.")
    make_entry(title="العودة", language="ar", serves=("ar",))


@pytest.mark.parametrize("language", ["de", "ar"])
def test_hostile_words_get_an_answer(some_entries, language):
    for typed in HOSTILE:
        for exact in (False, True):
            result = find(Query(text=typed, language=language, exact=exact))
            assert result.total == len(result.hits)


def test_hostile_filters_get_an_answer(some_entries):
    for odd in ('"', "'", "%", "", "a" * 1_000, "😀"):
        query = Query(text="x", kinds=(odd,), facets={odd: (odd,)}, districts=(odd,), language=odd, sort=odd)

        assert find(query).total == 0


@pytest.mark.parametrize("kind", ["", "centre", "nonsense"])
def test_hostile_words_get_a_page(client, some_entries, kind):
    with translation.override("de"):
        address = reverse("search:results")
    # The guard of all pages takes curly brackets that were typed for template code.
    for typed in (typed for typed in HOSTILE if "{{" not in typed):
        response = client.get(
            address,
            {"q": typed.encode("utf-8", "replace"), "kind": kind, "page": typed[:20].encode("utf-8", "replace")},
        )

        assert response.status_code == 200
        assert b"<script>alert" not in response.content


def test_blank_and_invisible_words_are_no_question(some_entries):
    for typed in ("", "  ", "\u200f\u202e", "\x00"):
        assert find(Query(text=typed)).total == 1


def test_signs_without_a_word_find_nothing(some_entries):
    for typed in ("???", "😀", '"*"'):
        assert find(Query(text=typed)).total == 0


def test_a_long_text_is_shortened_and_that_is_said(some_entries):
    long = "Suchtberatung " * LONGEST_QUERY

    assert find(Query(text=long)).shortened
    assert not find(Query(text="Suchtberatung")).shortened


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(
        st.text(max_size=300),
        st.lists(st.sampled_from(["Sucht", "beratung", '"', "*", "NEAR", "AND", "-", "(", "\x00", "Münhcen", ":"])).map(
            " ".join
        ),
    ),
    st.sampled_from(["de", "ar", "en", "de-simple"]),
)
def test_any_text_gets_an_answer(some_entries, text, language):
    result = find(Query(text=text, language=language))

    assert 0 <= len(result.hits) <= result.total
