"""What the forms do by the clock."""

from forms.services import purge_drafts
from portal.clock import due

due("forms: delete drafts nobody continued")(purge_drafts)
