"""Every address of the portal, read from the resolver, with values to ask for it by."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

CONVERTER = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")
# Addresses written as regular expressions: how to fill their groups.
FILLED = {
    "cms/pages/^(\\d+)/revisions/compare/(live|earliest|\\d+)\\.\\.\\.(live|latest|\\d+)/$": (
        "cms/pages/{page}/revisions/compare/earliest...latest/"
    ),
    "cms/^.*/$": "cms/there/is/nothing/",
    "dokumente/^(\\d+)/(.*)$": "dokumente/{document}/{document_name}",
    "konto/^confirm-email/(?P<key>[-:\\w]+)/$": "konto/confirm-email/unknown/",
    "konto/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": "konto/password/reset/key/1-unknown/",
    "de/^((?:[\\w\\-]+/)*)$": "de/",
}


@dataclass(frozen=True)
class Route:
    pattern: str
    name: str  # with its namespace; the pattern itself where it has none
    view: Callable

    def __str__(self) -> str:
        return f"{self.name} ({self.pattern})" if self.name != self.pattern else self.pattern


def _walk(resolver: URLResolver, prefix: str, spaces: tuple[str, ...]) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _walk(entry, pattern, (*spaces, entry.namespace) if entry.namespace else spaces)
        elif isinstance(entry, URLPattern):
            name = ":".join((*spaces, entry.name)) if entry.name else pattern
            yield Route(pattern, name, entry.callback)


@cache
def routes() -> tuple[Route, ...]:
    return tuple(_walk(get_resolver(), "", ()))


def address(route: Route, values: dict[str, object]) -> str:
    """The route filled with the values; ``route:part`` wins over ``namespace:part``, and that over ``part``."""
    if route.pattern in FILLED:
        return "/" + FILLED[route.pattern].format(**values)

    def value(found: re.Match) -> str:
        keys = (f"{route.name}:{found['name']}", f"{route.name.partition(':')[0]}:{found['name']}", found["name"])
        known = next((key for key in keys if key in values), None)
        assert known, f"{route} has a part nobody knows a value for: {found['name']}"
        return str(values[known])

    return "/" + CONVERTER.sub(value, route.pattern).replace("^", "").removesuffix("$")
