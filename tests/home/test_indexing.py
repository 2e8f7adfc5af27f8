"""Which content pages can be found, and in which languages."""

import pytest
from wagtail.models import PageViewRestriction

from home.indexing import documents
from home.models import IndexPage
from portal.page_translation import translate_page
from search.models import SearchEntry
from search.registry import stored
from tests.builders.home import make_aliases, make_home, make_page, paragraph

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_tree")]


@pytest.fixture
def home():
    return make_home(following=("en", "ar"))


def found(page) -> dict:
    """The entries of a page, by language."""
    entries = SearchEntry.objects.filter(kind="page", object_id=str(page.translation_key))
    return {entry.language: entry for entry in entries}


def test_a_published_page_is_found_with_its_words(home):
    page = make_page(
        home, title="Ablauf", slug="ablauf", summary="Kurz", body=[paragraph("<p>Zuerst <b>reden</b>.</p>")]
    )

    entry = found(page)["de"]

    assert (entry.title, entry.path) == ("Ablauf", "ablauf/")
    assert entry.text.summary == "Kurz"
    assert "Zuerst reden." in entry.text.body


def test_a_draft_is_not_found(home):
    assert found(make_page(home, slug="entwurf", live=False)) == {}


def test_an_original_answers_where_only_its_fallback_can_be_read(home):
    page = make_page(home, title="Ablauf", slug="ablauf")
    make_aliases()
    page.save_revision().publish()

    assert {language: entry.serves for language, entry in found(page).items()} == {"de": ",ar,de,en,"}


def test_a_translation_answers_for_its_language(home):
    page = make_page(home, title="Ablauf", slug="ablauf")
    make_aliases()
    translate_page(page, "ar", {"Ablauf": "المسار"})

    assert {language: entry.serves for language, entry in found(page).items()} == {"de": ",de,en,", "ar": ",ar,"}


def test_an_unpublished_page_is_found_no_more(home):
    page = make_page(home, slug="seite")

    page.unpublish()

    assert found(page) == {}


def test_a_deleted_page_is_found_no_more(home):
    index = make_page(home, IndexPage, title="Wissen", slug="wissen")
    page = make_page(index, slug="seite")

    index.delete()

    assert found(page) == {}


def test_a_moved_page_is_found_at_its_new_address(home):
    index = make_page(home, IndexPage, title="Wissen", slug="wissen")
    page = make_page(home, slug="seite")

    page.move(index, pos="last-child")

    assert found(page)["de"].path == "wissen/seite/"


def test_a_new_address_reaches_the_pages_below(home):
    index = make_page(home, IndexPage, title="Wissen", slug="wissen")
    page = make_page(index, slug="seite")

    index.slug = "kenntnis"
    index.save_revision().publish()

    assert found(page)["de"].path == "kenntnis/seite/"


def test_a_private_branch_is_not_found(home):
    index = make_page(home, IndexPage, title="Intern", slug="intern")
    page = make_page(index, slug="seite")

    restriction = PageViewRestriction.objects.create(page=index, restriction_type=PageViewRestriction.LOGIN)
    hidden = found(page)
    restriction.delete()

    assert hidden == {}
    assert "de" in found(page)


def test_what_is_stored_is_what_a_rebuild_would_store(home):
    page = make_page(home, title="Ablauf", slug="ablauf", body=[paragraph("<p>Worte</p>")])
    translate_page(page, "en", {"Ablauf": "Procedure", "Worte": "Words"})

    wanted = {document.key: document for document in documents()}
    entries = stored(wanted)

    assert set(entries) == set(wanted)
    assert SearchEntry.objects.filter(kind="page").count() == len(wanted)
    assert {key: (d.title, d.path, d.serves) for key, d in wanted.items()} == {
        key: (e.document.title, e.document.path, e.document.serves) for key, e in entries.items()
    }
