"""The form of a centre in the CMS: what hangs on more than one row of it."""

from django.utils.translation import gettext as _

from programmes.locks import LockedForm


class CentreForm(LockedForm):
    def is_valid(self) -> bool:
        """An offer that is shared is that of the organisation the entry names in this very form."""
        valid = super().is_valid()
        for offer in self._offers():
            if valid and offer.organisation_id != self.cleaned_data["organisation"].pk:
                named = {"name": offer.name}
                self.add_error(None, _("The offer “%(name)s” belongs to another organisation than the centre.") % named)
                valid = False
        return valid

    def _offers(self) -> list:
        rows = [row for row in self.formsets["shared_offers"].forms if hasattr(row, "cleaned_data")]
        kept = [row.cleaned_data for row in rows if not row.cleaned_data.get("DELETE")]
        return [row["offer"] for row in kept if row.get("offer")]
