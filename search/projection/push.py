"""Carrying what is due to the search server. Safe to run in several processes at once, and to be killed at any point.

Each row is sent with its version as external version, so that a late write never wins over a newer one, and stays due
until the server has confirmed it.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from elasticsearch import NotFoundError

from search.engines.contract import EngineFault
from search.models import DueEntry, IndexState, SearchEntry, SearchIndex
from search.projection.form import documents, mapping_faults
from search.server import WORK_TIMEOUT, client, faults

logger = logging.getLogger("portal.search")

BATCH = 500
# What a bulk answers for a row that needs no second try. 409: the server holds this version or a newer one.
WRITTEN = (200, 201, 409)
DELETED = (200, 404, 409)


class WrongIndex(EngineFault):
    """An index is missing or is not what this release writes: only a new one helps."""


@dataclass(frozen=True)
class Report:
    pushed: int = 0
    refused: int = 0


def sync(*, refresh: bool = False) -> Report:
    """Bring every index that is filled or in use up to date. Returns how many rows the server confirmed or refused.

    A refused row (one the server cannot read) stays due and holds up no other. ``refresh``: what was pushed can be
    found as soon as this returns, not within the server's own second.
    """
    names = targets()
    if not names:
        return Report()
    pushed = refused = last = 0
    try:
        verify(names)
        while batch := list(DueEntry.objects.filter(pk__gt=last).order_by("pk")[:BATCH]):
            last = batch[-1].pk
            failed = push(names, batch, refresh=refresh)
            pushed += len(batch) - failed
            refused += failed
    except EngineFault as fault:
        SearchIndex.objects.filter(name__in=names).update(problem=str(fault)[:300])
        raise
    problem = f"{refused} entries were refused by the server (see the log)" if refused else ""
    SearchIndex.objects.filter(name__in=names).update(problem=problem, synced_at=timezone.now())
    return Report(pushed, refused)


def targets() -> list[str]:
    """The indexes every change goes to: the one in use, and the one that is being filled beside it."""
    wanted = (IndexState.LIVE, IndexState.FILLING)
    return list(SearchIndex.objects.filter(state__in=wanted).order_by("name").values_list("name", flat=True))


def verify(names: Iterable[str], *, timeout: float = WORK_TIMEOUT) -> None:
    """Raise a ``WrongIndex`` that says which index is missing or not made as this release needs it.

    Also what keeps a write from making an index that is missing: the server would guess its mapping.
    """
    for name in names:
        with faults():
            try:
                mapping = client().options(request_timeout=timeout).indices.get_mapping(index=name).body
            except NotFoundError as error:
                raise WrongIndex(f"the index {name} is missing: 'manage.py search rebuild' fills a new one") from error
            # An alias answers under the name of its index.
            wrong = [fault for found in mapping.values() for fault in mapping_faults(found["mappings"])]
        if wrong or len(mapping) != 1:
            fields = ", ".join(wrong) or "several indexes"
            raise WrongIndex(f"the index {name} has another mapping ({fields}): 'manage.py search rebuild' mends it")


def push(names: list[str], batch: list[DueEntry], *, refresh: bool = False) -> int:
    """Send these rows and take those that are confirmed from the queue; returns how many the server refused."""
    written, operations = {}, []
    for pk, version, document in documents([row.pk for row in batch if not row.is_gone]):
        written[pk] = version
        for name in names:
            operations += write(name, pk, version, document)
    gone = {row.pk: row.version for row in batch if row.is_gone}
    operations += [delete(name, pk, version) for pk, version in gone.items() for name in names]
    refused = send(operations, refresh=refresh)
    delete_vanished(names, written, refresh=refresh)
    confirm({pk: version for pk, version in (written | gone).items() if pk not in refused})
    return len(refused)


def send(operations: list[dict], *, refresh: bool = False) -> set[int]:
    """Returns the entries the server refused. A server that could not take a row now is a fault: all stay due."""
    if not operations:
        return set()
    refused = set()
    with faults():
        answer = client().bulk(operations=operations, refresh=refresh)
        for item in answer["items"]:
            ((verb, result),) = item.items()
            # A deletion of what was never there is answered 404 without an error; an index that is missing, with one.
            if result["status"] in (DELETED if verb == "delete" else WRITTEN) and (
                result["status"] != 404 or "error" not in result
            ):
                continue
            kind = result["error"]["type"]
            if result["status"] != 400:  # full, busy, closed, gone
                raise EngineFault(f"the server could not write ({result['status']} {kind})")
            logger.error("search server refused entry %s: %s", result["_id"], kind)
            refused.add(int(result["_id"]))
    return refused


def delete_vanished(names: list[str], written: dict[int, int], *, refresh: bool = False) -> None:
    """Take back what was deleted while it was on its way.

    The server knows for an hour which version was deleted and refuses an older one; this holds for a writer that was
    held up for longer, too. Looked up after the write: a later deletion has its own tombstone, pushed after this.
    """
    left = set(SearchEntry.objects.filter(pk__in=written).values_list("pk", flat=True))
    send([delete(name, pk, written[pk] + 1) for pk in written if pk not in left for name in names], refresh=refresh)


def confirm(versions: dict[int, int]) -> None:
    """Take these rows from the queue unless they have become due again with a newer version.

    Waits for no other transaction: somebody who is just saving must not be held up, nor hold this up.
    """
    with transaction.atomic():
        locked = DueEntry.objects.select_for_update(skip_locked=True).filter(pk__in=versions)
        done = [row.pk for row in locked.order_by("pk") if row.version <= versions[row.pk]]
        DueEntry.objects.filter(pk__in=done).delete()


def write(index: str, pk: int, version: int, document: dict) -> list[dict]:
    return [{"index": _row(index, pk, version)}, document]


def delete(index: str, pk: int, version: int) -> dict:
    return {"delete": _row(index, pk, version)}


def _row(index: str, pk: int, version: int) -> dict:
    return {"_index": index, "_id": str(pk), "version": version, "version_type": "external"}
