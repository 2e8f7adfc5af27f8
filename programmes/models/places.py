"""Where people live: government regions, districts, postcodes, reception facilities. Facts of the state, imported."""

from collections import Counter
from collections.abc import Iterable

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.stamped import kept
from programmes.codes import DistrictType
from programmes.places import place_key


class Region(models.Model):
    """A Regierungsbezirk; its code is the first three digits of the keys of its districts."""

    code = models.CharField(_("key"), max_length=3, primary_key=True)
    name = models.CharField(_("name"), max_length=60, unique=True)

    class Meta:
        ordering = ["code"]
        verbose_name = _("government region")
        verbose_name_plural = _("government regions")

    def __str__(self):
        return self.name


class DistrictQuerySet(models.QuerySet):
    def labels(self) -> dict[str, str]:
        """Names by key; a name that a city shares with the rural district around it says which of the two it is."""
        return district_labels(self)


def district_labels(districts: Iterable["District"]) -> dict[str, str]:
    """The same for rows that were read already, which must be all there are."""
    districts = list(districts)
    times = Counter(district.name for district in districts)
    return {district.pk: str(district) if times[district.name] > 1 else district.name for district in districts}


class District(models.Model):
    """A Landkreis or a kreisfreie Stadt under its five-digit official key."""

    ags5 = models.CharField(_("official key"), max_length=5, primary_key=True)
    name = models.CharField(_("name"), max_length=80)
    official_name = models.CharField(_("official name"), max_length=120)
    type = models.CharField(_("kind"), max_length=10, choices=DistrictType)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="districts", verbose_name=_("region"))
    nuts3 = models.CharField("NUTS 3", max_length=5, unique=True)
    lat = models.FloatField(_("latitude"))
    lon = models.FloatField(_("longitude"))

    objects = DistrictQuerySet.as_manager()

    class Meta:
        ordering = ["region", "name", "type"]
        verbose_name = _("district")
        verbose_name_plural = _("districts")
        constraints = [
            models.UniqueConstraint("name", "type", name="programmes_district_name_once_per_kind"),
            models.CheckConstraint(
                condition=Q(lat__range=(-90, 90), lon__range=(-180, 180)), name="programmes_district_on_earth"
            ),
        ]

    def __str__(self):
        return f"{self.name} ({self.get_type_display()})"

    @property
    def key(self) -> str:
        return place_key(self.name)


def all_regions() -> list[Region]:
    """In official order, kept as the districts are. One without a district lies nowhere, and nobody finds it."""
    return kept("places", "regions", lambda: list(Region.objects.filter(districts__isnull=False).distinct()))


def all_districts() -> dict[str, District]:
    """By key, in official order; read once and kept until the list is imported again."""
    return kept("places", "districts", District.objects.in_bulk)


def labels_of_districts() -> dict[str, str]:
    """In the reader's language, so they are made anew from the kept rows."""
    return district_labels(all_districts().values())


class Postcode(models.Model):
    """One place under one postcode (GeoNames); a postcode with several places has several rows."""

    code = models.CharField(_("postcode"), max_length=5, db_index=True)
    place = models.CharField(_("place"), max_length=100)
    place_key = models.CharField(max_length=100, db_index=True, editable=False)
    district = models.ForeignKey(District, on_delete=models.CASCADE, related_name="postcodes")
    lat = models.FloatField(_("latitude"))
    lon = models.FloatField(_("longitude"))

    class Meta:
        ordering = ["code", "place"]
        verbose_name = _("postcode")
        verbose_name_plural = _("postcodes")
        constraints = [
            models.UniqueConstraint("code", "place", "district", name="programmes_postcode_place_once"),
            models.CheckConstraint(
                condition=Q(lat__range=(-90, 90), lon__range=(-180, 180)), name="programmes_postcode_on_earth"
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.place}"


class SharedPostcode(models.Model):
    """A postcode that lies in two districts. From OpenStreetMap (ODbL), so in a table of its own."""

    code = models.CharField(_("postcode"), max_length=5)
    district = models.ForeignKey(District, on_delete=models.CASCADE, related_name="shared_postcodes")

    class Meta:
        ordering = ["code", "district"]
        verbose_name = _("postcode in two districts")
        verbose_name_plural = _("postcodes in two districts")
        constraints = [models.UniqueConstraint("code", "district", name="programmes_sharedpostcode_once")]

    def __str__(self):
        return self.code


class AnkerSite(models.Model):
    """A reception facility (ANKER) of a region or one of its branches."""

    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="anker_sites")
    place = models.CharField(_("place"), max_length=100)
    is_branch = models.BooleanField(_("branch"), default=False)
    source = models.URLField(_("source"), max_length=300, blank=True)

    class Meta:
        ordering = ["region", "is_branch", "place"]
        verbose_name = _("reception facility")
        verbose_name_plural = _("reception facilities")
        constraints = [
            models.UniqueConstraint("region", "place", "is_branch", name="programmes_ankersite_once_per_region")
        ]

    def __str__(self):
        return self.place


def all_facilities() -> list[AnkerSite]:
    """With their regions; kept as the districts are."""
    return kept("places", "facilities", lambda: list(AnkerSite.objects.select_related("region")))
