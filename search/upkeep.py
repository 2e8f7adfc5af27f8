"""Rebuilding the index from the content, and comparing the two."""

from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.db import transaction

from search import engines, registry
from search.analysis import VERSION
from search.compounds import Splitter
from search.models import SearchEntry
from search.registry import Analysed, SearchDocument
from search.vocabulary import Change, whole_lexicon

BATCH = 500

# Shows how far a long run is; gets the items and a label, hands the items through.
Watch = Callable[[Iterable, str], Iterable]


@dataclass(frozen=True)
class Report:
    written: int
    removed: int


def rebuild(*, watch: Watch) -> Report:
    """Write every entry anew, and the vocabulary with them.

    In small transactions, so that visitors and editors are served meanwhile. Two passes: compounds can be split over
    all the words there are only once all are known. An entry that comes in while this runs is left as it is.
    """
    # Sixteen bytes for each entry: of a large index a dictionary would be the largest thing in memory.
    pks, versions = array("q"), array("q")
    for pk, version in SearchEntry.objects.order_by("pk").values_list("pk", "version").iterator():
        pks.append(pk)
        versions.append(version)
    vocabulary = Change()
    for document in watch(_documents(), "Reading"):
        vocabulary.add(registry.terms(document))
    with transaction.atomic():
        vocabulary.replace()
    splitter = Splitter(whole_lexicon())

    written = 0
    for batch in _batches(watch(_documents(), "Writing")):
        analysed = {document.key: Analysed.of(document) for document in batch}
        with transaction.atomic():
            registry.write(list(analysed.values()), splitter=splitter)
        written += len(analysed)
    removed = 0
    # What was written above, or by anybody meanwhile, has another version.
    for batch in _batches(zip(pks, versions, strict=True)):
        was = dict(batch)
        with transaction.atomic():
            now = dict(SearchEntry.objects.filter(pk__in=was).values_list("pk", "version"))
            gone = [pk for pk, version in now.items() if version == was[pk]]
            SearchEntry.objects.filter(pk__in=gone).delete()
        removed += len(gone)
    engines.current().tune()
    return Report(written=written, removed=removed)


def differences(*, watch: Watch) -> Iterator[str]:
    """One line for each entry that is missing, left over, old, or not what its app says."""
    seen = set()
    for batch in _batches(watch(_documents(), "Comparing")):
        stored = registry.stored([document.key for document in batch])
        for document in batch:
            seen.add(document.key)
            entry = stored.get(document.key)
            if entry is None:
                yield f"missing: {_name(document.key)}"
                continue
            names = registry.differences(document, entry.document)
            if names:
                yield f"different: {_name(document.key)} ({', '.join(names)})"
            elif entry.analyser != VERSION:
                yield f"analysed by version {entry.analyser}: {_name(document.key)}"
    for key in SearchEntry.objects.order_by("pk").values_list("kind", "object_id", "language").iterator():
        if key not in seen:
            yield f"left over: {_name(key)}"


def _documents() -> Iterator[SearchDocument]:
    for documents in registry.registered().values():
        yield from documents()


def _batches(items: Iterable) -> Iterator[list]:
    rest = iter(items)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _name(key: registry.Key) -> str:
    return "{} {} in {}".format(*key)
