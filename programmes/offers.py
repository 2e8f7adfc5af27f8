"""Which programmes can be applied for at which centre, and so for which countries.

A centre goes into the search with one code that says what the rule needs to know of it; the rule itself is read when
somebody searches. So a programme may end, begin or change without one entry of the index being written anew.

The rule: a programme applied for at a counselling centre is offered by every centre that counsels people who want to
return. One of the state of Bavaria only by those that work for a part of Bavaria or for all of it (the ZAB, the ZRB and
Coming Home). One of a non-state organisation by nobody. A programme may name the only centres that take applications
(``ProgrammeCentre``); then the rule is out of force for it. Editors enter exceptions on a centre
(``ProgrammeException``).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import BooleanField, Value

from programmes.codes import ApplyVia, CountryRule, ProgrammeLevel, Role, TerritoryLevel
from programmes.models.amounts import ProgrammeCentre
from programmes.models.centres import Centre
from programmes.models.offer import ProgrammeException
from programmes.models.programmes import Programme

# What a centre is to the rule.
BAVARIAN, COUNSELLING, OTHER = "bavarian", "counselling", "other"
BASES = (BAVARIAN, COUNSELLING, OTHER)
LONGEST_CODE = 60  # as long as a facet of the search may be


def base_of(role: str, levels: Iterable[str]) -> str:
    """What a centre of this role that works for areas of these levels is to the rule."""
    if role != Role.RETURN_COUNSELLING:
        return OTHER
    return BAVARIAN if set(levels) - {TerritoryLevel.NATIONWIDE} else COUNSELLING


def offer_code(base: str, exceptions: Mapping[int, bool]) -> str:
    """The kind of centre and what it offers more or less than its kind, as "bavarian+12-7"."""
    code = base
    for programme, can_apply in sorted(exceptions.items()):
        part = f"{'+' if can_apply else '-'}{programme}"
        code += part if len(code) + len(part) <= LONGEST_CODE else ""
    return code


def _exceptions_of(centre) -> dict[int, bool]:
    """What the centre offers whatever the rule says, and what it does not; an exception of its own counts most."""
    named = {row.programme_id: True for row in centre.applications_taken.all()}
    return named | {row.programme_id: row.can_apply for row in centre.programme_exceptions.all()}


def follows_rule(programme: Programme, base: str) -> bool:
    if programme.apply_via != ApplyVia.CENTRE or base == OTHER:
        return False
    if programme.level == ProgrammeLevel.LAND:
        return base == BAVARIAN
    return programme.level != ProgrammeLevel.NON_STATE


@dataclass(frozen=True)
class Offers:
    """All programmes that have not ended, and what every code of a centre means for them."""

    programmes: tuple[Programme, ...]
    exceptions: frozenset[tuple[tuple[int, bool], ...]]
    # Programmes that name the only centres; the rule says nothing of them.
    limited: frozenset[int] = frozenset()

    @classmethod
    def today(cls, day: date) -> "Offers":
        """In three queries, however many programmes and centres there are."""
        programmes = Programme.objects.not_ended(today=day).prefetch_related("countries").order_by("name", "pk")
        own = ProgrammeException.objects.order_by().values_list("centre_id", "programme_id", "can_apply")
        named = ProgrammeCentre.objects.order_by().values_list("centre_id", "programme_id", Value(None, BooleanField()))
        by_centre: dict[int, dict[int, bool]] = {}
        limited = set()
        for centre, programme, can_apply in named.union(own, all=True):
            rows = by_centre.setdefault(centre, {})
            if can_apply is None:
                limited.add(programme)
                rows.setdefault(programme, True)  # an exception of its own counts most
            else:
                rows[programme] = can_apply
        kinds = frozenset(tuple(sorted(rows.items())) for rows in by_centre.values())
        return cls(tuple(programmes), kinds, frozenset(limited))

    @cached_property
    def codes(self) -> dict[str, frozenset[int]]:
        """Every code a centre can have, with the programmes that can be applied for there."""
        kinds = [(), *self.exceptions]
        return {offer_code(base, dict(rows)): self._offered(base, dict(rows)) for base in BASES for rows in kinds}

    def _offered(self, base: str, exceptions: Mapping[int, bool]) -> frozenset[int]:
        return frozenset(
            p.pk for p in self.programmes if exceptions.get(p.pk, p.pk not in self.limited and follows_rule(p, base))
        )

    @cached_property
    def choices(self) -> tuple[Programme, ...]:
        """The programmes that can be applied for at some centre."""
        offered = frozenset().union(*self.codes.values())
        return tuple(programme for programme in self.programmes if programme.pk in offered)

    @cached_property
    def _named(self) -> dict[int, frozenset[str]]:
        return {p.pk: frozenset(row.country for row in p.countries.all()) for p in self.programmes}

    @cached_property
    def countries(self) -> tuple[str, ...]:
        """The countries the lists of these programmes name."""
        return tuple(sorted(frozenset().union(*(self._named[programme.pk] for programme in self.choices))))

    def codes_of(self, programmes: Iterable[int]) -> frozenset[str]:
        """The codes of centres that offer at least one of these programmes."""
        wanted = set(programmes)
        return frozenset(code for code, offered in self.codes.items() if offered & wanted)

    def codes_for(self, countries: Iterable[str]) -> frozenset[str]:
        """The codes of centres with a programme that is known to be for at least one of these countries.

        "Depends on the nationality" and "not yet confirmed" are no yes.
        """
        wanted = set(countries)
        return self.codes_of(
            p.pk for p in self.programmes if p.country_rule == CountryRule.ALL or self._named[p.pk] & wanted
        )


def programmes_at(centre, *, today: date) -> list[Programme]:
    """What can be applied for at this centre today, by name; reads prefetched rows of the centre."""
    base = base_of(centre.role, (area.level for area in centre.territories.all()))
    exceptions = _exceptions_of(centre)
    running = Programme.objects.not_ended(today=today).prefetch_related("application_centres").order_by("name", "pk")
    return [
        programme
        for programme in running
        if exceptions.get(programme.pk, not programme.application_centres.all() and follows_rule(programme, base))
    ]


def only_centres(programme: Programme) -> tuple[Centre, ...]:
    """The public centres one has to go to for a programme that names them, by name; none where the rule holds.

    Reads the prefetched ``application_centres__centre`` and ``centre_exceptions__centre``.
    """
    named = {row.centre_id: row.centre for row in programme.application_centres.all()}
    if not named:
        return ()
    for row in programme.centre_exceptions.all():
        if row.can_apply:
            named[row.centre_id] = row.centre
        else:
            named.pop(row.centre_id, None)
    return tuple(sorted((centre for centre in named.values() if centre.is_public), key=lambda centre: centre.name))
