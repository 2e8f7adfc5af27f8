from programmes.models.amounts import (
    ProgrammeAmount,
    ProgrammeCentre,
    ProgrammeCombination,
    ProgrammeDeadline,
    ProgrammeDocument,
)
from programmes.models.centres import Centre, CentreLanguage, CentreText, OpeningHours, Organisation, Territory
from programmes.models.hours import Closure, HoursException
from programmes.models.links import LinkCheck
from programmes.models.offer import ProgrammeException
from programmes.models.pages import DirectoryPage, ProgrammeIndexPage, ProgrammePage
from programmes.models.places import AnkerSite, District, Postcode, Region, SharedPostcode
from programmes.models.programmes import Programme, ProgrammeCountry
from programmes.models.rules import ProgrammeRule
from programmes.models.shared_offers import CentreSharedOffer, SharedOffer, SharedOfferText
from programmes.models.sources import ImportSource, SourceRecord
from programmes.models.upkeep import (
    CentreRevision,
    ChangeProposal,
    GroupConfirmation,
    TaskMove,
    Upkeep,
    UpkeepStep,
    UpkeepTask,
)

__all__ = [
    "AnkerSite",
    "Centre",
    "CentreLanguage",
    "CentreRevision",
    "CentreSharedOffer",
    "CentreText",
    "ChangeProposal",
    "Closure",
    "DirectoryPage",
    "District",
    "GroupConfirmation",
    "HoursException",
    "ImportSource",
    "LinkCheck",
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
    "ProgrammeException",
    "ProgrammeIndexPage",
    "ProgrammePage",
    "ProgrammeRule",
    "Region",
    "SharedOffer",
    "SharedOfferText",
    "SharedPostcode",
    "SourceRecord",
    "TaskMove",
    "Territory",
    "Upkeep",
    "UpkeepStep",
    "UpkeepTask",
]
