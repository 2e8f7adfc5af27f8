"""A search of the directory as an Atom feed: whoever subscribes to it leaves no address, and nothing is stored here.

A feed holds what anybody may read on the cards, and of that only name, town, summary and address. An entry has the
same id in every feed and language. It is new again when it was changed, confirmed or shown anew; what a search matches
for another reason (a programme began) is new to the reader's program because it was not in the feed before.
"""

from dataclasses import replace
from datetime import datetime, time

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _

from portal.context import identity_facts
from portal.plain_text import clean
from programmes.directory import DirectoryQuery, find_newest
from programmes.facets import NAMES
from search.selectors import directory_path

MOST_ENTRIES = 100


class CentreFeed(Atom1Feed):
    """A feed whose entries may be in another language than the feed itself."""

    def item_attributes(self, item):
        return {"xml:lang": item["language"]}

    def latest_post_date(self):
        """As new as the newest entry; a feed without entries as the day, so that a reader's copy stays good."""
        dates = [item["updateddate"] for item in self.items]
        return max(dates, default=timezone.make_aware(datetime.combine(timezone.localdate(), time.min)))


def for_subscription(query: DirectoryQuery) -> DirectoryQuery:
    """The question without what changes by the hour or only says how a page is shown."""
    chosen = {name: codes for name, codes in query.chosen.items() if name != "open"}
    return replace(query, chosen=chosen, lives_in_facility=False, sort="", page=1)


def feed_path(query: DirectoryQuery) -> str:
    """Where a search can be subscribed to, in the reader's language."""
    parameters = for_subscription(query).address()
    return reverse("centre_feed:newest") + (f"?{parameters}" if parameters else "")


def feed_of(query: DirectoryQuery, *, language: str) -> CentreFeed | None:
    """None in a language without a directory."""
    query, directory = for_subscription(query), directory_path(language)
    if not directory:
        return None
    parameters = query.address()
    identity = identity_facts(language)
    feed = CentreFeed(
        title=title_of(query, identity.name),
        link=f"{settings.BASE_URL}{directory}" + (f"?{parameters}" if parameters else ""),
        description=_("Counselling centres that are new, changed or newly confirmed, the newest first."),
        language=language,
        author_name=identity.operator or identity.name,
        feed_url=settings.BASE_URL + feed_path(query),
        feed_guid=settings.BASE_URL + feed_path(query),
    )
    for hit, centre in find_newest(query, language=language, limit=MOST_ENTRIES):
        feed.add_item(
            title=f"{clean(centre.name)} ({centre.city})" if centre.city else clean(centre.name),
            link=settings.BASE_URL + hit.url,
            description=escape(clean(hit.summary)),  # Django says it is HTML
            unique_id=centre.public_id.urn,
            updateddate=centre.changed_at,
            language=hit.language,
        )
    return feed


def title_of(query: DirectoryQuery, portal: str) -> str:
    """What was searched for in the reader's words, so that two feeds can be told apart."""
    words = [query.text, query.place]
    words += [str(NAMES[name](code)) for name, codes in query.chosen.items() for code in codes if name in NAMES]
    asked = ", ".join(clean(word) for word in words if word)
    return f"{_('Counselling centres')}: {asked} – {portal}" if asked else f"{_('Counselling centres')} – {portal}"
