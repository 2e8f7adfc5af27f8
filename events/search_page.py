"""What the search of the whole site is told of events: its filters."""

from collections.abc import Callable, Iterable, Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy

from events.indexing import KIND
from events.states import Kind, Mode
from search.facets import Facet, register


def _labels(choices: type[TextChoices]) -> Callable[[Iterable[str]], Mapping[str, str]]:
    return lambda codes: {code: str(choices(code).label) for code in codes if code in choices.values}


def _years(codes: Iterable[str]) -> Mapping[str, str]:
    return {code: code for code in codes if code.isascii() and code.isdigit() and len(code) == 4}


register(
    KIND,
    Facet("event_kind", gettext_lazy("Kind of event"), _labels(Kind)),
    Facet("mode", gettext_lazy("On site or online"), _labels(Mode)),
    Facet("year", gettext_lazy("Year"), _years),
)
