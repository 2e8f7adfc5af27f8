"""Recommended results: which stand above a search, where they lead, and how an address becomes what it leads to.

A recommendation is shown only while its target is public: a page that was withdrawn or made private takes it along.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Page

from portal.breadcrumb import language_of_title
from portal.directions import direction_of
from search.analysis import is_stop_word, languages_of, term, token, words
from search.models import Promotion, SearchEntry

MOST_SHOWN = 3

Forms = frozenset[str]


@dataclass(frozen=True)
class Recommended:
    title: str
    sentence: str
    url: str
    language: str = ""  # of the title, where it is not the reader's

    @property
    def direction(self) -> str:
        return direction_of(self.language) if self.language else "ltr"


def recommended(texts: Iterable[str], *, reader: str) -> list[Recommended]:
    """What editors recommend for one of these spellings of a search; always the same number of statements."""
    searched = [set().union(*forms_of(text, reader)) for text in texts]
    fitting = [
        promotion
        for promotion in _for(reader)
        if any(_holds(forms, phrase, reader) for phrase in promotion.phrases for forms in searched)
    ]
    return _targets(fitting, reader)[:MOST_SHOWN]


def recommended_while_typing(text: str, *, reader: str) -> list[Recommended]:
    """What is recommended for words that begin like this."""
    begun = [term(word.text, reader) for word in words(text)]
    fitting = [
        promotion
        for promotion in _for(reader)
        if any(_begins([term(word.text, reader) for word in words(phrase)], begun) for phrase in promotion.phrases)
    ]
    return _targets(fitting, reader)[:MOST_SHOWN]


def forms_of(text: str, reader: str) -> list[Forms]:
    """Each word that matters, in every form by which it may meet another; all words where none of them matters."""
    found = list(words(text))
    telling = [word for word in found if not is_stop_word(word.text, reader)] or found
    return [
        frozenset({term(word.text, reader), *(token(word.text, code) for code in languages_of(word.text, reader))})
        for word in telling
    ]


def _holds(searched: set[str], phrase: str, reader: str) -> bool:
    forms = forms_of(phrase, reader)
    return bool(forms) and all(searched & word for word in forms)


def _begins(phrase: list[str], begun: list[str]) -> bool:
    """True where the typed words are the first of the phrase, the last of them perhaps not finished."""
    if not begun or len(begun) > len(phrase):
        return False
    *whole, last = begun
    return phrase[: len(whole)] == whole and phrase[len(whole)].startswith(last)


def _for(reader: str) -> list[Promotion]:
    return [each for each in Promotion.objects.active() if not each.languages or reader in each.languages]


def _targets(promotions: list[Promotion], reader: str) -> list[Recommended]:
    if not promotions:
        return []
    pages = _pages([each.page_id for each in promotions if each.page_id], reader)
    entries = _entries([each for each in promotions if each.entry_id], reader)
    found = []
    for each in promotions:
        title, language, url = each.title, "", ""
        if each.page_id:
            page = pages.get(each.page_id)
            if page:
                title, language, url = title or page.title, "" if title else language_of_title(page), page.get_url()
        elif each.entry_id:
            entry = entries.get((each.entry_kind, each.entry_id))
            if entry:
                is_foreign = entry.language.split("-")[0] != reader.split("-")[0]
                language = entry.language if is_foreign and not title else ""
                title, url = title or entry.title, f"/{reader}/{entry.path}"
        else:
            url = in_language(each.address, reader)
        if url and title:
            found.append(Recommended(title, each.sentence, url, language or ""))
    return found


def _pages(pks: list[int], reader: str) -> dict[int, Page]:
    """The public page for each chosen one: in the reader's language where there is one."""
    keys = dict(Page.objects.filter(pk__in=pks).values_list("pk", "translation_key"))
    versions: dict[object, dict[str, Page]] = {}
    public = Page.objects.live().public().filter(translation_key__in=keys.values()).select_related("locale")
    for page in public:
        versions.setdefault(page.translation_key, {})[page.locale.language_code] = page
    found = {}
    for pk, key in keys.items():
        own = versions.get(key, {})
        page = own.get(reader) or own.get(settings.LANGUAGE_CODE)
        if page and page.get_url():
            found[pk] = page
    return found


def _entries(promotions: list[Promotion], reader: str) -> dict[tuple[str, str], SearchEntry]:
    if not promotions:
        return {}
    rows = SearchEntry.objects.filter(
        kind__in={each.entry_kind for each in promotions},
        object_id__in={each.entry_id for each in promotions},
        serves__contains=f",{reader},",
    )
    return {(row.kind, row.object_id): row for row in rows}


# --- addresses -------------------------------------------------------------------------------------------------------


def own_address(text: str) -> str:
    """The path of an address of this site, as pasted from a browser; empty when it is none of ours."""
    text = text.strip()
    parts = urlsplit(text)
    if parts.scheme or parts.netloc:
        if f"{parts.scheme}://{parts.netloc}" != settings.BASE_URL:
            return ""
    elif not text.startswith("/"):
        return ""
    path = parts.path or "/"
    is_plain = path.startswith("/") and not path.startswith("//") and "\\" not in path
    return path + (f"?{parts.query}" if parts.query else "") if is_plain else ""


def without_language(address: str) -> str:
    """The part of an address behind its language, as entries of the index keep it; the whole of any other."""
    first, _slash, rest = address.removeprefix("/").partition("/")
    return rest if first in dict(settings.LANGUAGES) else address


def in_language(address: str, reader: str) -> str:
    rest = without_language(address)
    return address if rest == address else f"/{reader}/{rest}"


def entry_at(address: str) -> SearchEntry | None:
    """What can be found in the search under this address."""
    path = without_language(address)
    return None if path == address else SearchEntry.objects.filter(path=path).order_by("pk").first()
