"""The offers a centre shares with the other centres of its organisation."""

from collections.abc import Iterable

from django.conf import settings
from django.db.models import F, QuerySet

from programmes.models.centres import Centre
from programmes.models.shared_offers import CentreSharedOffer, SharedOffer, SharedOfferText


def shown_links(centres: Iterable[int]) -> QuerySet[CentreSharedOffer]:
    """What these centres have taken over; not what an organisation left behind at a centre it no longer runs."""
    links = CentreSharedOffer.objects.filter(centre__in=list(centres), centre__organisation=F("offer__organisation"))
    return links.order_by("offer__name", "offer")


def offers_of(centre: Centre, language: str) -> list[SharedOfferText]:
    """The words of the offers a centre has taken over, in this language, else in German; one query."""
    offers = shown_links([centre.pk]).order_by().values("offer")
    found: dict[int, dict[str, SharedOfferText]] = {}
    for text in SharedOfferText.objects.filter(offer__in=offers).order_by("offer__name", "offer"):
        found.setdefault(text.offer_id, {})[text.language] = text
    texts = [best(language, words) for words in found.values()]
    return [text for text in texts if text]


def best(language: str, words: dict[str, SharedOfferText]) -> SharedOfferText | None:
    return words.get(language) or words.get(settings.LANGUAGE_CODE)


def words_in(language: str, texts: Iterable[SharedOfferText]) -> str:
    """Heading and text in one line, in this language or in German."""
    text = best(language, {text.language: text for text in texts})
    return f"{text.title}: {text.text}" if text else ""


def offers_to_take(organisation_id: int) -> list[SharedOffer]:
    """What a centre of this organisation can take over, each with its words."""
    return list(
        SharedOffer.objects.filter(organisation=organisation_id).prefetch_related("texts").order_by("name", "pk")
    )
