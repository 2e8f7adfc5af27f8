"""Questions the other apps ask the directory."""

import uuid
from datetime import date

from django.apps import apps
from django.db.models import QuerySet
from django.utils.translation import get_language

from portal.stamped import kept
from programmes import finder
from programmes.models.centres import Centre
from programmes.models.places import District, Region
from programmes.models.programmes import Programme
from programmes.offers import programmes_at
from programmes.place_answers import Answer
from programmes.places import fold
from search.models import Kind
from search.selectors import addresses


def government_regions() -> list[tuple[str, str]]:
    """Code and name of each Regierungsbezirk, in official order."""
    return kept("places", "codes and names of regions", lambda: list(Region.objects.values_list("code", "name")))


def districts() -> list[tuple[str, str]]:
    """Key and label of each district, sorted by label."""
    return sorted(District.objects.labels().items(), key=lambda item: (fold(item[1]), item[0]))


def region_of(ags5: str) -> str | None:
    """The code of the Regierungsbezirk a district belongs to."""
    return District.objects.filter(pk=ags5).values_list("region_id", flat=True).first()


def find_place(text: str) -> Answer:
    return finder.find_place(text)


def public_centres() -> QuerySet[Centre]:
    return Centre.objects.public()


def directory_pages() -> QuerySet:
    """The pages of the directory that everybody may read, one for each language."""
    return apps.get_model("programmes", "DirectoryPage").objects.live().public()


def centre_by_slug(slug: str) -> Centre | None:
    return Centre.objects.public().with_words().filter(slug=slug).first()


def programmes_with_pages(centre: Centre, *, today: date) -> list[tuple[Programme, str]]:
    """The programmes that can be applied for at a centre, with the address of the page about each."""
    programmes = programmes_at(centre, today=today)
    pages = addresses(kind=Kind.PROGRAMME, ids=[programme.pk for programme in programmes], reader=get_language())
    return [(programme, pages.get(str(programme.pk), "")) for programme in programmes]


def centre_by_public_id(text: str) -> Centre | None:
    """The public centre with this id; None for whatever is no id."""
    try:
        public_id = uuid.UUID(text)
    except ValueError:
        return None
    return Centre.objects.public().with_words().filter(public_id=public_id).first()


def centres_of(user) -> QuerySet[Centre]:
    """The centres a person works for; none for a visitor."""
    if not user.is_authenticated:
        return Centre.objects.none()
    return Centre.objects.of_member(user)


def organisation_choices() -> list[tuple[int, str]]:
    """The public institutions of the directory (``programmes.Centre``) as choices of a form."""
    return list(Centre.objects.public().values_list("pk", "name"))
