"""What the administrator watches: mails on their way or given up, jobs that wait for a person.

Neither shows whom a mail goes to nor what it says.
"""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.db.models import Case, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from portal import outbox, tasks
from portal.models import MailState, OutgoingMail, ParkedJob

PER_PAGE = 50
SEE_MAILS = "portal.view_outgoingmail"
SEE_JOBS, RETRY_JOBS = "portal.view_parkedjob", "portal.change_parkedjob"


def _list(request: HttpRequest, template: str, rows, *, title: str, icon: str) -> HttpResponse:
    paginator = Paginator(rows, PER_PAGE)
    page = paginator.get_page(request.GET.get("p"))
    context = {
        "page_obj": page,
        "elided_page_range": paginator.get_elided_page_range(page.number),
        "breadcrumbs_items": [{"url": "", "label": title}],
        "header_title": title,
        "header_icon": icon,
        "may_retry_jobs": request.user.has_perm(RETRY_JOBS),
    }
    return TemplateResponse(request, template, context)


@never_cache
@require_safe
@permission_required(SEE_MAILS, raise_exception=True)
def mails(request: HttpRequest) -> HttpResponse:
    """Given up first, then what waits, then what went out."""
    urgency = Case(
        When(state=MailState.FAILED, then=Value(0)), When(state=MailState.SENT, then=Value(2)), default=Value(1)
    )
    rows = OutgoingMail.objects.defer("recipient", "content").order_by(urgency, "-created_at", "-pk")
    return _list(request, "portal/admin/mails.html", rows, title=_("Outgoing mails"), icon="mail")


@never_cache
@require_POST
@permission_required(SEE_MAILS, raise_exception=True)
def retry_mail(request: HttpRequest, mail_id: int) -> HttpResponse:
    outbox.retry(get_object_or_404(OutgoingMail.objects.defer("recipient", "content"), pk=mail_id))
    messages.success(request, _("The mail is in the queue again."))
    return redirect("portal_admin:mails")


@never_cache
@require_safe
@permission_required(SEE_JOBS, raise_exception=True)
def jobs(request: HttpRequest) -> HttpResponse:
    return _list(request, "portal/admin/jobs.html", ParkedJob.objects.all(), title=_("Parked jobs"), icon="cogs")


@never_cache
@require_POST
@permission_required(RETRY_JOBS, raise_exception=True)
def retry_job(request: HttpRequest, job_id: int) -> HttpResponse:
    tasks.retry(get_object_or_404(ParkedJob, pk=job_id))
    messages.success(request, _("The job is in the queue again."))
    return redirect("portal_admin:jobs")
