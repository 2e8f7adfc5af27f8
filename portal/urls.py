from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from portal import views
from portal.api import views as api_views

handler400 = "portal.views.bad_request"
handler403 = "portal.views.permission_denied"
handler404 = "portal.views.not_found"
handler500 = "portal.views.server_error"

urlpatterns = [
    path("", views.root, name="root"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("sprache/<str:code>/", views.choose_language, name="choose_language"),
    # Wagtail's own log-in knows no second factor.
    path("cms/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("cms/", include(wagtailadmin_urls)),
    path("dokumente/", include(wagtaildocs_urls)),
    path("konto/nach-der-anmeldung/", views.after_login, name="after_login"),
    # Addresses of accounts are facts the project keeps; nobody changes them by themselves.
    path("konto/email/", views.closed),
    # Who logs in by a mailed code gets no password beside it.
    path("konto/password/set/", views.closed),
    path("konto/", include("allauth.urls")),
    path("", include("home.urls")),
    path("", include("events.root_urls")),
    path("bereich/eintrag/", include("programmes.upkeep.member_urls")),
    path("bereich/kontakte/", include("programmes.contacts.urls")),
    path("bereich/", include("forms.partners.urls")),
    path("api/", include("portal.api.urls")),
    path("api/", include("programmes.api.urls")),
    path("api/", include("programmes.hsds.urls")),
    path("api/", include("events.api_urls")),
    path("api/<path:rest>", api_views.nothing, name="api_nothing"),
]

if hasattr(settings, "DEMO_MAILBOX"):
    urlpatterns += [path("postfach/", include("portal.demo_mailbox"))]

urlpatterns += i18n_patterns(
    path("suche/", include("search.urls")),
    path("veranstaltungen/benachrichtigung/", include("events.watches.urls")),
    path("veranstaltungen/", include("events.urls")),
    path("merkblatt/", include("home.handout.urls")),
    path("beratungsstellen/", include("programmes.map.urls")),
    path("beratungsstellen/", include("programmes.subscription.urls")),
    path("formulare/", include("forms.urls")),
    path("verzeichnis/", include("programmes.upkeep.urls")),
    path("programme/pruefen/", include("programmes.fit.urls")),
    # The log-in for private pages: Wagtail's own knows neither limits nor the second factor.
    path("_util/login/", RedirectView.as_view(pattern_name="account_login", query_string=True), name="private_login"),
    path("", include(wagtail_urls)),
    prefix_default_language=True,
)
