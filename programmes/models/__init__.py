from programmes.models.centres import Centre, CentreLanguage, CentreText, OpeningHours, Organisation, Territory
from programmes.models.pages import DirectoryPage, ProgrammeIndexPage, ProgrammePage
from programmes.models.places import AnkerSite, District, Postcode, Region, SharedPostcode
from programmes.models.programmes import Programme, ProgrammeCountry
from programmes.models.sources import ImportSource, SourceRecord

__all__ = [
    "AnkerSite",
    "Centre",
    "CentreLanguage",
    "CentreText",
    "DirectoryPage",
    "District",
    "ImportSource",
    "OpeningHours",
    "Organisation",
    "Postcode",
    "Programme",
    "ProgrammeCountry",
    "ProgrammeIndexPage",
    "ProgrammePage",
    "Region",
    "SharedPostcode",
    "SourceRecord",
    "Territory",
]
