"""What the search server holds beside what the database says it should."""

from collections.abc import Iterable, Iterator

from elasticsearch import helpers

from search.models import IndexState, SearchEntry, SearchIndex
from search.projection.form import alias, documents
from search.projection.push import BATCH, verify
from search.server import client, faults
from search.upkeep import Watch


def differences(*, watch: Watch) -> Iterator[str]:
    """One line for each entry that is missing on the server, left over, old or not what the database says.

    Raises ``EngineFault`` when there is no index to compare with. What is due still counts as a difference.
    """
    verify([alias()])
    with faults():
        client().indices.refresh(index=alias())
        searched = sorted(client().indices.get_alias(name=alias()).body)
    known = sorted(SearchIndex.objects.filter(state=IndexState.LIVE).values_list("name", flat=True))
    if searched != known:
        yield f"searched is {', '.join(searched)}, kept up to date is {', '.join(known) or 'none'}"
    seen: set[int] = set()
    with faults():
        for hits in _batches(watch(_stored(), "Comparing the search server")):
            yield from _compare(hits, seen)
    for pk in SearchEntry.objects.order_by("pk").values_list("pk", flat=True).iterator():
        if pk not in seen:
            yield f"missing on the search server: entry {pk}"


def _compare(hits: list[dict], seen: set[int]) -> Iterator[str]:
    wanted = {pk: (version, document) for pk, version, document in documents([int(hit["_id"]) for hit in hits])}
    for hit in hits:
        pk = int(hit["_id"])
        seen.add(pk)
        if pk not in wanted:
            yield f"left over on the search server: entry {pk}"
            continue
        version, document = wanted[pk]
        names = sorted(name for name in {*document, *hit["_source"]} if document.get(name) != hit["_source"].get(name))
        if hit["_version"] != version:
            yield f"version {hit['_version']} instead of {version} on the search server: entry {pk}"
        elif names:
            yield f"different on the search server: entry {pk} ({', '.join(names)})"


def _stored() -> Iterator[dict]:
    return helpers.scan(client(), index=alias(), query={"version": True}, size=BATCH)


def _batches(items: Iterable[dict]) -> Iterator[list[dict]]:
    batch: list[dict] = []
    for item in items:
        batch.append(item)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
