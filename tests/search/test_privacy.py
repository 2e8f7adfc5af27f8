"""What nobody may find is in no index, no suggestion, no recommendation and no statistics (S8)."""

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from search import registry
from search.insight import services
from search.insight.slips import read_slip, slip
from search.models import Promotion, SearchEntry, SearchQuery, SearchSource, VocabularyTerm
from search.suggestions import suggest
from tests.builders.cases import make_case, make_case_centre, make_user
from tests.builders.events import make_event, make_registration
from tests.builders.home import make_home, make_page, paragraph
from tests.builders.programmes import make_centre, make_directory_page
from tests.privacy import sentinels

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_tree")]
WORD = "Quastenflosser"


def anywhere(client: Client, word: str = WORD) -> list[str]:
    """Where a reader of any language comes upon the word: suggestions, results, or the address of the suggestions."""
    found = []
    for language in ("de", "en", "ar", "de-simple"):
        found += [each.text for typed in (word[:4], word[:9], word) for each in suggest(typed, reader=language)]
        results = client.get(f"/{language}/suche/", {"q": word[:-2] + word[-2:]}).content.decode()
        found += [language] if 'class="hits"' in results else []
    known = VocabularyTerm.objects.filter(term__startswith=word.lower()[:8])
    return found + list(known.values_list("shown", flat=True))


def test_the_look_finds_a_public_page(client):
    make_page(make_home(), title=f"Der {WORD}")

    assert f"Der {WORD}" in anywhere(client)


def test_a_draft_is_nowhere(client):
    make_page(make_home(), title=f"Der {WORD}", live=False, body=[paragraph(f"<p>{WORD}</p>")])

    assert anywhere(client) == []


def test_the_new_words_of_a_published_page_are_nowhere_before_they_are_published(client):
    page = make_page(make_home(), title="Ablauf")
    page.title = f"Der {WORD}"
    page.save_revision()

    assert anywhere(client) == []


def test_a_page_that_becomes_private_or_is_withdrawn_leaves_nothing_behind(client):
    page = make_page(make_home(), title=f"Der {WORD}")
    Promotion.objects.create(words=WORD, page=page)
    assert anywhere(client)

    restriction = PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert anywhere(client) == []
    restriction.delete()
    page.unpublish()
    assert anywhere(client) == []
    page.delete()
    assert anywhere(client) == []


def test_a_page_below_a_private_one_is_nowhere(client):
    parent = make_page(make_home(), title="Intern")
    PageViewRestriction.objects.create(page=parent, restriction_type="password", password="x")

    page = make_page(parent, title=f"Der {WORD}")
    Promotion.objects.create(words=WORD, page=page)

    assert anywhere(client) == []


def test_a_hidden_centre_is_nowhere_and_a_public_one_tells_no_address_that_is_not_public(client):
    make_directory_page()
    centre = make_centre(name=f"Haus {WORD}")
    Promotion.objects.create(words=WORD, address="/de/x/", entry_kind="centre", entry_id=str(centre.pk))
    assert f"Haus {WORD}" in anywhere(client)

    centre.is_public = False
    centre.save()

    assert anywhere(client) == []


def test_nothing_of_forms_and_no_person_of_events_is_ever_in_an_index_or_a_suggestion(client):
    member = make_user()
    case = make_case(centre=make_case_centre(member), submitted_by=member)
    case.submission.identity = {"name": sentinels.CLIENT_NAME}
    case.submission.need = {**case.submission.need, "wish": sentinels.CLIENT_FREE_TEXT}
    case.submission.save()
    make_registration(make_event(), name=sentinels.NAME, email=sentinels.EMAIL)

    assert set(registry.registered()) == {"page", "centre", "programme", "event"}
    stored = str(list(SearchEntry.objects.values_list())) + str(list(VocabularyTerm.objects.values_list()))
    assert sentinels.found_in(stored) == ""
    assert suggest(case.reference, reader="de") == []


@pytest.mark.parametrize(
    "typed", [sentinels.EMAIL, sentinels.TELEPHONE, sentinels.CLIENT_TELEPHONE, sentinels.CLIENT_FREE_TEXT]
)
def test_what_tells_a_person_is_never_in_the_page_as_a_slip_nor_in_the_statistics(typed, personal_data_trap):
    assert slip(typed, source=SearchSource.SITE, language="de", results=0) == ""
    assert not SearchQuery.objects.exists()


def test_a_name_somebody_types_is_readable_nowhere(personal_data_trap):
    """A name looks like any two words: it is counted, but stands in no row before three searched for it."""
    signed = slip(sentinels.NAME, source=SearchSource.SITE, language="de", results=0)
    for _time in range(services.ENOUGH - 1):
        services.record_search(read_slip(signed))

    assert SearchQuery.objects.get().searches == services.ENOUGH - 1
    assert sentinels.found_in(str(list(SearchQuery.objects.values_list()))) == ""
    assert personal_data_trap.hits == []
