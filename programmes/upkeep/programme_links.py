"""The daily look at the links of programmes: their sources, those of amounts and papers, and the ones in their words.

As with entries (``programmes.upkeep.links``): off by itself, each link once a day, three days in a row are a task. A
programme has one task at a time, which names all of its links that fail.
"""

import time
from collections.abc import Iterable, Iterator

from bs4 import BeautifulSoup
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from portal import outside
from programmes import words
from programmes.models.links import LONGEST_LINK, LinkCheck
from programmes.models.pages import ProgrammePage
from programmes.models.programmes import Programme
from programmes.upkeep import tasks
from programmes.upkeep.links import FAILED_DAYS, MOST_A_RUN, SECONDS_A_RUN, problem_of, words_of
from programmes.upkeep.states import TaskKind

KIND = TaskKind.PROGRAMME_LINK
SOURCED = ("amounts", "documents", "deadlines", "combinations", "application_centres")
TEXTS = ("benefits", "eligibility", "application", "remarks")

Link = tuple[int, str]


def check_due(*, guard: outside.Guard = outside.may_connect) -> int:
    """Look at links nobody has looked at today, those that waited longest first. Returns how many."""
    if not settings.CHECK_LINKS:
        return 0
    known = public_links()
    _forget_gone(known)
    until, looked = time.monotonic() + SECONDS_A_RUN, 0
    for link in _waiting(known):
        if time.monotonic() >= until:
            break
        looked += look(*link, guard)
    return looked


def public_links() -> set[Link]:
    """The addresses readers of public programmes can follow, with the key of the programme."""
    programmes = words.public_programmes().prefetch_related(*SOURCED)
    found = {(programme.pk, url) for programme in programmes for url in _addresses(_sources(programme))}
    pages = ProgrammePage.objects.live().public().filter(alias_of=None).only("programme_id", *TEXTS)
    return found | {(page.programme_id, url) for page in pages for url in _addresses(_linked(page))}


def _sources(programme: Programme) -> Iterator[str]:
    yield from programme.source_list
    for name in SOURCED:
        yield from (fact.source for fact in getattr(programme, name).all())


def _linked(page: ProgrammePage) -> Iterator[str]:
    for name in TEXTS:
        yield from (link["href"] for link in BeautifulSoup(getattr(page, name), "html.parser").select("a[href]"))


def _addresses(texts: Iterable[str]) -> Iterator[str]:
    """A source may be a name instead of an address."""
    for text in texts:
        if text.startswith(("http://", "https://")) and len(text) <= LONGEST_LINK:
            yield text.split()[0]


def _waiting(known: set[Link]) -> list[Link]:
    days = {(pk, url): day for pk, url, day in _checks().values_list("programme", "target", "checked_on")}
    today = timezone.localdate()
    due = [link for link in known if days.get(link) is None or days[link] < today]
    return sorted(due, key=lambda link: (days.get(link) is not None, days.get(link), link))[:MOST_A_RUN]


def _checks():
    return LinkCheck.objects.filter(kind=KIND)


def _forget_gone(known: set[Link]) -> None:
    """What is no link of a public programme any more is no task either."""
    for check in _checks():
        if (check.programme_id, check.target) not in known:
            with transaction.atomic():
                check.delete()
                _tell(check.programme_id)


def look(programme_id: int, target: str, guard: outside.Guard) -> bool:
    """Today's look at one link; False where another worker has begun it."""
    if not _take(programme_id, target):
        return False
    try:
        problem = problem_of(target, guard)
    except outside.Unknown:
        return True  # nothing was learned today
    _write(programme_id, target, problem)
    return True


@transaction.atomic
def _take(programme_id: int, target: str) -> bool:
    new = LinkCheck(programme_id=programme_id, kind=KIND, target=target)
    LinkCheck.objects.bulk_create([new], ignore_conflicts=True)
    today = timezone.localdate()
    row = _checks().filter(programme=programme_id, target=target).filter(Q(checked_on=None) | Q(checked_on__lt=today))
    return bool(row.update(checked_on=today))


@transaction.atomic
def _write(programme_id: int, target: str, problem: str) -> None:
    check = _checks().select_for_update().filter(programme=programme_id, target=target).first()
    if check is None:  # changed meanwhile
        return
    check.failed_days = check.failed_days + 1 if problem else 0
    check.problem = problem
    check.save()
    _tell(programme_id, is_new=check.failed_days == FAILED_DAYS)


def _tell(programme_id: int, *, is_new: bool = False) -> None:
    """Make the task name what fails now. ``is_new``: what editors answered before was about other links."""
    failing = _checks().filter(programme=programme_id, failed_days__gte=FAILED_DAYS).order_by("target")
    text = "\n".join(words_of(check.target, check.problem) for check in failing)
    if not text:
        tasks.close_of_clock(programme_id=programme_id, kinds=[KIND])
        return
    if is_new:
        tasks.open_by_clock(programme_id=programme_id, kind=KIND, text=text)
    tasks.reword(programme_id=programme_id, kind=KIND, text=text)
