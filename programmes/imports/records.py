"""The book of what came from where: rows of lists, what they said last, and what they own."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from programmes.imports.matching import Matcher
from programmes.imports.merge import Difference, Merge, merge, plain
from programmes.imports.table import Outcome, Report
from programmes.models.centres import Centre
from programmes.models.programmes import Programme
from programmes.models.sources import ImportSource, SourceRecord

DEFAULT_SOURCE = "csv"


@dataclass
class Book:
    """All records of one list, read once for the whole import."""

    source: ImportSource
    kind: str  # "centre" or "programme"
    records: dict[int, SourceRecord] = field(default_factory=dict)
    foreign: dict[int, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def open(cls, name: str, kind: str) -> "Book":
        source = ImportSource.objects.filter(name=name).first()
        if source is None:
            source = ImportSource(name=name)
            source.full_clean()
            source.save()
        book = cls(source, kind)
        foreign = defaultdict(frozenset)
        records = SourceRecord.objects.filter(**{f"{kind}__isnull": False}).select_related("source")
        for record in records:
            pk = getattr(record, f"{kind}_id")
            if record.source_id == source.pk:
                book.records[pk] = record
            else:
                foreign[pk] |= record.owned
        book.foreign = dict(foreign)
        return book

    def matcher(self, entries: list[tuple[int, str | None, str]]) -> Matcher:
        """``entries``: primary key, id of the list, public id of every entry there is.

        An id counts only where no other list brought the entry: two lists may give one id to different things.
        """
        return Matcher(
            by_row={record.row_id: pk for pk, record in self.records.items()},
            by_id={
                source_id: pk
                for pk, source_id, _public in entries
                if source_id and pk not in self.records and pk not in self.foreign
            },
            by_public_id={public: pk for pk, _source_id, public in entries},
        )

    def merge(self, *, pk: int, here: dict, there: dict, is_trusted: bool, is_untouched: bool = False) -> Merge:
        """``is_untouched``: the row comes from an export of this very state, so every difference is one of the file."""
        record = self.records.get(pk)
        last = record.taken_over if record else None
        if is_untouched:
            last = {**(last or {}), **{name: plain(here[name]) for name in there}}
        return merge(
            here=here,
            there=there,
            last=last,
            owned=record.owned if record else frozenset(self.source.owned_fields),
            foreign=self.foreign.get(pk, frozenset()),
            is_trusted=is_trusted,
        )

    def note(self, *, row_id: str, entry: Centre | Programme, taken_over: dict) -> None:
        record = self.records.get(entry.pk)
        if record is None:
            record = SourceRecord(source=self.source, row_id=row_id, **{self.kind: entry})
        elif (record.taken_over, record.row_id) == (taken_over, row_id):
            return
        record.taken_over, record.row_id = taken_over, row_id
        record.save()
        self.records[entry.pk] = record


def write_outcome(report: Report, *, number: int, key: str, outcome: Outcome, merged: Merge) -> None:
    """One line of the report: what was done, and every difference that stays."""
    reasons = []
    if merged.conflicts:
        outcome = Outcome.CONFLICT
        reasons.append(_("Changed here and in the file: %(fields)s.") % {"fields": _listed(merged.conflicts)})
    if merged.kept:
        reasons.append(_("Left as edited here: %(fields)s.") % {"fields": _listed(merged.kept)})
    report.add(number, key, outcome, " ".join(reasons))


def _listed(differences: list[Difference]) -> str:
    return "; ".join(map(str, differences))
