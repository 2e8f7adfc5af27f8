"""The directory in the words of HSDS: centres are locations with one service each, programmes are services.

Texts are German, the language every entry has. Texts in other languages are attributes of the service, because the
standard has no field for them: ``link_type`` "translation", ``label`` "field@language", the text as ``value``. So are
offers of a network (``link_type`` "offer", the term is the offer) and how long people wait ("waiting-time").
Nothing is said that is not known: an address without street is no address here, but part of the description.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from programmes.codes import Audience, Mode, OfferedBy, ProgrammeStatus, Role, YesNoUnknown
from programmes.hsds.identifiers import derived, identifier
from programmes.languages import language_name
from programmes.models.centres import Centre, OpeningHours, Organisation
from programmes.models.pages import ProgrammePage
from programmes.models.programmes import Programme
from programmes.models.shared_offers import SharedOffer
from programmes.network import best, offers_at, words_by_language
from programmes.timesheet import pause_of, waiting_of

GERMAN = settings.LANGUAGE_CODE
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
STATE = "Bayern"
BCP47 = "BCP 47"


@dataclass(frozen=True)
class Sources:
    """What many objects of one answer need, asked for once: page addresses, Bavarian postcodes, words, today."""

    directory: str = ""
    programmes: str = ""
    bavarian: frozenset[str] = frozenset()
    pages: Mapping[int, list[ProgrammePage]] = field(default_factory=dict)
    today: date = field(default_factory=timezone.localdate)


def known(thing: dict) -> dict:
    """Without what is not known: the standard knows no empty values."""
    return {name: value for name, value in thing.items() if value not in (None, "", [])}


def without_children(thing: dict) -> dict:
    """As it stands in a list: its own fields and single objects."""
    return {name: value for name, value in thing.items() if not isinstance(value, list)}


# --- organisations ---------------------------------------------------------------------------------------------------


def organization(row: Organisation) -> dict:
    names = [centre.name for centre in row.public_centres]
    description = _("Runs in the directory: %(names)s") % {"names": "; ".join(names)}
    return known(
        {
            "id": identifier("organization", row.pk),
            "name": row.name,
            "description": description,
            "website": row.website,
        }
    )


def provider(name: str, programmes: Iterable[str]) -> dict:
    """Who offers programmes and runs no centre."""
    description = _("Offers: %(names)s") % {"names": "; ".join(programmes)}
    return {"id": provider_id(name), "name": name, "description": description}


def provider_id(name: str) -> str:
    return derived("provider", name)


def _brief(row: Organisation) -> dict:
    description = _("Runs counselling centres.")
    return known(
        {"id": identifier("organization", row.pk), "name": row.name, "description": description, "website": row.website}
    )


# --- centres ---------------------------------------------------------------------------------------------------------


def location_id(centre: Centre) -> str:
    return str(centre.public_id)


def location(centre: Centre, sources: Sources) -> dict:
    place = location_id(centre)
    address = _address(centre, sources)
    directions = centre.directions(GERMAN)
    spoken = [row for row in centre.languages.all() if row.offered_by == OfferedBy.STAFF]
    return known(
        {
            "id": place,
            "location_type": "physical",
            "name": centre.name,
            "organization_id": identifier("organization", centre.organisation_id),
            "description": _location_words(centre, has_address=bool(address)),
            "transportation": directions.directions if directions else "",
            "latitude": centre.lat,
            "longitude": centre.lon,
            "addresses": [address] if address else [],
            "languages": [_language(row.language, location_id=place) for row in spoken],
            "accessibility": _accessibility(centre),
            "phones": _phones(centre, location_id=place),
            "schedules": _schedules(centre, sources, location_id=place),
        }
    )


def _location_words(centre: Centre, *, has_address: bool) -> str:
    parts = []
    if not has_address:
        parts.append(", ".join(filter(None, [centre.street, f"{centre.postcode} {centre.city}".strip()])))
    if centre.is_unconfirmed:
        parts.append(_("The address is not confirmed yet."))
    if centre.lat is not None:
        parts.append(_("The point is the middle of the postcode or town."))
    return " ".join(filter(None, parts))


def _address(centre: Centre, sources: Sources) -> dict | None:
    """Complete or not at all; the state is known for Bavarian postcodes only."""
    if not (centre.street and centre.city and centre.postcode in sources.bavarian):
        return None
    return {
        "id": derived("address", centre.public_id),
        "location_id": location_id(centre),
        "address_1": centre.street,
        "city": centre.city,
        "state_province": STATE,
        "postal_code": centre.postcode,
        "country": "DE",
        "address_type": "physical",
    }


def _accessibility(centre: Centre) -> list[dict]:
    """What somebody asked the centre about; each question is an object of its own."""
    return [
        {
            "id": derived("accessibility", centre.public_id, code),
            "location_id": location_id(centre),
            "description": f"{label}: {YesNoUnknown(answer).label}",
        }
        for code, label, answer in centre.access_answers
        if answer != YesNoUnknown.UNKNOWN
    ]


def _phones(centre: Centre, **owner: str) -> list[dict]:
    if not centre.public_telephone:
        return []
    [place] = owner.values()
    return [{"id": derived("phone", place), "number": centre.public_telephone, "type": "voice", **owner}]


def _language(code: str, **owner: str) -> dict:
    [place] = owner.values()
    return {"id": derived("language", place, code), "code": code, "name": language_name(code), **owner}


def _schedules(centre: Centre, sources: Sources, **owner: str) -> list[dict]:
    return [_schedule(row, sources, owner) for row in centre.opening_hours.all()]


def _schedule(row: OpeningHours, sources: Sources, owner: dict[str, str]) -> dict:
    """Times are those of a clock in Germany, with the difference to UTC that holds today."""
    [place] = owner.values()
    schedule = {"id": derived("schedule", place, row.weekday, row.opens, row.by_appointment), **owner}
    if row.by_appointment:
        schedule["description"] = _("by appointment")
    if row.weekday is not None:
        schedule |= {"freq": "WEEKLY", "wkst": "MO", "byday": DAYS[row.weekday]}
    if row.opens and row.closes:
        noon = timezone.make_aware(datetime.combine(sources.today, row.opens))
        difference = f"{noon:%z}"
        shift = f"{difference[:3]}:{difference[3:]}"
        schedule |= {
            "opens_at": f"{row.opens:%H:%M}{shift}",
            "closes_at": f"{row.closes:%H:%M}{shift}",
            "timezone": int(difference[:3]),
            "notes": _("Clock times in Germany (Europe/Berlin), the whole year."),
        }
    return schedule


def centre_service_id(centre: Centre) -> str:
    return identifier("centre-service", centre.pk)


def service_at_location_id(centre: Centre) -> str:
    return identifier("service-at-location", centre.pk)


def service_at_location(centre: Centre, sources: Sources) -> dict:
    place = service_at_location_id(centre)
    return known(
        {
            "id": place,
            "service_id": centre_service_id(centre),
            "location_id": location_id(centre),
            "location": without_children(location(centre, sources)),
            "phones": _phones(centre, service_at_location_id=place),
            "schedules": _schedules(centre, sources, service_at_location_id=place),
        }
    )


def centre_service(centre: Centre, sources: Sources) -> dict:
    service = centre_service_id(centre)
    text = centre.text(GERMAN)
    is_free = centre.role == Role.RETURN_COUNSELLING
    languages = list(centre.languages.all())
    interpreted = [language_name(row.language) for row in languages if row.offered_by == OfferedBy.INTERPRETER]
    at_location = service_at_location(centre, sources)
    at_location["location"] = location(centre, sources)
    return known(
        {
            "id": service,
            "organization_id": identifier("organization", centre.organisation_id),
            "name": str(centre.get_role_display()),
            "alternate_name": f"{centre.get_role_display()}: {centre.name}",
            "description": " ".join(filter(None, [text.summary, text.notes])) if text else "",
            "url": f"{sources.directory}{centre.slug}/",
            "email": centre.public_email,
            "status": "active",
            "interpretation_services": ", ".join(interpreted),
            "fees_description": _("The counselling is free of charge.") if is_free else "",
            "eligibility_description": ", ".join(map(str, centre.audience_labels)),
            "alert": _alert(centre, sources),
            "assured_date": centre.confirmed_on.isoformat() if centre.facts_confirmed and centre.confirmed_on else "",
            "last_modified": _moment(centre.changed_at),
            "organization": _brief(centre.organisation),
            "phones": _phones(centre, service_id=service),
            "schedules": _schedules(centre, sources, service_id=service),
            "service_areas": _areas(centre, service),
            "service_at_locations": [at_location],
            "languages": [
                _language(row.language, service_id=service) for row in languages if row.offered_by == OfferedBy.STAFF
            ],
            "cost_options": _free(service) if is_free else [],
            "additional_urls": _website(centre, service),
            "attributes": [
                *_coded(service, "mode", centre.modes, Mode),
                *_coded(service, "audience", centre.audiences, Audience),
                *_waiting_time(centre, service, sources),
                *_centre_translations(centre, service),
                *(part for offer in offers_at(centre) for part in _offer(offer, service)),
            ],
        }
    )


def _alert(centre: Centre, sources: Sources) -> str:
    until = pause_of(centre, today=sources.today)
    words = [
        _("The centre has not confirmed these details yet.") if centre.is_unconfirmed else "",
        _("Takes no new people until %(date)s.") % {"date": date_format(until)} if until else "",
    ]
    return " ".join(filter(None, words))


def _waiting_time(centre: Centre, service: str, sources: Sources) -> list[dict]:
    """How long people wait, with the day it was told on; nothing once that is long ago."""
    waiting = waiting_of(centre, today=sources.today)
    if not waiting:
        return []
    kind, day = "waiting-time", waiting.as_of.isoformat()
    taxonomy = f"neustart-portal/{kind}"
    return [_attribute(service, kind, waiting.code, str(waiting.label), taxonomy=taxonomy, value=day)]


def _offer(offer: SharedOffer, service: str) -> list[dict]:
    """The German words are the term; the others are translations of it. Without German words nothing is said."""
    words = words_by_language(offer)
    german = best(GERMAN, words)
    if not german:
        return []
    kind, code = "offer", str(offer.pk)
    term = _attribute(service, kind, code, german.title, taxonomy=f"neustart-portal/{kind}", value=german.text)
    translations = [
        _translation(service, f"{kind}-{code}-{name}", language, part)
        for language, text in sorted(words.items())
        if language != GERMAN
        for name, part in (("title", text.title), ("text", text.text))
    ]
    return [term, *translations]


def _website(centre: Centre, service: str) -> list[dict]:
    if not centre.website:
        return []
    return [{"id": derived("url", service), "url": centre.website, "label": _("Website"), "service_id": service}]


def _free(service: str) -> list[dict]:
    option = _("free of charge")
    return [{"id": derived("cost", service), "service_id": service, "amount": 0, "currency": "EUR", "option": option}]


def _areas(centre: Centre, service: str) -> list[dict]:
    return [
        {
            "id": derived("area", service, area.pk),
            "service_id": service,
            "name": str(area.region or area.district or area.get_level_display()),
            "description": str(area.get_level_display()),
        }
        for area in centre.territories.all()
    ]


def _coded(service: str, kind: str, codes: Iterable[str], choices: type[Mode] | type[Audience]) -> list[dict]:
    return [
        _attribute(service, kind, code, str(choices(code).label), taxonomy=f"neustart-portal/{kind}") for code in codes
    ]


def _attribute(service: str, kind: str, code: str, name: str, *, taxonomy: str, **more: str) -> dict:
    term = {"id": derived("term", taxonomy, code), "code": code, "name": name, "description": name}
    return {
        "id": derived("attribute", service, kind, more.get("label", code)),
        "link_id": service,
        "link_type": kind,
        "link_entity": "service",
        "taxonomy_term_id": term["id"],
        "taxonomy_term": {**term, "taxonomy": taxonomy},
        **more,
    }


def _translation(service: str, field_name: str, language: str, text: str) -> dict:
    label = f"{field_name}@{language}"
    name = language_name(language)
    return _attribute(service, "translation", language, name, taxonomy=BCP47, label=label, value=text)


def _centre_translations(centre: Centre, service: str) -> list[dict]:
    return [
        _translation(service, "description", text.language, " ".join(filter(None, [text.summary, text.notes])))
        for text in centre.texts.all()
        if text.language != GERMAN
    ]


# --- programmes ------------------------------------------------------------------------------------------------------


def programme_service_id(programme: Programme) -> str:
    return identifier("programme-service", programme.pk)


def programme_service(programme: Programme, sources: Sources, organisations: Mapping[str, Organisation]) -> dict:
    service = programme_service_id(programme)
    pages = {page.locale.language_code: page for page in sources.pages.get(programme.pk, ())}
    words = pages.get(GERMAN)
    is_ended = programme.is_ended(sources.today)
    is_unclear = programme.status == ProgrammeStatus.UNCLEAR
    organisation = organisations.get(programme.provider)
    owner = _brief(organisation) if organisation else provider(programme.provider, [programme.name])
    countries = [(row.country, str(row)) for row in programme.countries.all()]
    return known(
        {
            "id": service,
            "organization_id": owner["id"],
            "name": words.title if words else programme.name,
            "alternate_name": programme.name if words and words.title != programme.name else "",
            "description": " ".join(filter(None, [words.summary, prose(words.benefits)])) if words else "",
            "url": f"{sources.programmes}{programme.slug}/",
            "status": "defunct" if is_ended else "inactive" if is_unclear else "active",
            "alert": _("It is not confirmed whether this programme still runs.") if is_unclear and not is_ended else "",
            "application_process": prose(words.application) if words else "",
            "eligibility_description": prose(words.eligibility) if words else "",
            "last_modified": _moment(programme.changed_at),
            "organization": owner,
            "attributes": [
                *_coded(service, "audience", programme.audiences, Audience),
                *(_attribute(service, "country", code, name, taxonomy="ISO 3166-1") for code, name in countries),
                *(
                    _translation(service, name, language, text)
                    for language, page in sorted(pages.items())
                    if language != GERMAN
                    for name, text in (("name", page.title), ("description", page.summary))
                    if text
                ),
            ],
        }
    )


def prose(html: str) -> str:
    return " ".join(strip_tags(html.replace("<", " <")).split())


def _moment(moment: datetime) -> str:
    return timezone.localtime(moment).isoformat(timespec="milliseconds")
