"""Centres and programmes in the words of schema.org. Only what is known is said; a point is left out, because it is
that of the postcode and not of the door."""

from datetime import time
from typing import Protocol

from django.utils import timezone

from portal.structured import known, plain
from programmes.codes import OfferedBy, ProviderType, Role, TerritoryLevel, YesNoUnknown
from programmes.models.centres import Centre, CentreText, Territory
from programmes.models.hours import Closure, HoursException
from programmes.models.programmes import Programme
from programmes.timesheet import other_days


class Words(Protocol):
    """What is needed of a programme's page, which is above this module."""

    title: str
    summary: str
    benefits: str


DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
OFFICES = {
    ProviderType.STATE: ("GovernmentOffice", "GovernmentService"),
    ProviderType.MUNICIPAL: ("GovernmentOffice", "GovernmentService"),
    ProviderType.NON_STATE: ("NGO", "Service"),
}
# What this portal says of a thing; anything else is a slip.
PROPERTIES: dict[str, set[str]] = {
    "GovernmentOffice": {
        "name", "url", "sameAs", "address", "telephone", "email", "parentOrganization", "openingHoursSpecification",
        "amenityFeature",
    },
    "NGO": {"name", "url", "sameAs", "address", "telephone", "email", "parentOrganization", "location"},
    "Organization": {"name", "url"},
    "Place": {"name", "address", "openingHoursSpecification", "amenityFeature"},
    "PostalAddress": {"streetAddress", "postalCode", "addressLocality", "addressCountry"},
    "OpeningHoursSpecification": {"dayOfWeek", "opens", "closes", "validFrom", "validThrough"},
    "LocationFeatureSpecification": {"name", "value"},
    "GovernmentService": {
        "name", "serviceType", "description", "url", "provider", "serviceOperator", "areaServed", "availableChannel",
        "audience", "offers", "isAccessibleForFree", "identifier",
    },
    "Service": {
        "name", "serviceType", "description", "url", "provider", "areaServed", "availableChannel", "audience", "offers",
        "identifier",
    },
    "ServiceChannel": {"serviceUrl", "servicePhone", "serviceLocation", "availableLanguage"},
    "ContactPoint": {"telephone", "email"},
    "AdministrativeArea": {"name", "identifier"},
    "Country": {"name", "identifier"},
    "Language": {"name", "alternateName"},
    "Audience": {"audienceType"},
    "Offer": {"price", "priceCurrency"},
}  # fmt: skip
REQUIRED = {
    "GovernmentOffice": {"name", "url"},
    "NGO": {"name", "url"},
    "GovernmentService": {"name", "url", "provider"},
    "Service": {"name", "url", "provider"},
    "Offer": {"price", "priceCurrency"},
    "OpeningHoursSpecification": {"opens", "closes"},
}
FREE = {"@type": "Offer", "price": "0", "priceCurrency": "EUR"}


def centre_things(centre: Centre, text: CentreText | None, url: str) -> list[dict]:
    """The office, and what it offers."""
    office_type, service_type = OFFICES[ProviderType(centre.provider_type)]
    place = known(
        {
            "address": _address(centre),
            "openingHoursSpecification": _hours(centre),
            "amenityFeature": _features(centre),
        }
    )
    office = {
        "@type": office_type,
        "@id": f"{url}#office",
        "name": centre.name,
        "url": url,
        "sameAs": centre.website,
        "telephone": centre.public_telephone,
        "email": centre.public_email,
        "parentOrganization": known(
            {"@type": "Organization", "name": centre.organisation.name, "url": centre.organisation.website}
        ),
    }
    if office_type == "NGO":  # an organisation has a place, an office is one
        office["address"] = place.get("address")
        office["location"] = {"@type": "Place", "name": centre.name, **place} if place else None
    else:
        office |= place
    service = {
        "@type": service_type,
        "@id": f"{url}#service",
        "name": str(centre.get_role_display()),
        "serviceType": str(centre.get_role_display()),
        "description": text.summary if text else "",
        "url": url,
        "provider": {"@id": f"{url}#office"},
        "areaServed": [_area(area) for area in centre.territories.all()],
        "availableChannel": known(
            {
                "@type": "ServiceChannel",
                "serviceUrl": url,
                "servicePhone": _telephone(centre),
                "availableLanguage": [
                    {"@type": "Language", "name": str(row), "alternateName": row.language}
                    for row in centre.languages.all()
                    if row.offered_by in OfferedBy.values
                ],
            }
        ),
        "audience": [{"@type": "Audience", "audienceType": str(label)} for label in centre.audience_labels],
        "offers": FREE if centre.role == Role.RETURN_COUNSELLING else None,
    }
    return [known(office), known(service)]


def _telephone(centre: Centre) -> dict | None:
    number = centre.public_telephone
    return {"@type": "ContactPoint", "telephone": number} if number else None


def _address(centre: Centre) -> dict | None:
    if not (centre.street or centre.city):
        return None
    return known(
        {
            "@type": "PostalAddress",
            "streetAddress": centre.street,
            "postalCode": centre.postcode,
            "addressLocality": centre.city,
            "addressCountry": "DE",
        }
    )


def _hours(centre: Centre) -> list[dict]:
    return [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": f"https://schema.org/{DAYS[row.weekday]}",
            "opens": f"{row.opens:%H:%M}",
            "closes": f"{row.closes:%H:%M}",
        }
        for row in centre.opening_hours.all()
        if row.weekday is not None and row.opens and row.closes
    ] + [_special_hours(row) for row in other_days(centre, today=timezone.localdate())]


def _special_hours(row: HoursException | Closure) -> dict:
    """Days that are not as every week; opening and closing at midnight means closed."""
    opens, closes = getattr(row, "opens", None) or time(), getattr(row, "closes", None) or time()
    return known(
        {
            "@type": "OpeningHoursSpecification",
            "opens": f"{opens:%H:%M}",
            "closes": f"{closes:%H:%M}",
            "validFrom": row.first_day.isoformat(),
            "validThrough": row.last_day.isoformat() if row.last_day else "",
        }
    )


def _features(centre: Centre) -> list[dict]:
    """What somebody asked the centre about."""
    return [
        {"@type": "LocationFeatureSpecification", "name": label, "value": answer == YesNoUnknown.YES}
        for _code, label, answer in centre.access_answers
        if answer != YesNoUnknown.UNKNOWN
    ]


def _area(area: Territory) -> dict:
    if area.level == TerritoryLevel.NATIONWIDE:
        return {"@type": "Country", "name": "Deutschland", "identifier": "DE"}
    if area.level == TerritoryLevel.LAND:
        return {"@type": "AdministrativeArea", "name": "Bayern", "identifier": "DE-BY"}
    return known(
        {
            "@type": "AdministrativeArea",
            "name": str(area.region or area.district),
            "identifier": area.region_id or area.district_id,
        }
    )


def programme_things(programme: Programme, page: Words, url: str) -> list[dict]:
    """What a programme offers. One that has ended offers nothing."""
    if programme.is_ended():
        return []
    return [
        known(
            {
                "@type": "Service",
                "@id": f"{url}#service",
                "name": page.title,
                "description": page.summary or plain(page.benefits),
                "url": url,
                "identifier": programme.slug,
                "provider": {"@type": "Organization", "name": programme.provider},
                "audience": [{"@type": "Audience", "audienceType": str(label)} for label in programme.audience_labels],
            }
        )
    ]


def faults(things: list[dict]) -> list[tuple[str, str]]:
    """Where these say too little or something else than this portal means to: place and what is wrong."""
    return [fault for thing in things for fault in _faults(thing)]


def _faults(thing: dict) -> list[tuple[str, str]]:
    kind = thing.get("@type", "")
    if not kind:
        return [] if set(thing) == {"@id"} else [("@type", "missing")]
    if kind not in PROPERTIES:
        return [(kind, "unknown")]
    names = {name for name in thing if not name.startswith("@")}
    found = [(f"{kind}.{name}", "unknown") for name in sorted(names - PROPERTIES[kind])]
    found += [(f"{kind}.{name}", "missing") for name in sorted(REQUIRED.get(kind, set()) - names)]
    for value in thing.values():
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, dict):
                found += _faults(part)
    return found
