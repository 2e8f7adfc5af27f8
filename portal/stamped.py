"""What many public pages read alike, kept by the process while the counters of change (``PublicStamp``) stand still.

Only while a GET is answered, or a view that says so by ``while_kept``: one whose writing changes nothing of what it
reads here. Its counters are read before what is kept under them, so the commit that makes a kept value old moves them,
and the next request reads anew, in every process. Whoever else writes, and whatever runs outside of a request, always
asks the database. Kept values are shared by threads: nobody changes them.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property, wraps
from time import monotonic
from typing import TypeVar

from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.template.response import SimpleTemplateResponse

STAMPS = "SELECT scope, count FROM portal_publicstamp"
MOST_KEPT = 200

Value = TypeVar("Value")
_kept: dict[tuple[str, Hashable], tuple[int, float, object]] = {}


def stamps() -> dict[str, int]:
    """The counters as they stand; one plain statement, since every public page pays for it."""
    with connection.cursor() as cursor:
        cursor.execute(STAMPS)
        return dict(cursor.fetchall())


class Counters:
    """The counters as one request found them, read when they are first asked for."""

    @cached_property
    def counts(self) -> dict[str, int]:
        return stamps()


_counters: ContextVar[Counters | None] = ContextVar("counters", default=None)


@contextmanager
def one_request() -> Iterator[Counters]:
    """For the length of a request: what is kept may be used."""
    if (counters := _counters.get()) is not None:
        yield counters
        return
    token = _counters.set(Counters())
    try:
        yield _counters.get()
    finally:
        _counters.reset(token)


def while_kept(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For a view that writes, and nothing of what it reads here: what is kept may be used, for its page as well."""

    @wraps(view)
    def answered(*args, **kwargs) -> HttpResponse:
        with one_request():
            response = view(*args, **kwargs)
            return response.render() if isinstance(response, SimpleTemplateResponse) else response

    return answered


def kept(scope: str, key: Hashable, read: Callable[[], Value]) -> Value:
    """What ``read`` answers, asked once while nothing of the scope changes.

    Not longer than a page is kept, either: a database put back from a backup has old counters.
    """
    counters = _counters.get()
    if counters is None:
        return read()
    count, now = counters.counts.get(scope, 0), monotonic()
    stored = _kept.get((scope, key))
    if stored and stored[0] == count and now - stored[1] < settings.PUBLIC_PAGE_SECONDS:
        return stored[2]
    value = read()
    if len(_kept) >= MOST_KEPT:
        _kept.clear()
    _kept[scope, key] = (count, now, value)
    return value


def forget() -> None:
    _kept.clear()
