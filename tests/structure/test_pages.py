"""What every public page must be like, whoever wrote it: checked on every address readers can come to."""

import re
import string
from itertools import pairwise

import pytest
from django.utils import translation

from tests.structure.addresses import LANGUAGES, crawl, language_of
from tests.structure.catalogues import catalogue, translations

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
RIGHT_TO_LEFT = {"ar"}
NAMELESS_TYPES = {"hidden", "submit", "button", "image", "reset"}
# A name or two words mirror by themselves; a sentence with its full stop does not.
SHORT = 40
# Who runs the portal is called so in every language.
NAMES = {"Bayerisches Landesamt für Asyl und Rückführungen (LfAR)"}
# A call that changes nothing needs no token, and so no cookie.
CHANGES_NOTHING = "/programme/pruefen/"
# Stands inside the page of another site: has nothing to skip.
FOR_OTHER_SITES = "/veranstaltungen/einbetten/"
# The same in English and German.
SAME_WORD = {"Programme"}
ARABIC = re.compile(r"[\u0600-\u06ff]")


@pytest.fixture(scope="module")
def pages(demo):
    crawl.cache_clear()
    yield crawl()
    crawl.cache_clear()


def wrong(pages, check) -> list[str]:
    return [f"{address}: {fault}" for address, soup in pages.items() for fault in check(address, soup)]


def test_the_walk_comes_to_every_kind_of_page_in_every_language(pages):
    for language in LANGUAGES:
        assert f"/{language}/" in pages
    for language in ("de", "en", "ar"):
        for path in ("projekt/", "rueckkehr/", "beratungsstellen/", "programme/", "veranstaltungen/", "impressum/"):
            assert f"/{language}/{path}" in pages
    assert len(pages) > 80


def test_each_page_has_one_heading_and_its_parts_in_order(pages):
    def check(address, soup):
        levels = [int(heading.name[1]) for heading in soup.find_all(re.compile(r"^h[1-6]$"))]
        if levels.count(1) != 1:
            yield f"{levels.count(1)} h1"
        # The error summary may stand before the h1; otherwise nothing may.
        for before, after in pairwise(levels):
            if after > before + 1:
                yield f"h{after} follows h{before}"
        for heading in soup.find_all(re.compile(r"^h[1-6]$")):
            if not heading.get_text(strip=True):
                yield f"empty {heading.name}"

    assert sorted(wrong(pages, check)) == []


def test_each_page_says_its_language_and_direction(pages):
    def check(address, soup):
        html, language = soup.html, language_of(address)
        if html.get("lang") != language and not address.startswith(("/konto/", "/bereich/")):
            yield f"lang={html.get('lang')}"
        if html.get("dir") != ("rtl" if html.get("lang") in RIGHT_TO_LEFT else "ltr"):
            yield f"lang={html.get('lang')} dir={html.get('dir')}"

    assert sorted(wrong(pages, check)) == []


def test_a_part_in_another_language_says_so_with_its_direction(pages):
    def check(address, soup):
        for part in soup.find_all(lang=True):
            info = translation.get_language_info(part["lang"]) if part["lang"] in LANGUAGES else None
            outer = part.find_parent(lang=True)
            if part.name in ("html", "bdi") or outer is None or info is None:  # a <bdi> finds its direction itself
                continue
            is_other_way = info["bidi"] != (outer["lang"] in RIGHT_TO_LEFT) and len(text_in(part)) > SHORT
            turned = part if part.has_attr("dir") else part.find_parent(dir=True)
            if is_other_way and turned["dir"] not in ("rtl" if info["bidi"] else "ltr", "auto"):
                yield f"<{part.name} lang={part['lang']}> runs {turned['dir']}: {text_in(part)[:60]}"

    assert sorted(wrong(pages, check)) == []


def text_in(part) -> str:
    return " ".join(part.get_text(" ", strip=True).split())


def test_german_sentences_in_an_arabic_page_are_marked(pages):
    """A paragraph, heading or link without one Arabic letter stands in a part with a ``lang`` of its own."""

    def check(address, soup):
        if soup.html.get("lang") != "ar":
            return
        for part in soup.find_all(["p", "h1", "h2", "h3", "li", "dt", "label", "legend", "button", "summary"]):
            words = text_in(part)
            marked = part if part.has_attr("lang") else part.find_parent(lang=True)
            inside = part.find(lang=True) or part.find("bdi")
            is_foreign = len(re.findall(r"[^\W\d_]{3,}", words)) >= 4 and not ARABIC.search(words)
            if is_foreign and marked["lang"] == "ar" and inside is None and words not in NAMES:
                yield f"<{part.name}> {words[:80]}"

    assert sorted(wrong(pages, check)) == []


def test_each_control_has_a_label(pages):
    def check(address, soup):
        labelled = {label.get("for") for label in soup.find_all("label")}
        for control in soup.find_all(["input", "select", "textarea"]):
            if control.get("type") in NAMELESS_TYPES:
                continue
            named = control.get("id") in labelled or control.find_parent("label")
            if not named and not control.get("aria-label") and not control.get("aria-labelledby"):
                yield f"<{control.name} name={control.get('name')}> has no label"
            if control.get("placeholder"):
                yield f"<{control.name} name={control.get('name')}> has a placeholder"
        for button in soup.find_all("button"):
            if not text_in(button) and not button.get("aria-label"):
                yield "a button without words"
        for group in soup.find_all("fieldset"):
            if group.find("legend") is None or not text_in(group.find("legend")):
                yield "a fieldset without legend"
        for radio in soup.find_all("input", type="radio"):
            if radio.has_attr("checked") and language_of(address) and soup.find(attrs={"aria-invalid": "true"}) is None:
                yield f"radio {radio.get('name')} is preselected"

    assert sorted(wrong(pages, check)) == []


def test_ids_are_unique_and_what_refers_to_them_finds_them(pages):
    def check(address, soup):
        ids = [part["id"] for part in soup.find_all(id=True)]
        yield from (f"id {one} stands twice" for one in {one for one in ids if ids.count(one) > 1})
        for attribute in ("aria-describedby", "aria-labelledby", "aria-controls", "for", "headers"):
            for part in soup.find_all(attrs={attribute: True}):
                names = part[attribute] if isinstance(part[attribute], list) else part[attribute].split()
                yield from (f"{attribute}={name} leads nowhere" for name in names if name not in ids)
        for link in soup.find_all("a", href=re.compile(r"^#.")):
            if link["href"][1:] not in ids:
                yield f"{link['href']} leads nowhere"

    assert sorted(wrong(pages, check)) == []


def test_links_and_pictures_have_words(pages):
    def check(address, soup):
        for link in soup.find_all("a"):
            pictures = "".join(image.get("alt", "") for image in link.find_all("img"))
            if not (text_in(link) or pictures or link.get("aria-label")):
                yield f"a link without words to {link.get('href')}"
            if not link.has_attr("href"):
                yield f"a link without address: {text_in(link)}"
            if link.get("target") == "_blank":
                yield f"{link['href']} opens a new window"
        for image in soup.find_all("img"):
            if not image.has_attr("alt"):
                yield f"{image.get('src')} has no alt"
        for picture in soup.find_all("svg"):
            if picture.get("aria-hidden") != "true" and picture.get("role") != "img":
                yield "an svg that is neither hidden nor a picture"

    assert sorted(wrong(pages, check)) == []


def test_titles_tell_pages_apart(pages):
    titles: dict[tuple[str, str], list[str]] = {}
    for address, soup in pages.items():
        assert soup.title is not None, f"{address} has no title"
        assert text_in(soup.title), f"{address} has an empty title"
        assert len(soup.find("head").find_all("title")) == 1, address
        if not address.startswith(("/konto/", "/bereich/")):
            titles.setdefault((language_of(address), text_in(soup.title)), []).append(address.split("?")[0])
    twice = {title: addresses for title, addresses in titles.items() if len(set(addresses)) > 1}

    assert twice == {}


def test_landmarks_have_names_where_there_are_several(pages):
    def check(address, soup):
        if len(soup.find_all("main")) != 1:
            yield "not one main"
        skip = soup.find("a", href="#main")
        if FOR_OTHER_SITES not in address and (skip is None or soup.body.find("a") is not skip):
            yield "the first link does not lead to the content"
        for name in ("nav", "search"):
            found = soup.find_all(name) if name == "nav" else soup.find_all(attrs={"role": "search"})
            nameless = [part for part in found if not (part.get("aria-label") or part.get("aria-labelledby"))]
            if len(found) > 1 and len(nameless) > 1:
                yield f"{len(nameless)} parts <{name}> without a name"

    assert sorted(wrong(pages, check)) == []


def test_nothing_is_loaded_from_another_host(pages):
    def check(address, soup):
        for part in soup.find_all(["script", "link", "img", "iframe", "source", "video", "audio", "object", "embed"]):
            if part.name == "link" and not set(part.get("rel", [])) & {"stylesheet", "icon", "preload", "manifest"}:
                continue
            for attribute in ("src", "href", "srcset", "data", "poster"):
                if re.match(r"(?:https?:)?//", part.get(attribute) or ""):
                    yield f"<{part.name} {attribute}={part[attribute]}>"

    assert sorted(wrong(pages, check)) == []


def test_the_languages_of_a_page_point_at_each_other(client, demo):
    """A page the site map names as the other language of this one names this one as well, and itself."""
    index = client.get("/sitemap.xml").content.decode()
    maps = [address for address in re.findall(r"<loc>https?://[^/]+(.+?)</loc>", index) if address.endswith(".xml")]
    known: dict[str, dict[str, str]] = {}
    for address in maps or ["/sitemap.xml"]:
        for entry in re.findall(r"<url>.*?</url>", client.get(address).content.decode(), re.DOTALL):
            links = re.findall(r'<xhtml:link[^>]*hreflang="([^"]+)"[^>]*href="([^"]+)"', entry)
            known[re.search(r"<loc>(.+?)</loc>", entry)[1]] = {code: url for code, url in links if code != "x-default"}
    lonely = [address for address, links in known.items() if links and address not in links.values()]
    one_sided = [
        f"{address} names {target}"
        for address, links in known.items()
        for target in links.values()
        if address not in known.get(target, {}).values()
    ]

    assert (lonely, one_sided) == ([], [])
    assert sum(1 for links in known.values() if len(links) > 1) > 10


def test_forms_are_sent_without_the_browsers_own_checks(pages):
    def check(address, soup):
        for form in soup.find_all("form", method=re.compile("post", re.IGNORECASE)):
            fields = form.find_all(["input", "select", "textarea"])
            if any(field.get("type") not in ("hidden", None) for field in fields) and not form.has_attr("novalidate"):
                yield f"form {form.get('action')} is checked by the browser"
            if form.get("action", "").endswith(CHANGES_NOTHING):
                continue
            if form.find("input", attrs={"name": "csrfmiddlewaretoken"}) is None:
                yield f"form {form.get('action')} has no token"

    assert sorted(wrong(pages, check)) == []


def test_public_pages_set_no_cookie(client, demo):
    for language in LANGUAGES:
        for path in ("", "beratungsstellen/", "veranstaltungen/", "veranstaltungen/einbetten/", "suche/?q=beratung"):
            response = client.get(f"/{language}/{path}", follow=True)
            assert not response.cookies, path


def sentences(soup, code: str) -> set[str]:
    """The texts of a page that are meant to be in its language, one for each element."""
    texts = soup.body.find_all(string=True)
    found = {" ".join(text.split()) for text in texts if text.find_parent(lang=True)["lang"] == code}
    return {text.strip(string.whitespace + ":") for text in found if text.strip()}


@pytest.mark.parametrize("code", ["de", "ar"])
def test_no_english_sentence_shows_on_a_translated_page(code, pages):
    """A sentence of the catalogue stands on no page of another language: a template or view forgot to translate it."""
    english = {
        entry.msgid
        for entry in catalogue(code)
        if len(entry.msgid) > 3
        and "%(" not in entry.msgid
        and entry.msgid not in SAME_WORD
        and entry.msgid not in translations(entry)
    }
    shown = {}
    for address, soup in pages.items():
        if soup.html.get("lang") == code:
            for text in sentences(soup, code) & english:
                shown.setdefault(text, address)

    assert shown == {}
