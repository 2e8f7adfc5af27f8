from programmes.models.amounts import (
    ProgrammeAmount,
    ProgrammeCentre,
    ProgrammeCombination,
    ProgrammeDeadline,
    ProgrammeDocument,
)
from programmes.models.centres import Centre, CentreLanguage, CentreText, OpeningHours, Organisation, Territory
from programmes.models.pages import DirectoryPage, ProgrammeIndexPage, ProgrammePage
from programmes.models.places import AnkerSite, District, Postcode, Region, SharedPostcode
from programmes.models.programmes import Programme, ProgrammeCountry
from programmes.models.rules import ProgrammeRule

__all__ = [
    "AnkerSite",
    "Centre",
    "CentreLanguage",
    "CentreText",
    "DirectoryPage",
    "District",
    "OpeningHours",
    "Organisation",
    "Postcode",
    "Programme",
    "ProgrammeAmount",
    "ProgrammeCentre",
    "ProgrammeCombination",
    "ProgrammeCountry",
    "ProgrammeDeadline",
    "ProgrammeDocument",
    "ProgrammeIndexPage",
    "ProgrammePage",
    "ProgrammeRule",
    "Region",
    "SharedPostcode",
    "Territory",
]
