"""Where public things say that they can be found. Apps call this from their ``indexing`` module and nowhere else.

``put`` and ``remove`` write in the caller's transaction: what is rolled back was never findable, what is committed is.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from math import cos, radians, sin

from django.db import transaction

from search import bulk
from search.analysis import VERSION, Form, base_language, content, fold, normal
from search.compounds import Splitter
from search.models import SearchEntry, SearchFacet, SearchText
from search.vocabulary import COMPOUND_LANGUAGE, Change, PartsLexicon, terms_of

# PostgreSQL keeps at most 16,383 positions of a text; nobody ranks by what stands behind them.
MOST_WORDS = 8_000
KEY = ("kind", "object_id", "language")
FACTS = ("serves", "boost", "lat", "lon", "x", "y", "z", "analyser", "sort_title", "title", "path")
SHOWN = ("summary", "keywords", "body")
TOKENS = ("title_tokens", "keyword_tokens", "summary_tokens", "body_tokens")
FACET = ("facet", "code", "is_counted")

Key = tuple[str, str, str]


@dataclass(frozen=True)
class SearchDocument:
    """One public thing in one language, as an app describes it."""

    kind: str
    object_id: str
    language: str
    serves: tuple[str, ...]
    title: str
    summary: str = ""
    body: str = ""
    keywords: str = ""
    path: str = ""
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    lat: float | None = None
    lon: float | None = None
    districts: tuple[str, ...] = ()
    boost: float = 1.0

    @property
    def key(self) -> Key:
        return (self.kind, str(self.object_id), self.language)


Documents = Callable[[], Iterator[SearchDocument]]
_registered: dict[str, Documents] = {}


def register(kind: str, documents: Documents) -> None:
    """Name the source of all documents of a kind, for ``manage.py search rebuild`` and ``check``."""
    _registered[kind] = documents


def registered() -> dict[str, Documents]:
    return dict(sorted(_registered.items()))


class Writing:
    """What one transaction writes, in as many goes as its size asks for.

    The counts of the vocabulary move once, at the end. Moved with every go, the rows of common words would be locked
    from the first go on, so that nobody else could save an entry meanwhile, and each go would leave dead ones behind,
    which slow down the next.
    """

    def __init__(self):
        self.change = Change()
        # Compounds are split over the words of the index and those of the entries just coming in.
        self.lexicon = PartsLexicon()

    def put(self, documents: Iterable[SearchDocument], *, force: bool = False) -> int:
        """Write entries, new or changed; what is as it should be is left alone. Returns how many were written."""
        wanted = {document.key: tidy(document) for document in documents}
        before = stored(wanted)
        due = [
            document
            for key, document in wanted.items()
            if force or key not in before or before[key].document != document or before[key].analyser != VERSION
        ]
        if not due:
            return 0
        analysed = [Analysed.of(document) for document in due]
        for entry in analysed:
            self.change.add(entry.terms)
            if entry.document.key in before:
                self.change.take(Analysed.of(before[entry.document.key].document).terms)
        self.lexicon.add({plain: token for entry in analysed for plain, token in entry.german_terms()})
        write(analysed, splitter=Splitter(self.lexicon.known))
        return len(due)

    def put_only(self, kind: str, object_ids: Iterable[object], documents: Iterable[SearchDocument]) -> None:
        """Make these documents all there is of these things: other languages of them cannot be found any more."""
        documents = list(documents)
        self.put(documents)
        kept = {document.key for document in documents}
        entries = SearchEntry.objects.filter(kind=kind, object_id__in=[str(one) for one in object_ids])
        rows = entries.values_list("pk", "object_id", "language")
        left_over = [pk for pk, object_id, language in rows if (kind, object_id, language) not in kept]
        if left_over:
            self.discard(SearchEntry.objects.filter(pk__in=left_over))

    def discard(self, entries) -> int:
        """Delete these entries with their words (a queryset of ``SearchEntry``). Returns how many went."""
        gone = _documents(entries)
        for entry in gone.values():
            self.change.take(Analysed.of(entry.document).terms)
        SearchEntry.objects.filter(pk__in=[entry.pk for entry in gone.values()]).delete()
        return len(gone)


@contextmanager
def writing() -> Iterator[Writing]:
    """A transaction of the index, or a part of the caller's, that writes in several goes."""
    with transaction.atomic():
        work = Writing()
        yield work
        work.change.apply()


def put(documents: Iterable[SearchDocument], *, force: bool = False) -> int:
    """Write entries, new or changed, in one go (``Writing.put``)."""
    with writing() as work:
        return work.put(documents, force=force)


@dataclass(frozen=True)
class Analysed:
    """A document with its words, by the column of tokens they go to."""

    document: SearchDocument
    words: Mapping[str, list[Form]]

    @classmethod
    def of(cls, document: SearchDocument) -> "Analysed":
        document = tidy(document)
        texts = zip(TOKENS, _texts(document), strict=True)
        return cls(document, {name: content(text, document.language) for name, text in texts})

    @property
    def terms(self) -> dict:
        return terms_of((word for words in self.words.values() for word in words), self.document.language)

    def german_terms(self) -> Iterator[tuple[str, str]]:
        for (plain, language), (token, _shown) in self.terms.items():
            if language == COMPOUND_LANGUAGE:
                yield plain, token


def _texts(document: SearchDocument) -> tuple[str, ...]:
    """In the order of ``TOKENS``."""
    return document.title, document.keywords, document.summary, document.body


def terms(document: SearchDocument) -> dict:
    """The words of a document alone: what is not storable is no word, so it needs no tidying."""
    words = (word for text in _texts(document) for word in content(text, document.language))
    return terms_of(words, document.language)


def write(analysed: list[Analysed], *, splitter: Splitter) -> None:
    """Write the rows of these entries; the vocabulary is the caller's business.

    The entries come first: their rows are then locked, and what follows sees what another writer has just committed.
    Versions are counted by the database, under that lock: of two writers the later one has the higher version.
    """
    bulk.insert(
        SearchEntry,
        (*KEY, *FACTS, "version"),
        [(*_entry(each.document), 1) for each in analysed],
        on_conflict=f"ON CONFLICT ({', '.join(KEY)}) DO UPDATE SET {bulk.taken_over(FACTS)}, "
        "version = search_searchentry.version + 1",
    )
    pks = keys_of(each.document.key for each in analysed)
    bulk.insert(
        SearchText,
        ("entry", *SHOWN, *TOKENS),
        [(pks[each.document.key], *_text(each, splitter)) for each in analysed],
        on_conflict=f"ON CONFLICT (entry_id) DO UPDATE SET {bulk.taken_over((*SHOWN, *TOKENS))}",
    )
    _write_facets({pks[each.document.key]: set(_facets(each.document)) for each in analysed})


def _write_facets(wanted: dict[int, set[tuple[str, str, bool]]]) -> None:
    """Only of entries whose facets changed: they are most of the rows of an entry, and change least."""
    there: dict[int, set] = {pk: set() for pk in wanted}
    for pk, *row in SearchFacet.objects.filter(entry__in=there).values_list("entry_id", *FACET).iterator(2_000):
        there[pk].add(tuple(row))
    changed = [pk for pk in wanted if wanted[pk] != there[pk]]
    if not changed:
        return
    SearchFacet.objects.filter(entry__in=changed)._raw_delete(SearchFacet.objects.db)
    bulk.insert(SearchFacet, ("entry", *FACET), [(pk, *row) for pk in changed for row in sorted(wanted[pk])])


def put_only(kind: str, object_ids: Iterable[object], documents: Iterable[SearchDocument]) -> None:
    """Make these documents all there is of these things, in one go (``Writing.put_only``)."""
    with writing() as work:
        work.put_only(kind, object_ids, documents)


def remove(kind: str, object_id: str, language: str | None = None) -> int:
    """Make a thing unfindable, in one language or in all. Returns how many entries went."""
    entries = SearchEntry.objects.filter(kind=kind, object_id=str(object_id))
    if language:
        entries = entries.filter(language=language)
    return discard(entries)


def discard(entries) -> int:
    """Delete these entries with their words (a queryset of ``SearchEntry``). Returns how many went."""
    with writing() as work:
        return work.discard(entries)


@dataclass(frozen=True)
class Stored:
    pk: int
    version: int
    analyser: int
    document: SearchDocument


def stored(keys: Iterable[Key]) -> dict[Key, Stored]:
    """What the index holds under these keys, in the form it was given in."""
    keys = set(keys)
    entries = SearchEntry.objects.filter(kind__in={key[0] for key in keys}, object_id__in={key[1] for key in keys})
    return {key: entry for key, entry in _documents(entries).items() if key in keys}


def keys_of(keys: Iterable[Key]) -> dict[Key, int]:
    """The primary keys of the entries there are under these keys."""
    keys = set(keys)
    entries = SearchEntry.objects.filter(kind__in={key[0] for key in keys}, object_id__in={key[1] for key in keys})
    rows = entries.values_list("kind", "object_id", "language", "pk")
    return {key: pk for *parts, pk in rows if (key := tuple(parts)) in keys}


def differences(wanted: SearchDocument, found: SearchDocument) -> list[str]:
    """The names of the fields in which a stored entry is not what its app says."""
    wanted = tidy(wanted)
    return [f.name for f in fields(SearchDocument) if getattr(wanted, f.name) != getattr(found, f.name)]


def _documents(entries) -> dict[Key, Stored]:
    found = {}
    for entry in entries.select_related("text").prefetch_related("facets").order_by("pk"):
        facets: dict[str, list[str]] = {}
        for facet in entry.facets.all():
            facets.setdefault(facet.facet, []).append(facet.code)
        districts = facets.pop(SearchFacet.DISTRICT, [])
        document = SearchDocument(
            kind=entry.kind,
            object_id=entry.object_id,
            language=entry.language,
            serves=tuple(sorted(entry.serves.strip(",").split(","))),
            title=entry.title,
            summary=entry.text.summary,
            body=entry.text.body,
            keywords=entry.text.keywords,
            path=entry.path,
            facets={name: tuple(sorted(codes)) for name, codes in facets.items()},
            lat=entry.lat,
            lon=entry.lon,
            districts=tuple(sorted(districts)),
            boost=entry.boost,
        )
        found[document.key] = Stored(entry.pk, entry.version, entry.analyser, document)
    return found


def tidy(document: SearchDocument) -> SearchDocument:
    """One form for one content: sorted codes, no empty facet, nothing a database cannot keep."""
    return replace(
        document,
        object_id=str(document.object_id),
        serves=tuple(sorted(set(document.serves))),
        title=_storable(document.title),
        summary=_storable(document.summary),
        body=_storable(document.body),
        keywords=_storable(document.keywords),
        facets={
            str(name): tuple(sorted({str(code) for code in codes})) for name, codes in document.facets.items() if codes
        },
        districts=tuple(sorted(set(document.districts))),
        lat=None if document.lat is None or document.lon is None else float(document.lat),
        lon=None if document.lat is None or document.lon is None else float(document.lon),
        boost=float(document.boost),
    )


def _storable(text: str) -> str:
    return str(text or "").replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")


def _entry(document: SearchDocument) -> tuple:
    """The entry as a row of ``KEY`` and ``FACTS``."""
    point = (None, None, None)
    if document.lat is not None:
        lat, lon = radians(document.lat), radians(document.lon)
        point = (cos(lat) * cos(lon), cos(lat) * sin(lon), sin(lat))
    return (
        *document.key,
        "," + ",".join(document.serves) + ",",
        document.boost,
        document.lat,
        document.lon,
        *point,
        VERSION,
        fold(normal(document.title))[:100],
        document.title,
        document.path,
    )


def _text(analysed: Analysed, splitter: Splitter) -> tuple[str, ...]:
    """The words of an entry as a row of ``SHOWN`` and ``TOKENS``."""
    document = analysed.document
    is_split = base_language(document.language) == COMPOUND_LANGUAGE
    tokens = (_tokens(analysed.words[name], splitter if is_split else None) for name in TOKENS)
    return document.summary, document.keywords, document.body, *tokens


def _tokens(words: list[Form], splitter: Splitter | None) -> str:
    """The tokens of a text between spaces; a German compound is followed by its parts."""
    tokens = []
    for word in words[:MOST_WORDS]:
        tokens.append(word.token)
        if splitter:
            tokens.extend(splitter.tokens(word.term))
    return " ".join(tokens)


def _facets(document: SearchDocument) -> Iterator[tuple[str, str, bool]]:
    """The facets of an entry as rows of ``FACET``."""
    for facet, codes in document.facets.items():
        for code in codes:
            yield facet, code, True
    for district in document.districts:
        yield SearchFacet.DISTRICT, district, False
