from forms.models.cases import Case, CaseAssignment, CaseLook, CaseMove, Envelope
from forms.models.drafts import Draft
from forms.models.pages import FormIndexPage, FormPage
from forms.models.submissions import Submission
from forms.models.versions import FormVersion

__all__ = [
    "Case",
    "CaseAssignment",
    "CaseLook",
    "CaseMove",
    "Draft",
    "Envelope",
    "FormIndexPage",
    "FormPage",
    "FormVersion",
    "Submission",
]
