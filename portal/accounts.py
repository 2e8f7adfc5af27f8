"""How people log in: staff with password and second factor, centre members with a code sent to their known address."""

from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as current
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language

from portal import crypto, outbox


class PortalAccountAdapter(DefaultAccountAdapter):
    """Accounts are made by staff only, and mails go through the outbox like all others."""

    def is_open_for_signup(self, request) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        """An address to go on to after the log-in lies on this host; the library stumbles over malformed ones."""
        request = current.request
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )

    def send_mail(self, template_prefix, email, context):
        """``account/email/login_code`` becomes ``portal/emails/login_code``; a mail we have no text for is an error."""
        name = template_prefix.rpartition("/")[2]
        facts = {key: context[key] for key in ("code", "password_reset_url") if key in context}
        if "password_reset_url" in facts:
            # The library takes the host of the request; a mail never does.
            facts["password_reset_url"] = settings.BASE_URL + urlsplit(facts["password_reset_url"]).path
        outbox.queue(
            template=f"portal/emails/{name}",
            to=email,
            language=get_language(),
            context=facts,
            reference=name,
        )


class PortalMFAAdapter(DefaultMFAAdapter):
    """Secrets of authenticator apps and recovery codes are unreadable in the database."""

    def encrypt(self, text: str) -> str:
        return crypto.encrypt(text, ring="operational").decode()

    def decrypt(self, encrypted_text: str) -> str:
        return crypto.decrypt(encrypted_text.encode(), ring="operational")
