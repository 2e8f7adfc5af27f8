from programmes.models.centres import Centre, CentreLanguage, CentreText, OpeningHours, Organisation, Territory
from programmes.models.hours import Closure, HoursException
from programmes.models.offer import CentreProgramme
from programmes.models.pages import DirectoryPage, ProgrammeIndexPage, ProgrammePage
from programmes.models.places import AnkerSite, District, Postcode, Region, SharedPostcode
from programmes.models.programmes import Programme, ProgrammeCountry

__all__ = [
    "AnkerSite",
    "Centre",
    "CentreLanguage",
    "CentreProgramme",
    "CentreText",
    "Closure",
    "DirectoryPage",
    "District",
    "HoursException",
    "OpeningHours",
    "Organisation",
    "Postcode",
    "Programme",
    "ProgrammeCountry",
    "ProgrammeIndexPage",
    "ProgrammePage",
    "Region",
    "SharedPostcode",
    "Territory",
]
