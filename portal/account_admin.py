"""Accounts in the CMS. Who manages them gives roles to others, never to themselves, and makes nobody a superuser.

An account that opens referrals is always somebody else's decision: an administrator sees no case, and stays that way.
"""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.bulk_actions.user_bulk_action import UserBulkAction
from wagtail.users.views.users import CreateView, DeleteView, EditView, UserViewSet

from portal.kept_rows import KeptRowDeleteView, are_kept
from portal.models import User

KEPT_ACCOUNT = _("An account that records of the project name stays. Switch it off instead (not “active”).")


def may_manage(manager: User, user: User) -> bool:
    """The account of a superuser is for superusers: its password would open everything."""
    return manager.is_superuser or not user.is_superuser


class LimitedFormMixin:
    """Shows what the manager may not give as it is; whatever is sent for it changes nothing."""

    def __init__(self, *args, manager: User, **kwargs):
        super().__init__(*args, **kwargs)
        if not manager.is_superuser and "is_superuser" in self.fields:
            self.fields["is_superuser"].disabled = True
        self.fields["groups"].disabled = manager == self.instance


class AccountCreationForm(LimitedFormMixin, UserCreationForm):
    pass


class AccountEditForm(LimitedFormMixin, UserEditForm):
    pass


class AccountCreateView(CreateView):
    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "manager": self.request.user}


class AccountEditView(EditView):
    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "manager": self.request.user}

    def dispatch(self, request: HttpRequest, *args, **kwargs):
        if not may_manage(request.user, self.object):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class AccountDeleteView(KeptRowDeleteView, DeleteView):
    kept_message = KEPT_ACCOUNT


class AccountViewSet(UserViewSet):
    add_view_class = AccountCreateView
    edit_view_class = AccountEditView
    delete_view_class = AccountDeleteView
    copy_view_enabled = False

    def get_form_class(self, for_update=False):
        return AccountEditForm if for_update else AccountCreationForm


def refuse_foreign_accounts_in_bulk(request: HttpRequest, action_type: str, objects: list, action: object) -> None:
    """The same for several accounts at once: neither one's own nor that of a superuser."""
    if not isinstance(action, UserBulkAction) or request.user.is_superuser:
        return
    if any(user == request.user or not may_manage(request.user, user) for user in objects):
        raise PermissionDenied


def keep_named_accounts_in_bulk(
    request: HttpRequest, action_type: str, objects: list, action: object
) -> HttpResponse | None:
    """None of several accounts goes where a record names one of them."""
    if not isinstance(action, UserBulkAction) or action_type != "delete" or not are_kept(objects):
        return None
    messages.error(request, KEPT_ACCOUNT)
    return redirect("wagtailusers_users:index")
