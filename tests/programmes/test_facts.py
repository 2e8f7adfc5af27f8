from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from programmes import codes, selectors
from programmes.languages import LANGUAGE_CODES, country_name, language_name
from programmes.models.centres import Centre, CentreLanguage, OpeningHours, Territory
from programmes.models.hours import Closure, HoursException
from programmes.models.offer import ProgrammeException
from programmes.models.programmes import Programme
from tests.builders.programmes import make_centre, make_district, make_programme, make_region

pytestmark = pytest.mark.django_db


def refused(create):
    with pytest.raises(IntegrityError), transaction.atomic():
        create()


def test_the_database_refuses_impossible_facts():
    centre, region = make_centre("ZAB"), make_region()
    hours, areas = OpeningHours.objects, Territory.objects
    district = make_district(region=region)

    refused(lambda: hours.create(centre=centre, weekday=0, opens="12:00", closes="08:00"))
    refused(lambda: hours.create(centre=centre, weekday=9, opens="08:00", closes="12:00"))
    refused(lambda: hours.create(centre=centre))
    refused(lambda: areas.create(centre=centre, level="regierungsbezirk"))
    refused(lambda: areas.create(centre=centre, level="nationwide", region=region))
    refused(lambda: areas.create(centre=centre, level="district", district=district, region=region))
    refused(lambda: CentreLanguage.objects.create(centre=centre, language="xx"))
    refused(
        lambda: Programme.objects.filter(pk=make_programme().pk).update(valid_from="2027-01-01", valid_to="2026-01-01")
    )
    refused(lambda: type(centre).objects.filter(pk=centre.pk).update(facts_confirmed=True, confirmed_on=None))
    refused(lambda: type(centre).objects.filter(pk=centre.pk).update(lat=91, lon=11))
    refused(lambda: type(centre).objects.filter(pk=centre.pk).update(provider_type="private"))


@pytest.mark.parametrize(
    "facts",
    [
        {"telephone": "call me"},
        {"postcode": "9051"},
        {"facts_confirmed": True},
        {"lat": 49.0},
        {"modes": ["telepathy"]},
        {"audiences": ["women", "everybody"]},
    ],
)
def test_a_form_says_what_is_wrong(facts):
    centre = make_centre("ZAB")
    for name, value in facts.items():
        setattr(centre, name, value)

    with pytest.raises(ValidationError):
        centre.full_clean()


def test_a_waiting_time_has_the_day_it_was_told_on():
    with pytest.raises(ValidationError):
        make_centre("ZRB C", waiting_time="week", waiting_time_on=timezone.localdate() + timedelta(days=1))
    centre = make_centre("ZRB A", waiting_time="week")
    told = centre.waiting_time_on
    centre.waiting_time = "unknown"
    centre.full_clean()

    assert told == timezone.localdate()
    assert centre.waiting_time_on is None
    with pytest.raises(IntegrityError), transaction.atomic():
        Centre.objects.filter(pk=centre.pk).update(waiting_time_on=None)


def test_codes_are_stored_once_and_in_order():
    assert make_centre("ZAB", modes=["online", "in_person", "online"]).modes == ["in_person", "online"]


def test_a_centre_gets_its_address_from_its_name():
    first = make_centre("Zentrale Rückkehrberatung (ZRB) Westbayern, Würzburg", slug="")
    second = make_centre("ZRB Westbayern, Würzburg", slug="")

    assert (first.slug, second.slug) == ("zrb-westbayern-wuerzburg", "zrb-westbayern-wuerzburg-2")


def test_selectors_answer_the_other_apps(django_user_model, client):
    member = django_user_model.objects.create_user("member@example.org")
    make_district("09564", "Fürth", type="kreisfrei")
    make_district("09573", "Fürth")
    make_district("09571", "Roth")
    centre = make_centre("ZRB", members=[member])
    make_centre("Versteckt", is_public=False)

    with translation.override("en"):
        labels = dict(selectors.districts())

    assert labels["09571"] == "Roth"
    assert labels["09564"] != labels["09573"] != "Fürth"
    assert selectors.government_regions() == [("095", "Mittelfranken")]
    assert selectors.region_of("09573") == "095"
    assert selectors.region_of("99999") is None
    assert list(selectors.centres_of(member)) == [centre]
    assert list(selectors.public_centres()) == [centre]
    assert selectors.organisation_choices() == [(centre.pk, "ZRB")]
    assert selectors.centre_by_slug("versteckt") is None


@pytest.mark.parametrize("language", ["de", "en", "ar"])
def test_every_code_has_a_label_in_every_language(language):
    choices = [
        getattr(codes, name) for name in dir(codes) if name[0].isupper() and hasattr(getattr(codes, name), "labels")
    ]

    with translation.override(language):
        assert all(str(label) for kind in choices for label in kind.labels)
        assert all(language_name(code) != code for code in LANGUAGE_CODES)
        assert country_name("IQ") != "IQ"


def test_the_database_refuses_impossible_hours_and_languages():
    centre = make_centre("ZAB")
    days = {"first_day": "2026-12-24", "last_day": "2026-12-24"}
    exceptions, closures = HoursException.objects, Closure.objects

    refused(lambda: exceptions.create(centre=centre, first_day="2026-12-24", last_day="2026-12-23"))
    refused(lambda: exceptions.create(centre=centre, **days, opens="12:00", closes="08:00"))
    refused(lambda: exceptions.create(centre=centre, **days, opens="12:00"))
    refused(lambda: exceptions.create(centre=centre, **days, reason="nap"))
    refused(lambda: closures.create(centre=centre, first_day="2026-12-24", last_day="2026-12-23"))
    refused(lambda: CentreLanguage.objects.create(centre=centre, language="ar", offered_by="staff", lead_days=3))
    refused(lambda: CentreLanguage.objects.create(centre=centre, language="ar", offered_by="interpreter", lead_days=61))
    programme = make_programme()
    ProgrammeException.objects.create(centre=centre, programme=programme)
    refused(lambda: ProgrammeException.objects.create(centre=centre, programme=programme, can_apply=False))
