"""One invented centre, so that everything the directory can say is seen somewhere. Nothing about it is true."""

from datetime import date, timedelta

from django.db import transaction

from programmes.codes import (
    AddressStatus,
    Audience,
    ClosureReason,
    Confidence,
    Contact,
    Mode,
    OfferedBy,
    ProviderType,
    TerritoryLevel,
    WaitingTime,
    Weekday,
    YesNoUnknown,
)
from programmes.models.centres import Centre, CentreLanguage, CentreText, OpeningHours, Organisation, Territory
from programmes.models.hours import Closure, HoursException
from programmes.models.offer import ProgrammeException
from programmes.models.places import Region
from programmes.models.programmes import Programme
from programmes.models.shared_offers import CentreSharedOffer, SharedOffer, SharedOfferText

SLUG = "musterberatungsstelle-demo"
NAME = "Musterberatungsstelle (Demo)"
# Mittelfranken, where it stands, and Schwaben, where no real entry says yet that Arabic is spoken.
REGIONS = ("095", "097")
SUMMARIES = {
    "de": "Erfundenes Beispiel: Diese Stelle gibt es nicht. Der Eintrag zeigt, was im Verzeichnis stehen kann.",
    "en": "An invented example: this centre does not exist. The entry shows what the directory can say.",
    "ar": "مثال مُختلَق: هذا المركز غير موجود. يبيّن هذا المدخل ما يمكن أن يُذكر في الدليل.",
}
# Not in English, so that words in German are seen where others are translated.
DIRECTIONS = {
    "de": "Bus 70 bis Haltestelle Musterplatz, von dort fünf Minuten zu Fuß.\nEingang im Hof, zweite Tür links.",
    "ar": "الحافلة رقم 70 حتى موقف Musterplatz، ثم خمس دقائق سيراً.\nالمدخل من الفناء، الباب الثاني يساراً.",
}
SHARED_OFFER = {
    "de": ("Begleitung zur Botschaft", "Wir begleiten Sie zum Termin bei der Botschaft und helfen bei den Formularen."),
    "en": ("Coming along to the embassy", "We come along to your appointment at the embassy and help with the forms."),
    "ar": ("المرافقة إلى السفارة", "نرافقك إلى موعدك في السفارة ونساعدك في الاستمارات."),
}
MORNING, AFTERNOON = ("09:00", "12:00"), ("13:00", "16:00")
WEEK = {
    Weekday.MONDAY: (MORNING, AFTERNOON),
    Weekday.TUESDAY: (MORNING, AFTERNOON),
    Weekday.THURSDAY: (MORNING, AFTERNOON),
    Weekday.FRIDAY: (MORNING,),
}
LANGUAGES = (
    {"language": "de", "offered_by": OfferedBy.STAFF},
    {"language": "en", "offered_by": OfferedBy.STAFF},
    {"language": "ar", "offered_by": OfferedBy.STAFF, "weekdays": [Weekday.TUESDAY, Weekday.THURSDAY]},
    {"language": "tr", "offered_by": OfferedBy.INTERPRETER, "lead_days": 3},
    {"language": "fa-af", "offered_by": OfferedBy.INTERPRETER, "lead_days": 5, "note": "auch per Telefon"},
)


@transaction.atomic
def create_example_centre(*, today: date) -> None:
    """Create the centre once. Days that differ are counted from today, so that some lie ahead in a fresh demo."""
    regions = Region.objects.filter(pk__in=REGIONS)
    if len(regions) < len(REGIONS) or Centre.objects.filter(slug=SLUG).exists():
        return
    organisation, _created = Organisation.objects.get_or_create(name="Beispielträger (Demo)")
    centre = Centre(
        slug=SLUG,
        name=NAME,
        organisation=organisation,
        provider_type=ProviderType.NON_STATE,
        street="Musterstraße 1",
        postcode="90513",
        city="Zirndorf",
        address_status=AddressStatus.UNKNOWN,
        lat=49.44,
        lon=10.95,
        telephone="+49 89 99998-000",  # numbers the Bundesnetzagentur keeps free for films and books
        email="musterstelle@demo.example",
        restricted_contacts=[Contact.EMAIL],
        website="https://musterstelle.demo.example",
        audiences=[Audience.FAMILIES, Audience.WOMEN],
        modes=[Mode.IN_PERSON, Mode.TELEPHONE, Mode.ONLINE, Mode.OUTREACH],
        step_free=YesNoUnknown.YES,
        lift=YesNoUnknown.YES,
        accessible_toilet=YesNoUnknown.YES,
        induction_loop=YesNoUnknown.NO,
        sign_language=YesNoUnknown.YES,
        woman_on_request=YesNoUnknown.YES,
        man_on_request=YesNoUnknown.YES,
        anonymous_first_talk=YesNoUnknown.YES,
        assumption_day=YesNoUnknown.UNKNOWN,
        no_new_people_until=today + timedelta(days=14),
        waiting_time=WaitingTime.MONTH,
        waiting_time_on=today - timedelta(days=7),
    )
    centre.full_clean()
    centre.save()
    for language, summary in SUMMARIES.items():
        directions = DIRECTIONS.get(language, "")
        CentreText.objects.create(centre=centre, language=language, summary=summary, directions=directions)
    for facts in LANGUAGES:
        CentreLanguage.objects.create(centre=centre, **facts)
    for region in regions:
        Territory.objects.create(
            centre=centre, level=TerritoryLevel.REGIERUNGSBEZIRK, region=region, confidence=Confidence.VERIFIED
        )
    _add_shared_offer(centre)
    _add_hours(centre, today)
    _add_programme_exception(centre)


def _add_shared_offer(centre: Centre) -> None:
    """What its organisation would word once for all its centres."""
    offer = SharedOffer.objects.create(organisation=centre.organisation, name="Begleitung zur Botschaft")
    for language, (title, text) in SHARED_OFFER.items():
        SharedOfferText.objects.create(offer=offer, language=language, title=title, text=text)
    CentreSharedOffer.objects.create(centre=centre, offer=offer)


def _add_hours(centre: Centre, today: date) -> None:
    for weekday, spans in WEEK.items():
        for opens, closes in spans:
            OpeningHours.objects.create(centre=centre, weekday=weekday, opens=opens, closes=closes)
    OpeningHours.objects.create(centre=centre, weekday=Weekday.WEDNESDAY, by_appointment=True)
    training, evening, moving = (_weekday_from(today + timedelta(days=ahead)) for ahead in (6, 12, 24))
    HoursException.objects.create(centre=centre, first_day=training, last_day=training, reason=ClosureReason.TRAINING)
    HoursException.objects.create(
        centre=centre, first_day=evening, last_day=evening, opens="15:00", closes="19:00", reason=ClosureReason.EVENT
    )
    Closure.objects.create(
        centre=centre, first_day=moving, last_day=moving + timedelta(days=3), reason=ClosureReason.MOVING
    )


def _weekday_from(day: date) -> date:
    """This day, or the Monday after it where it is a weekend."""
    return day + timedelta(days=(7 - day.weekday()) if day.weekday() > Weekday.FRIDAY else 0)


def _add_programme_exception(centre: Centre) -> None:
    programme = Programme.objects.filter(source_id="ph").first()
    if programme:
        ProgrammeException.objects.create(centre=centre, programme=programme, can_apply=False)
