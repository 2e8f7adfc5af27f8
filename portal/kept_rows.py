"""Deleting in the CMS what other rows still name: a sentence says why it stays, instead of an error page."""

from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import Model, ProtectedError
from django.db.models.deletion import Collector
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.views.generic import DeleteView


def are_kept(rows: list[Model]) -> bool:
    """Whether other rows still name one of these, so that they cannot be deleted."""
    try:
        Collector(using=DEFAULT_DB_ALIAS).collect(rows)
    except ProtectedError:
        return True
    return False


class KeptRowDeleteView(DeleteView):
    """Deletes a row no other row names; else nothing changes and ``kept_message`` stands above the form of the row."""

    kept_message = _("This stays, because other entries still name it.")

    def post(self, request, *args, **kwargs):
        try:
            with transaction.atomic():
                return super().post(request, *args, **kwargs)
        except ProtectedError:
            messages.error(request, self.kept_message)
            return redirect(self.edit_url_name, self.kwargs["pk"])
