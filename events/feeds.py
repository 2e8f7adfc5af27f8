"""Coming events for feed readers (Atom, RFC 4287). An entry keeps its id; a change of facts or words dates it."""

from collections.abc import Iterable

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from events import selectors
from portal.context import identity_facts


class EventFeed(Atom1Feed):
    """Each entry says which language its words are in: they are German where nobody has translated them."""

    def item_attributes(self, item):
        return {"xml:lang": item["language"]}


def public_feed(listed: Iterable[selectors.ListedEvent], *, language: str, address: str, query: str) -> bytes:
    """Events as everybody may see them. ``address`` is that of the feed itself, ``query`` what it is narrowed by."""
    page = selectors.absolute(selectors.index_path(language=language))
    feed = EventFeed(
        title=_("Coming events: %(portal)s") % {"portal": identity_facts(language).name},
        link=f"{page}?{query}" if query else page,
        description="",
        language=language,
        feed_url=selectors.absolute(address),
        feed_guid=selectors.absolute(address),
    )
    for item in listed:
        feed.add_item(
            title=item.title,
            link=selectors.absolute(item.url),
            description=_words(item),
            unique_id=f"urn:uuid:{item.event.uid}",
            pubdate=item.event.created_at,
            updateddate=item.changed_at,
            categories=[item.event.get_kind_display(), *item.event.topic_names],
            language=item.language,
        )
    return feed.writeString("utf-8").encode()


def _words(item: selectors.ListedEvent) -> str:
    """When, where and what about, in the language of the entry."""
    event = item.event
    with translation.override(item.language):
        when = render_to_string("events/parts/when.txt", {"event": event})
        where = [event.venue_place] if event.is_on_site else []
        where += [event.get_mode_display()] if event.mode != "on-site" else []
        off = [_("This event is called off.")] if event.cancelled_at else []
    return "\n".join([*off, when, ", ".join(where), item.summary]).strip()
