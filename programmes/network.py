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


def offers_at(centre: Centre) -> list[SharedOffer]:
    """The offers of ``shown_links`` for one centre, by name; reads prefetched rows."""
    offers = [link.offer for link in centre.shared_offers.all()]
    own = [offer for offer in offers if offer.organisation_id == centre.organisation_id]
    return sorted(own, key=lambda offer: (offer.name, offer.pk))


def offers_of(centre: Centre, language: str) -> list[SharedOfferText]:
    """The words of these offers in this language, else in German."""
    texts = (best(language, words_by_language(offer)) for offer in offers_at(centre))
    return [text for text in texts if text]


def words_by_language(offer: SharedOffer) -> dict[str, SharedOfferText]:
    return {text.language: text for text in offer.texts.all()}


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
