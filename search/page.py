"""The page of results: what was asked, read from the address (which is all its state), and what it shows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from babel import Locale
from django.conf import settings
from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from portal.context import autonym
from portal.directions import direction_of
from portal.plain_text import clean
from search import facets
from search.alternatives import alternatives
from search.analysis import base_language
from search.insight.slips import slip
from search.models import Kind, SearchSource
from search.reading import is_blank
from search.selectors import Hit, Query, Result, find

PER_PAGE = 20
# Of each kind so many, while none is chosen.
PER_GROUP = 3
# More than anybody types; what is longer is not sent back either.
LONGEST_ECHO = 1_000
MOST_CODES, LONGEST_CODE = 30, 60
PLURALS = {
    Kind.CENTRE: _("Counselling centres"),
    Kind.PROGRAMME: _("Programmes"),
    Kind.EVENT: _("Events"),
    Kind.PAGE: _("Pages"),
}


@dataclass(frozen=True)
class Asked:
    """What was asked. Unknown values of an address are left out, never an error."""

    text: str
    reader: str
    kind: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    page: int = 1
    exact: bool = False

    @classmethod
    def from_address(cls, data: QueryDict, *, reader: str) -> "Asked":
        kind = data.get("kind", "")
        kind = kind if kind in Kind.values else ""
        chosen = {}
        for facet in facets.of_kind(kind):
            codes = [code for code in data.getlist(facet.name)[:MOST_CODES] if 0 < len(code) <= LONGEST_CODE]
            known = facet.names(codes) if codes else {}
            if known:
                chosen[facet.name] = tuple(sorted(known))
        return cls(
            text=" ".join(clean(data.get("q", "")).split()),
            reader=reader,
            kind=kind,
            chosen=chosen,
            page=_number(data.get("page", "")),
            exact=data.get("exact") == "1",
        )

    @property
    def is_asked(self) -> bool:
        return not is_blank(self.text)

    @property
    def echo(self) -> str:
        return self.text[:LONGEST_ECHO]

    @property
    def query(self) -> Query:
        return Query(
            text=self.text,
            language=self.reader,
            kinds=(self.kind,) if self.kind else (),
            facets=self.chosen,
            page=self.page,
            per_page=PER_PAGE,
            exact=self.exact,
        )

    def address(self, **changes) -> str:
        """The parameters of this search, or of one a little different, always from its first page on."""
        other = replace(self, **changes)
        pairs = [("q", other.echo), ("kind", other.kind)]
        pairs += [(name, code) for name, codes in other.chosen.items() for code in codes]
        pairs.append(("exact", "1" if other.exact else ""))
        return urlencode([(name, value) for name, value in pairs if value])


@dataclass(frozen=True)
class KindLink:
    """A choice of what to look through, with what would be found there."""

    label: str
    count: int
    address: str
    is_current: bool


@dataclass(frozen=True)
class ShownHit:
    """A hit with what the page says of it; ``language_name`` only when its words are not in the reader's language."""

    hit: Hit
    kind: str
    language_name: str
    direction: str

    @property
    def title_language(self) -> str:
        """The language of the title: a centre has its German name in every language."""
        return settings.LANGUAGE_CODE if self.hit.kind == Kind.CENTRE else self.hit.language


@dataclass(frozen=True)
class Group:
    """The first hits of one kind. ``rank`` is the place of its first one on the whole page."""

    kind: str
    label: str
    count: int
    address: str
    hits: list[ShownHit]
    rank: int

    @property
    def has_more(self) -> bool:
        return self.count > len(self.hits)


@dataclass(frozen=True)
class Option:
    code: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class ShownFacet:
    name: str
    label: str
    options: list[Option]

    @property
    def is_open(self) -> bool:
        return any(option.is_chosen for option in self.options)


@dataclass(frozen=True)
class Way:
    text: str
    url: str


@dataclass(frozen=True)
class Answer:
    """Either groups or hits; the addresses are parameters, without the question mark."""

    asked: Asked
    result: Result
    groups: list[Group]
    hits: list[ShownHit]
    kinds: list[KindLink]
    facets: list[ShownFacet]
    alternatives: list[Way]
    ways_on: list[facets.WayOn]
    page: Page
    slip: str

    @property
    def parameters(self) -> str:
        return self.asked.address()

    @property
    def everything(self) -> str:
        return self.asked.address(kind="", chosen={})

    @property
    def unfiltered(self) -> str:
        return self.asked.address(chosen={})

    @property
    def exactly(self) -> str:
        return self.asked.address(exact=True)

    @property
    def suggested(self) -> str:
        return self.asked.address(text=self.result.suggestion) if self.result.suggestion else ""

    @property
    def shows_kind(self) -> bool:
        return not self.asked.kind

    @property
    def is_found_elsewhere(self) -> bool:
        """True where nothing of the chosen kind fits, but something else does."""
        return bool(self.asked.kind) and any(not kind.is_current and kind.count for kind in self.kinds)


def answer(asked: Asked) -> Answer:
    """Everything the page shows. While no kind is chosen and several fit, the first hits of each, the best kind first;
    else one ranked list. The number of statements hangs on the kinds there are, never on the hits."""
    result = find(asked.query)
    counts = {kind: number for kind, number in result.facet_counts.get("kind", {}).items() if number}
    is_grouped = not asked.kind and len(counts) > 1
    is_nothing = not result.total
    return Answer(
        asked=asked,
        result=result,
        groups=list(_groups(asked, result, counts)) if is_grouped else [],
        hits=[] if is_grouped else [_shown(hit, asked.reader) for hit in result.hits],
        kinds=_kind_links(asked, counts),
        facets=_facets(asked, result),
        alternatives=_alternatives(asked, result) if is_nothing else [],
        ways_on=facets.ways_on(asked.echo, asked.reader) if is_nothing else [],
        page=Paginator(range(result.total), PER_PAGE).get_page(result.page),
        slip=_slip(asked, result),
    )


def _slip(asked: Asked, result: Result) -> str:
    if asked.page > 1:
        return ""
    return slip(
        asked.text,
        source=SearchSource.SITE,
        language=asked.reader,
        results=result.total,
        kind=asked.kind,
        wanted=asked.chosen.get("language", ()),
        is_corrected=result.corrected,
        is_loosened=result.loosened,
    )


def _groups(asked: Asked, result: Result, counts: Mapping[str, int]) -> Iterator[Group]:
    first = list(dict.fromkeys(hit.kind for hit in result.hits)) if asked.page == 1 else []
    rank = 1
    for kind in [*first, *(kind for kind in PLURALS if kind in counts and kind not in first)]:
        hits = [hit for hit in result.hits if hit.kind == kind][:PER_GROUP] if asked.page == 1 else []
        if len(hits) < min(PER_GROUP, counts[kind]):
            hits = find(replace(asked.query, kinds=(kind,), page=1, per_page=PER_GROUP)).hits
        if hits:
            shown = [_shown(hit, asked.reader) for hit in hits]
            yield Group(kind, str(PLURALS[kind]), counts[kind], asked.address(kind=kind), shown, rank)
            rank += len(shown)


def _kind_links(asked: Asked, counts: Mapping[str, int]) -> list[KindLink]:
    return [
        KindLink(
            label=str(label),
            count=counts.get(kind.value, 0),
            address=asked.address(kind=kind.value, chosen=asked.chosen if kind.value == asked.kind else {}),
            is_current=kind.value == asked.kind,
        )
        for kind, label in PLURALS.items()
        if counts.get(kind.value) or kind.value == asked.kind
    ]


def _facets(asked: Asked, result: Result) -> list[ShownFacet]:
    """The filters of the chosen kind, as far as they would change anything; the commonest choices first."""
    shown = []
    for facet in facets.of_kind(asked.kind):
        counts, chosen = result.facet_counts.get(facet.name, {}), asked.chosen.get(facet.name, ())
        names = facet.names([*counts, *chosen])
        options = [Option(code, names[code], counts.get(code, 0), code in chosen) for code in names]
        options.sort(key=lambda option: (-option.count, option.label))
        if len(options) > 1 or chosen:
            shown.append(ShownFacet(facet.name, str(facet.label), options))
    return shown


def _alternatives(asked: Asked, result: Result) -> list[Way]:
    texts = alternatives(asked.text, reader=asked.reader)
    return [Way(text, asked.address(text=text, exact=False)) for text in texts if text != result.suggestion]


def _shown(hit: Hit, reader: str) -> ShownHit:
    is_foreign = base_language(hit.language) != base_language(reader)
    return ShownHit(
        hit=hit,
        kind=str(Kind(hit.kind).label) if hit.kind in Kind.values else "",
        language_name=_language_name(hit.language, reader) if is_foreign else "",
        direction=direction_of(hit.language),
    )


def _language_name(language: str, reader: str) -> str:
    """The name of a language in the reader's own."""
    names = Locale.parse(base_language(reader)).languages
    return names.get(language) or autonym(language)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 1
