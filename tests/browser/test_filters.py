"""The filters of the directory without script: tick, send, read; also on a narrow screen from right to left."""

from urllib.parse import parse_qs, urlsplit

import pytest

pytestmark = pytest.mark.browser
WAYS = {
    "German": {"language": "de"},
    "320 px, without script": {"language": "de", "width": 320, "script": False},
    "Arabic, 320 px, without script": {"language": "ar", "width": 320, "script": False},
    "Arabic, dark": {"language": "ar", "colours": "dark"},
}


@pytest.mark.parametrize("way", WAYS)
def test_a_person_finds_who_speaks_arabic(way, visit):
    options = dict(WAYS[way])
    language = options.pop("language")
    visitor = visit(**options)
    visitor.open(f"/{language}/beratungsstellen/?place=90513")

    fold = visitor.main(".directory__fold > summary")
    if options.get("width"):  # on a wide screen the filters stand beside the list
        fold.click()
    else:
        assert not fold.is_visible()
    visitor.main("details.facet:has(#language-ar) > summary").click()
    visitor.main("#language-ar").check()
    visitor.main("details.facet:has(#spoken-staff) > summary").click()
    visitor.main("#spoken-staff").check()
    visitor.press(visitor.main(".directory__filters button[type=submit]"))

    chosen = parse_qs(urlsplit(visitor.page.url).query)
    assert (chosen["place"], chosen["language"], chosen["spoken"]) == (["90513"], ["ar"], ["staff"])
    assert visitor.main(".entry__title").all_inner_texts() == ["Musterberatungsstelle (Demo)"]
    assert visitor.main("#language-ar").is_visible()
    assert visitor.main("#language-ru").is_disabled()
    visitor.press(visitor.main(".entry__title a").first)
    assert visitor.main(".centre__hours").is_visible()
