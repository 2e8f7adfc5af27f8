"""The forms of a centre in the CMS: saving one is one change in the history of the entry, with who made it."""

from wagtail.admin.views.generic import CreateView, EditView

from programmes.upkeep.revisions import recorded
from programmes.upkeep.states import RevisionSource


class CentreCreateView(CreateView):
    def save_instance(self):
        with recorded(RevisionSource.CMS, user=self.request.user):
            return super().save_instance()


class CentreEditView(EditView):
    def save_instance(self):
        with recorded(RevisionSource.CMS, user=self.request.user):
            return super().save_instance()
