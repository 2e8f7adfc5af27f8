"""The area of the counselling centres: their drafts and referrals, as seen from outside.

Everything starts from the centres of the person who asks; what belongs to another centre is answered exactly like what
does not exist.
"""

from allauth.account.views import RequestLoginCodeView
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forms.cases import permissions, services
from forms.cases import selectors as cases
from forms.models.cases import Case, Envelope
from forms.partners import selectors
from forms.partners.inputs import WithdrawForm
from forms.selectors import open_drafts
from portal.breadcrumb import Crumb, start
from programmes import selectors as directory

PER_PAGE = 20

members_only = login_required(login_url="partners:log_in")


@method_decorator(never_cache, name="dispatch")
class LogInView(RequestLoginCodeView):
    """Asks for the address; the answer is the same whether or not it is known."""

    template_name = "forms/partners/log_in.html"

    def get_context_data(self, **kwargs):
        here = Crumb("", _("Log in for counselling centres"))
        return {**super().get_context_data(**kwargs), "trail": [start(), here]}

    def get_success_url(self):
        # A signed-in visitor is sent on by the library, to where log-in leads.
        if self.request.user.is_authenticated:
            return super().get_success_url()
        target = self.get_next_url() or reverse("partners:home")
        return f"{reverse('account_confirm_login_code')}?{urlencode({'next': target})}"


log_in = LogInView.as_view()


@never_cache
@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("partners:log_in")


def _centres_or_403(request: HttpRequest) -> list:
    centres = list(directory.centres_of(request.user))
    if not centres:
        raise PermissionDenied
    return centres


def _case_or_404(request: HttpRequest, reference: str) -> Case:
    _centres_or_403(request)
    case = cases.cases_of_centres(request.user).filter(reference=reference).first()
    if case is None:
        raise Http404
    return case


@never_cache
@require_safe
@members_only
def home(request: HttpRequest) -> HttpResponse:
    centres = _centres_or_403(request)
    page = Paginator(cases.cases_of_centres(request.user), PER_PAGE).get_page(request.GET.get("page"))
    own_drafts = open_drafts(user_id=request.user.pk, session_hash="")
    drafts = Paginator(own_drafts, PER_PAGE).get_page(request.GET.get("drafts"))
    context = {
        "centres": centres,
        "drafts": drafts,
        "referral_forms": selectors.referral_forms(),
        "page_obj": page,
        # Turning the pages of one list leaves the other one where it is.
        "query_beside_drafts": urlencode({"page": page.number}) if page.number > 1 else "",
        "query_beside_cases": urlencode({"drafts": drafts.number}) if drafts.number > 1 else "",
        "trail": _trail(),
    }
    return TemplateResponse(request, "forms/partners/home.html", context)


@never_cache
@require_safe
@members_only
def case(request: HttpRequest, reference: str) -> HttpResponse:
    case = _case_or_404(request, reference)
    services.look(case=case, user=request.user, envelope=Envelope.NEED)
    context = {
        "case": case,
        "history": selectors.outside_history(case),
        "sections": cases.answers_in(case, Envelope.NEED),
        "can_withdraw": permissions.user_can_withdraw(request.user, case),
        "trail": _trail(case.reference),
    }
    return TemplateResponse(request, "forms/partners/case.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    case = _case_or_404(request, reference)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.withdraw(case_id=case.pk, actor=request.user, text=form.cleaned_data["text"])
        except ValidationError as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("The referral was withdrawn."))
        return redirect("partners:case", reference=reference)
    if not permissions.user_can_withdraw(request.user, case):
        return redirect("partners:case", reference=reference)
    context = {"case": case, "form": form, "trail": _trail(case.reference)}
    return TemplateResponse(request, "forms/partners/withdraw.html", context)


def _trail(*below: str) -> list[Crumb]:
    area = Crumb(reverse("partners:home"), _("Area of the counselling centres"))
    return [start(), area, *(Crumb("", title) for title in below)]
