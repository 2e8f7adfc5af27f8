"""How people log in: staff with password and second factor, centre members with a code sent to their known address."""

from allauth.account.adapter import DefaultAccountAdapter
from django.utils.translation import get_language

from portal import outbox


class PortalAccountAdapter(DefaultAccountAdapter):
    """Accounts are made by staff only, and mails go through the outbox like all others."""

    def is_open_for_signup(self, request) -> bool:
        return False

    def send_mail(self, template_prefix, email, context):
        """``account/email/login_code`` becomes ``portal/emails/login_code``; a mail nobody wrote a text for is an error."""
        name = template_prefix.rpartition("/")[2]
        outbox.queue(
            template=f"portal/emails/{name}",
            to=email,
            language=get_language(),
            context={key: context[key] for key in ("code", "password_reset_url") if key in context},
            reference=name,
        )
