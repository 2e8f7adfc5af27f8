"""A new index beside the one in use, filled from the rows, then put in its place. Searches go on meanwhile.

From the moment the new index stands in ``SearchIndex`` every change goes to both (``push``), so nothing that comes in
while it is filled is missing from it.
"""

import secrets
from collections.abc import Iterator
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from search.engines.contract import EngineFault
from search.models import IndexState, SearchEntry, SearchIndex
from search.projection import push
from search.projection.form import MAPPING, SETTINGS, alias, documents
from search.server import client, faults
from search.upkeep import Watch

# Whoever fills an index and gives no sign of life for this long is taken for dead.
DEAD_AFTER = timedelta(minutes=10)
# Writers that read the list of indexes just before one was retired are done by then.
DELETED_AFTER = timedelta(minutes=1)


def refill(*, watch: Watch) -> int:
    """Fill a new index and search it from then on; returns how many entries it holds."""
    name = begin()
    try:
        retire_wrong()
        with faults():
            client().indices.create(index=name, mappings=MAPPING, settings=SETTINGS)
        count = 0
        for pks in watch(_batches(), "Filling the search server"):
            count += _fill(name, pks)
            if not SearchIndex.objects.filter(name=name, state=IndexState.FILLING).update(changed_at=timezone.now()):
                raise EngineFault(f"the index {name} was given up by somebody else")
        with faults():
            client().indices.refresh(index=name)
        push.sync()
        put_into_use(name)
    except BaseException:
        retire([name])
        raise
    return count


def begin() -> str:
    """Enter a new index; from the commit of this on, no change is made without being queued for it."""
    name = f"{alias()}-{timezone.now():%Y%m%d%H%M%S}-{secrets.token_hex(3)}"
    with transaction.atomic():
        if connection.vendor == "postgresql":
            # Whoever is writing and did not see the new index is waited for, before the first row is read.
            with connection.cursor() as cursor:
                cursor.execute("LOCK TABLE search_searchentry IN SHARE MODE")
        give_up_dead()
        if SearchIndex.objects.filter(state=IndexState.FILLING).exists():
            raise EngineFault("an index is being filled already")
        SearchIndex.objects.create(name=name, changed_at=timezone.now())
    return name


def put_into_use(name: str) -> None:
    """Let the alias name this index and no other, in one step."""
    with faults():
        is_there = client().indices.exists_alias(name=alias())
        old = list(client().indices.get_alias(name=alias()).body) if is_there else []
        actions = [{"remove": {"index": index, "alias": alias()}} for index in old if index != name]
        client().indices.update_aliases(actions=[{"add": {"index": name, "alias": alias()}}, *actions])
    with transaction.atomic():
        SearchIndex.objects.filter(name=name).update(state=IndexState.LIVE, changed_at=timezone.now())
        # Those of another form too: a release before this one may still search them, but is being replaced.
        others = SearchIndex.objects.filter(state=IndexState.LIVE).exclude(name=name)
        others.update(state=IndexState.RETIRED, changed_at=timezone.now())


def retire(names: list[str]) -> None:
    SearchIndex.objects.filter(name__in=names).update(state=IndexState.RETIRED, changed_at=timezone.now())


def retire_wrong() -> None:
    """Leave an index behind that no push can follow, so that its place can be taken."""
    for name in SearchIndex.objects.filter(state=IndexState.LIVE).values_list("name", flat=True):
        try:
            push.verify([name])
        except push.WrongIndex:
            retire([name])


def give_up_dead() -> int:
    limit = timezone.now() - DEAD_AFTER
    return SearchIndex.objects.filter(state=IndexState.FILLING, changed_at__lt=limit).update(
        state=IndexState.RETIRED, changed_at=timezone.now()
    )


def delete_retired() -> int:
    """Delete on the server what is retired, and only what we entered ourselves; returns how many indexes went."""
    give_up_dead()
    limit = timezone.now() - DELETED_AFTER
    count = 0
    for index in SearchIndex.objects.filter(state=IndexState.RETIRED, changed_at__lt=limit):
        with faults():
            client().indices.delete(index=index.name, ignore_unavailable=True)
        index.delete()
        count += 1
    return count


def _fill(name: str, pks: list[int]) -> int:
    written, operations = {}, []
    for pk, version, document in documents(pks):
        written[pk] = version
        operations += push.write(name, pk, version, document)
    refused = push.send(operations)
    if refused:
        raise EngineFault(f"the server refused {len(refused)} entries (see the log)")
    push.delete_vanished([name], written)
    return len(written)


def _batches() -> Iterator[list[int]]:
    last = 0
    while pks := list(
        SearchEntry.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[: push.BATCH]
    ):
        last = pks[-1]
        yield pks
