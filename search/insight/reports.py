"""The report of what people search for, in the CMS."""

import csv
from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from search.insight import selectors
from search.insight.selectors import Period
from search.insight.services import ENOUGH, KEPT
from search.models import SearchSource

SEE = "search.view_searchquery"
# What spreadsheets take for the beginning of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class PeriodForm(forms.Form):
    days = forms.TypedChoiceField(
        label=gettext_lazy("Period"),
        choices=[(days, ngettext_lazy("last %d day", "last %d days", days) % days) for days in selectors.PERIODS],
        coerce=int,
        required=False,
        empty_value=selectors.PERIODS[0],
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the reader"),
        choices=[("", gettext_lazy("all")), *settings.LANGUAGES],
        required=False,
    )
    source = forms.ChoiceField(
        label=gettext_lazy("Where"), choices=[("", gettext_lazy("all")), *SearchSource.choices], required=False
    )

    @property
    def period(self) -> Period:
        """What was chosen; where a value of the address is unknown, what stands in it otherwise."""
        self.full_clean()
        chosen = self.cleaned_data
        return Period(
            days=chosen.get("days") or selectors.PERIODS[0],
            language=chosen.get("language", ""),
            source=chosen.get("source", ""),
        )


def _form(request: HttpRequest) -> PeriodForm:
    return PeriodForm({"days": selectors.PERIODS[0], **request.GET.dict()})


@dataclass(frozen=True)
class Table:
    """``columns``: heading of each column and the name of its value in a row."""

    key: str
    heading: str
    caption: str
    columns: dict[str, str]
    found: list[dict]
    has_download: bool = False

    @property
    def rows(self) -> list[list]:
        return [["–" if row[name] in ("", None) else row[name] for name in self.columns.values()] for row in self.found]


def _tables(period: Period) -> list[Table]:
    words, reader, wanted = _("Words"), _("Language of the reader"), _("Counselling language")
    district, searches, results, missed = _("District"), _("Searches"), _("Results"), _("without result")
    return [
        Table(
            "unanswered",
            _("Nothing found"),
            _("Searches that found nothing, the most frequent first"),
            {words: "terms", reader: "language", wanted: "wanted", district: "district", searches: "total"},
            selectors.unanswered(period),
            has_download=True,
        ),
        Table(
            "areas",
            _("Unmet by district and language"),
            _("Searches with a place or a counselling language, and how many of them found nothing"),
            {
                district: "district",
                wanted: "wanted",
                reader: "language",
                searches: "total",
                missed: "missed",
            },
            selectors.unmet_by_area(period),
        ),
        Table(
            "frequent",
            _("Frequent searches"),
            _("Frequent searches"),
            {words: "terms", reader: "language", searches: "total", results: "found", _("result opened"): "chosen"},
            selectors.frequent(period),
        ),
        Table(
            "ranked",
            _("Found, but far down or not opened"),
            _("Searches whose results are opened seldom or far down the list"),
            {
                words: "terms",
                reader: "language",
                searches: "total",
                results: "found",
                _("opened, of 100 searches"): "percent",
                _("mean place in the list"): "rank",
            },
            selectors.badly_ranked(period),
        ),
    ]


@never_cache
@require_safe
@permission_required(SEE, raise_exception=True)
def report(request: HttpRequest) -> HttpResponse:
    form = _form(request)
    period = form.period
    context = {
        "form": form,
        "totals": selectors.totals(period),
        "tables": _tables(period),
        "enough": ENOUGH,
        "kept": KEPT.days,
        "parameters": request.GET.urlencode(),
        "breadcrumbs_items": [{"url": "", "label": _("What people search for")}],
        "header_title": _("What people search for"),
        "header_icon": "list-ul",
    }
    return TemplateResponse(request, "search/admin/report.html", context)


@never_cache
@require_safe
@permission_required(SEE, raise_exception=True)
def unanswered_csv(request: HttpRequest) -> HttpResponse:
    """Searches without result as a table to work with."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="searches-{timezone.localdate()}.csv"'
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow([_("Words"), _("Language of the reader"), _("Counselling language"), _("District"), _("Searches")])
    for row in selectors.unanswered(_form(request).period):
        writer.writerow([_harmless(row[name]) for name in ("terms", "language", "wanted", "district")] + [row["total"]])
    return response


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text
