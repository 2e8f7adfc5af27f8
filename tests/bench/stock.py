"""The same words under Wagtail's own search, as it comes: what the portal would have without an engine of its own."""

from django.db import connection
from modelsearch import index
from modelsearch.abstract_models import TextIDGenericRelation
from modelsearch.backends import get_search_backend
from wagtail.search.models import IndexEntry

from search.models import SearchText

BATCH = 500


class StockText(index.Indexed, SearchText):
    """The rows of our index as a model that Wagtail indexes; exists in the bench alone."""

    search_fields = [
        index.RelatedFields("entry", [index.SearchField("title", boost=10)]),
        index.SearchField("keywords", boost=6),
        index.SearchField("summary", boost=4),
        index.SearchField("body"),
    ]

    class Meta:
        proxy = True
        app_label = "search"


# What the library gives every model that is there when it starts; its search on PostgreSQL goes through it.
TextIDGenericRelation(IndexEntry).contribute_to_class(StockText, "index_entries")


def fill() -> int:
    """Index all rows the way ``update_index`` does; returns how many there are."""
    target = get_search_backend().get_index_for_model(StockText)
    rows = StockText.objects.select_related("entry").order_by("pk")
    for start in range(0, rows.count(), BATCH):
        target.add_items(StockText, list(rows[start : start + BATCH]))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return rows.count()


def page(words: str) -> list[int]:
    """The first twenty, by relevance."""
    return [row.pk for row in get_search_backend().search(words, StockText)[:20]]
