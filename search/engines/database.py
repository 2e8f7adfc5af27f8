"""What the database engines share: one statement finds, filters, counts and sorts, whatever the number of hits.

Each facet filter is one bit of ``missing``. An entry with no bit set is a hit; one with exactly the bit of a facet set
counts for that facet only, which is how each facet is counted without its own filter in the same pass. Places are given
out on the page alone: numbering all hits would sort all of them, where a page needs the best twenty.
"""

from collections.abc import Sequence
from math import asin, cos, degrees, isfinite, radians, sin, sqrt

from django.db import connection

from search.engines.contract import EARTH_RADIUS, Answer, Match, Question
from search.models import SearchEntry, SearchFacet, SearchText, VocabularyTerm

KIND = "kind"
NOTHING = Answer(hits=(), total=0, unfiltered=0, facet_counts={})

STATEMENT = """
    WITH found AS MATERIALIZED (
        SELECT e.id, e.kind, e.sort_title, {columns} FROM {source} WHERE {where}
    )
    SELECT 'hit', '', CAST(id AS text), place, chord FROM (
        SELECT id, chord, row_number() OVER (ORDER BY {order}) AS place
        FROM (SELECT * FROM found WHERE {is_hit} ORDER BY {order} LIMIT %s OFFSET %s) AS best
    ) AS page
    UNION ALL
    SELECT 'total', '', CAST(count(*) AS text), coalesce(sum(CASE WHEN {is_hit} THEN 1 ELSE 0 END), 0), NULL
    FROM found
    UNION ALL
    SELECT 'facet', 'kind', kind, count(*), NULL FROM found WHERE {counts_for_kind} GROUP BY kind
    UNION ALL
    SELECT 'facet', f.facet, f.code, count(*), NULL
    FROM found CROSS JOIN search_searchfacet f
    WHERE f.entry_id = found.id AND f.is_counted AND ({counts_for_facet}) GROUP BY f.facet, f.code
"""
HAS_FACET = "e.id IN (SELECT entry_id FROM search_searchfacet WHERE facet = %s AND code IN ({codes}))"


class DatabaseEngine:
    """Subclasses say how their database matches, scores and reads a list in a text."""

    source: str
    serves: str
    collation = ""
    among: str  # true for an entry whose object is in a list of ids, given as one parameter

    def condition(self, match: Match) -> tuple[str, list]:
        """The WHERE clause of a match."""
        raise NotImplementedError

    def score(self, match: Match) -> tuple[str, list]:
        """How well an entry matches, as a column."""
        raise NotImplementedError

    def entries_matching(self, match: Match) -> tuple[str, list]:
        """A subquery for the ids of the entries that match."""
        raise NotImplementedError

    def listed(self, ids: tuple[str, ...]) -> object:
        """A list of ids as the one parameter of ``among``."""
        raise NotImplementedError

    def served(self, part: str) -> str:
        """What ``serves`` looks for, as its parameter."""
        return part

    def search(self, question: Question) -> Answer:
        if question.match is not None and not question.match.groups:
            return NOTHING
        sql, parameters = self.statement(question)
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return _answer(cursor.fetchall())

    def tune(self) -> None:
        """Fresh statistics: a planner that has to guess numbers of rows may take a hundred times as long to count."""
        self.on_tables("ANALYZE")

    def on_tables(self, command: str) -> None:
        with connection.cursor() as cursor:
            for model in (SearchEntry, SearchText, SearchFacet, VocabularyTerm):
                cursor.execute(f"{command} {connection.ops.quote_name(model._meta.db_table)}")

    def statement(self, question: Question) -> tuple[str, list]:
        chosen = [(name, codes) for name, codes in sorted(question.facets.items()) if codes]
        near = question.near if question.near and all(isfinite(number) for number in question.near) else None

        columns, parameters = self._columns(question, chosen, near)
        where, where_parameters = self._where(question, near)
        bits = {name: 1 << number for number, (name, _codes) in enumerate(chosen)}
        others = {name: bit for name, bit in bits.items() if name != KIND}
        # Without a filter no entry lacks anything; a planner that is told so knows how many there are to count.
        is_hit = "missing = 0" if bits or question.only is not None else "TRUE"
        sql = STATEMENT.format(
            columns=", ".join(columns),
            source=self.source if question.match else "search_searchentry e",
            where=" AND ".join(where),
            order=f"lead, {self._order(question.sort, is_near=near is not None)}",
            is_hit=is_hit,
            counts_for_kind=f"{is_hit} OR missing = {bits.get(KIND, 0)}",
            counts_for_facet=" OR ".join([is_hit, *(f"(missing = {bit} AND f.facet = %s)" for bit in others.values())]),
        )
        return sql, [*parameters, *where_parameters, question.limit, question.offset, *others]

    def _columns(self, question: Question, chosen: list, near) -> tuple[list[str], list]:
        parameters: list = []
        score = "e.boost"
        if question.match:
            rank, rank_parameters = self.score(question.match)
            score = f"({rank}) * e.boost"
            parameters += rank_parameters
        chord = "NULL"
        if near:
            chord = CHORD
            parameters += _chord_parameters(near)
        tier = "0"
        bits = []
        for number, (name, codes) in enumerate(chosen):
            if name == KIND:
                bits.append(f"CASE WHEN e.kind IN ({_marks(codes)}) THEN 0 ELSE {1 << number} END")
            else:
                bits.append(f"CASE WHEN {HAS_FACET.format(codes=_marks(codes))} THEN 0 ELSE {1 << number} END")
                parameters.append(name)
            parameters += codes
        if question.only is not None:
            bits.append(f"CASE WHEN {self.among} THEN 0 ELSE {1 << len(chosen)} END")
            parameters.append(self.listed(question.only))
        if question.preferred:
            subquery, subquery_parameters = self.entries_matching(question.preferred)
            tier = f"CASE WHEN e.id IN ({subquery}) THEN 0 ELSE 1 END"
            parameters += subquery_parameters
        lead = []
        for name, codes in question.first.items():
            lead.append(f"CASE WHEN {HAS_FACET.format(codes=_marks(codes))} THEN 0 ELSE 1 END")
            parameters += [name, *codes]
        columns = [
            f"{score} AS score",
            f"CAST({chord} AS double precision) AS chord",
            f"{' + '.join(bits) or '0'} AS missing",
            f"{tier} AS tier",
            f"{' + '.join(lead) or '0'} AS lead",
        ]
        return columns, parameters

    def _where(self, question: Question, near) -> tuple[list[str], list]:
        where, parameters = [self.serves], [self.served(f",{question.reader},")]
        if question.match:
            clause, parameters_of_match = self.condition(question.match)
            where.append(clause)
            parameters += parameters_of_match
        if question.districts:
            where.append(HAS_FACET.format(codes=_marks(question.districts)))
            parameters += [SearchFacet.DISTRICT, *question.districts]
        if near and question.radius_km is not None:
            where.append(f"e.lat BETWEEN %s AND %s AND e.lon BETWEEN %s AND %s AND {CHORD} <= %s")
            parameters += [*_box(near, question.radius_km), *_chord_parameters(near), _chord_of(question.radius_km)]
        return where, parameters

    def _order(self, sort: str, *, is_near: bool) -> str:
        title = f"sort_title{self.collation}, id"
        if sort == "distance" and is_near:
            return f"CASE WHEN chord IS NULL THEN 1 ELSE 0 END, chord, {title}"
        return title if sort == "title" else f"tier, score DESC, {title}"


def _answer(rows) -> Answer:
    hits, counts, total, unfiltered = [], {}, 0, 0
    for what, name, code, number, chord in rows:
        if what == "hit":
            hits.append((number, int(code), None if chord is None else _kilometres(chord)))
        elif what == "total":
            total, unfiltered = int(number), int(code)
        else:
            counts.setdefault(name, {})[code] = int(number)
    return Answer(
        hits=tuple((entry, distance) for _place, entry, distance in sorted(hits)),
        total=total,
        unfiltered=unfiltered,
        facet_counts={name: dict(sorted(codes.items())) for name, codes in sorted(counts.items())},
    )


def _marks(values: Sequence) -> str:
    return ", ".join(["%s"] * len(values))


# --- distance --------------------------------------------------------------------------------------------------------
# The haversine of an angle is a quarter of the squared chord between two points of the unit sphere.

CHORD = "((e.x - %s) * (e.x - %s) + (e.y - %s) * (e.y - %s) + (e.z - %s) * (e.z - %s))"


def _chord_parameters(place: tuple[float, float]) -> list[float]:
    lat, lon = map(radians, place)
    x, y, z = cos(lat) * cos(lon), cos(lat) * sin(lon), sin(lat)
    return [x, x, y, y, z, z]


def _chord_of(distance_km: float) -> float:
    half = min(max(distance_km, 0) / EARTH_RADIUS / 2, radians(90))
    return 4 * sin(half) ** 2


def _kilometres(chord: float) -> float:
    return 2 * EARTH_RADIUS * asin(min(1.0, sqrt(chord) / 2))


def _box(place: tuple[float, float], radius_km: float) -> list[float]:
    """South, north, west, east of a circle; the whole band where a pole or the date line is inside."""
    lat, lon = place
    angle = max(radius_km, 0) / EARTH_RADIUS
    south, north = lat - degrees(angle), lat + degrees(angle)
    if south <= -90 or north >= 90:
        return [south, north, -180, 180]
    width = degrees(asin(min(1.0, sin(min(angle, radians(90))) / cos(radians(lat)))))
    if lon - width < -180 or lon + width > 180:
        return [south, north, -180, 180]
    return [south, north, lon - width, lon + width]
