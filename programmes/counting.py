"""What the counter of searches is told of a search in the directory."""

from programmes.directory import Answer
from search.insight.slips import slip
from search.models import Kind, SearchSource


def search_slip(answer: Answer, *, language: str) -> str:
    """The district a place lies in, never the place somebody typed.

    A place that was not understood or is asked back has found nothing yet, so there is nothing to count.
    """
    query, place = answer.query, answer.place.place
    if query.is_empty or query.page > 1 or (query.place and place is None):
        return ""
    return slip(
        query.text,
        source=SearchSource.DIRECTORY,
        language=language,
        results=answer.total,
        kind=Kind.CENTRE.value,
        wanted=query.chosen.get("language", ()),
        district=place.district_label if place else "",
        is_corrected=answer.is_corrected,
    )
