"""Where public things say that they can be found. Apps call this from their ``indexing`` module and nowhere else.

``put`` and ``remove`` write in the caller's transaction: what is rolled back was never findable, what is committed is.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from math import cos, radians, sin

from django.db import connection, transaction
from django.db.models import F

from search.analysis import VERSION, Form, base_language, content, fold, normal
from search.compounds import Splitter
from search.models import SearchEntry, SearchFacet, SearchText
from search.vocabulary import COMPOUND_LANGUAGE, Change, parts_lexicon, terms_of

# PostgreSQL keeps at most 16,383 positions of a text; nobody ranks by what stands behind them.
MOST_WORDS = 8_000
NEVER_UPDATED = ("id", "kind", "object_id", "language", "version")
FACET = ("facet", "code", "is_counted")
INSERT_FACET = "INSERT INTO search_searchfacet (entry_id, facet, code, is_counted) VALUES (%s, %s, %s, %s)"

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


@transaction.atomic
def put(documents: Iterable[SearchDocument], *, force: bool = False) -> int:
    """Write entries, new or changed; what is stored as it should be is left alone. Returns how many were written."""
    wanted = {document.key: tidy(document) for document in documents}
    before = stored(wanted)
    due = [
        document
        for key, document in wanted.items()
        if force or key not in before or before[key].document != document or before[key].analyser != VERSION
    ]
    if not due:
        return 0
    change = Change()
    analysed = [Analysed.of(document) for document in due]
    for entry in analysed:
        change.add(entry.terms)
        if entry.document.key in before:
            change.take(Analysed.of(before[entry.document.key].document).terms)
    own = {plain: token for entry in analysed for plain, token in entry.german_terms()}
    # Compounds are split over the words of the index and those of the entries just coming in.
    splitter = Splitter({**parts_lexicon(own), **own})
    write(analysed, splitter=splitter)
    change.apply()
    return len(due)


@dataclass(frozen=True)
class Analysed:
    """A document with its words, by the column of tokens they go to."""

    document: SearchDocument
    words: Mapping[str, list[Form]]

    @classmethod
    def of(cls, document: SearchDocument) -> "Analysed":
        document = tidy(document)
        return cls(document, {name: content(text, document.language) for name, text in _columns(document)})

    @property
    def terms(self) -> dict:
        return terms_of((word for words in self.words.values() for word in words), self.document.language)

    def german_terms(self) -> Iterator[tuple[str, str]]:
        for (plain, language), (token, _shown) in self.terms.items():
            if language == COMPOUND_LANGUAGE:
                yield plain, token


def _columns(document: SearchDocument) -> tuple[tuple[str, str], ...]:
    return (
        ("title_tokens", document.title),
        ("keyword_tokens", document.keywords),
        ("summary_tokens", document.summary),
        ("body_tokens", document.body),
    )


def write(analysed: list[Analysed], *, splitter: Splitter) -> None:
    """Write the rows of these entries; the vocabulary is the caller's business.

    The entries come first: their rows are then locked, and what follows sees what another writer has just committed.
    """
    entries = SearchEntry.objects.bulk_create(
        [_entry(each.document) for each in analysed],
        update_conflicts=True,
        unique_fields=["kind", "object_id", "language"],
        update_fields=[f.name for f in SearchEntry._meta.fields if f.name not in NEVER_UPDATED],
    )
    # Counted by the database, under the lock of the row: of two writers the later one has the higher version.
    SearchEntry.objects.filter(pk__in=[entry.pk for entry in entries]).update(version=F("version") + 1)
    SearchText.objects.bulk_create(
        [_text(entry, each, splitter) for entry, each in zip(entries, analysed, strict=True)],
        update_conflicts=True,
        unique_fields=["entry"],
        update_fields=[f.name for f in SearchText._meta.fields if not f.primary_key],
    )
    _write_facets({entry.pk: set(_facets(each.document)) for entry, each in zip(entries, analysed, strict=True)})


def _write_facets(wanted: dict[int, set[tuple[str, str, bool]]]) -> None:
    """Only of entries whose facets changed: they are most of the rows of an entry, and change least.

    As plain rows: making objects of them would take half the time of a rebuild.
    """
    there: dict[int, set] = {pk: set() for pk in wanted}
    for pk, *row in SearchFacet.objects.filter(entry__in=there).values_list("entry_id", *FACET).iterator(2_000):
        there[pk].add(tuple(row))
    changed = [pk for pk in wanted if wanted[pk] != there[pk]]
    if not changed:
        return
    SearchFacet.objects.filter(entry__in=changed)._raw_delete(SearchFacet.objects.db)
    with connection.cursor() as cursor:
        cursor.executemany(INSERT_FACET, [(pk, *row) for pk in changed for row in sorted(wanted[pk])])


@transaction.atomic
def put_only(kind: str, object_ids: Iterable[object], documents: Iterable[SearchDocument]) -> None:
    """Make these documents all there is of these things: other languages of them cannot be found any more."""
    documents = list(documents)
    put(documents)
    kept = {document.key for document in documents}
    entries = SearchEntry.objects.filter(kind=kind, object_id__in=[str(one) for one in object_ids])
    rows = entries.values_list("pk", "object_id", "language")
    left_over = [pk for pk, object_id, language in rows if (kind, object_id, language) not in kept]
    if left_over:
        discard(SearchEntry.objects.filter(pk__in=left_over))


@transaction.atomic
def remove(kind: str, object_id: str, language: str | None = None) -> int:
    """Make a thing unfindable, in one language or in all. Returns how many entries went."""
    entries = SearchEntry.objects.filter(kind=kind, object_id=str(object_id))
    if language:
        entries = entries.filter(language=language)
    return discard(entries)


@transaction.atomic
def discard(entries) -> int:
    """Delete these entries with their words (a queryset of ``SearchEntry``)."""
    gone = _documents(entries)
    change = Change()
    for entry in gone.values():
        change.take(Analysed.of(entry.document).terms)
    SearchEntry.objects.filter(pk__in=[entry.pk for entry in gone.values()]).delete()
    change.apply()
    return len(gone)


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


def _entry(document: SearchDocument) -> SearchEntry:
    place = {}
    if document.lat is not None:
        lat, lon = radians(document.lat), radians(document.lon)
        place = {"x": cos(lat) * cos(lon), "y": cos(lat) * sin(lon), "z": sin(lat)}
    return SearchEntry(
        kind=document.kind,
        object_id=document.object_id,
        language=document.language,
        serves="," + ",".join(document.serves) + ",",
        boost=document.boost,
        lat=document.lat,
        lon=document.lon,
        analyser=VERSION,
        sort_title=fold(normal(document.title))[:100],
        title=document.title,
        path=document.path,
        **place,
    )


def _text(entry: SearchEntry, analysed: Analysed, splitter: Splitter) -> SearchText:
    document = analysed.document
    is_split = base_language(document.language) == COMPOUND_LANGUAGE
    return SearchText(
        entry=entry,
        summary=document.summary,
        keywords=document.keywords,
        body=document.body,
        **{name: _tokens(words, splitter if is_split else None) for name, words in analysed.words.items()},
    )


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
