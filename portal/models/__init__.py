from portal.models.identity import SiteIdentity, SiteIdentityText
from portal.models.images import PortalImage, PortalRendition
from portal.models.jobs import ParkedJob
from portal.models.mail import MailState, OutgoingMail
from portal.models.pages import BasePage
from portal.models.stamps import PublicStamp
from portal.models.tokens import AccessToken
from portal.models.users import User

__all__ = [
    "AccessToken",
    "BasePage",
    "MailState",
    "OutgoingMail",
    "ParkedJob",
    "PortalImage",
    "PortalRendition",
    "PublicStamp",
    "SiteIdentity",
    "SiteIdentityText",
    "User",
]
