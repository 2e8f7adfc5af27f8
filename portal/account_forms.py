"""allauth's forms in the markup of the public site, without placeholders and without links inside hints."""

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.recovery_codes import forms as recovery_codes
from allauth.mfa.totp import forms as totp

from portal.form_markup import PortalFormMixin
from portal.roles import ACCESS


class AccountFormMixin(PortalFormMixin):
    """Labels are visible here, so placeholders only repeat them; the pages print the links beside the form."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
            if "<a " in str(field.help_text):
                field.help_text = ""


class LoginForm(AccountFormMixin, account.LoginForm):
    pass


class RequestLoginCodeForm(AccountFormMixin, account.RequestLoginCodeForm):
    """Staff get no code: a mailbox must not stand in for their password. Their addresses are unknown here."""

    def clean_email(self) -> str:
        email = super().clean_email()
        if self._user is not None and self._user.has_perm(ACCESS):
            self._user = None
        return email


class ConfirmLoginCodeForm(AccountFormMixin, account.ConfirmLoginCodeForm):
    pass


class ResetPasswordForm(AccountFormMixin, account.ResetPasswordForm):
    """Members of centres have no password to forget: they log in with a mailed code."""

    def clean_email(self) -> str:
        email = super().clean_email()
        self.users = [user for user in self.users if user.has_usable_password()]
        return email


class ResetPasswordKeyForm(AccountFormMixin, account.ResetPasswordKeyForm):
    pass


class ChangePasswordForm(AccountFormMixin, account.ChangePasswordForm):
    pass


class ReauthenticateForm(AccountFormMixin, account.ReauthenticateForm):
    pass


class AuthenticateForm(AccountFormMixin, mfa.AuthenticateForm):
    pass


class ReauthenticateCodeForm(AccountFormMixin, mfa.ReauthenticateForm):
    pass


class ActivateTOTPForm(AccountFormMixin, totp.ActivateTOTPForm):
    pass


class DeactivateTOTPForm(AccountFormMixin, totp.DeactivateTOTPForm):
    pass


class GenerateRecoveryCodesForm(AccountFormMixin, recovery_codes.GenerateRecoveryCodesForm):
    pass
