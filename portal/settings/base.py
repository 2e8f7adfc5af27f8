"""Settings every environment shares; what differs by machine comes from the environment (README, "Environment")."""

from datetime import date
from pathlib import Path

import django.conf.locale
import environ
from django.utils.translation import gettext_lazy as _

ROOT = Path(__file__).resolve().parents[2]
env = environ.Env()

VAR = Path(env.str("PORTAL_VAR", default=str(ROOT / "var")))

# --- apps ------------------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "home",
    "forms",
    "events",
    "programmes",
    "search",
    "portal",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.settings",
    "wagtail.contrib.redirects",
    "wagtail.sites",
    "portal.apps.AccountsConfig",  # wagtail.users
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.embeds",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "formtools",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    # First of all: what it stores went through everything below, host and transport checks included.
    "portal.page_cache.PublicPageCacheMiddleware",
    "portal.middleware.SecurityHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.middleware.PortalLocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.sessions.SessionEndMiddleware",
    "portal.middleware.StaffSecondFactorMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context.site",
            ],
        },
    },
]
FORM_RENDERER = "portal.form_renderer.PortalRenderer"

# --- data ------------------------------------------------------------------------------------------------------------

SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # FULL: a commit that was acknowledged survives a power cut.
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA cache_size=-20000;",
}


# A disk without moving parts reads any page at once; PostgreSQL's own guess of four times the cost would have a search
# read all texts in a row instead of the few it needs.
POSTGRESQL_OPTIONS = "-c random_page_cost=1.1"


def database(url: str) -> dict:
    """The DATABASES entry of a database address; SQLite always gets write-ahead log and immediate transactions.

    PostgreSQL's own ``options`` can be given in the address, and then take the place of ours.
    """
    config = environ.Env.db_url_config(url)
    if config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"] = SQLITE_OPTIONS
        # Opening the file costs more than most queries: each thread keeps its connection.
        config["CONN_MAX_AGE"] = None
    else:
        config["OPTIONS"] = {"options": POSTGRESQL_OPTIONS} | config.get("OPTIONS", {})
        config["CONN_MAX_AGE"] = 60
        config["CONN_HEALTH_CHECKS"] = True
    return config


DATABASES = {"default": database(env.str("DATABASE_URL", default=f"sqlite:///{VAR / 'portal.sqlite3'}"))}


def caches(url: str) -> dict:
    """The CACHES of a cache address: public pages apart from everything else.

    In the memory of a process the oldest entry goes when there are too many. Whoever asks for many pages must not
    push out what counts failed log-ins.
    """
    general = environ.Env.cache_url_config(url)
    pages = {**general, "KEY_PREFIX": "pages"}
    if general["BACKEND"].endswith("LocMemCache"):
        general["OPTIONS"] = {"MAX_ENTRIES": 50_000}
        pages |= {"LOCATION": "pages", "OPTIONS": {"MAX_ENTRIES": 500}}
    return {"default": general, "pages": pages}


CACHES = caches(env.str("CACHE_URL", default="locmemcache://portal"))

MEDIA_ROOT = env.str("PORTAL_MEDIA_ROOT", default=str(VAR / "media"))
MEDIA_URL = "/media/"
STATIC_ROOT = VAR / "static"
STATIC_URL = "/static/"
# Style sheets and fonts that `npm run assets` prepares.
STATICFILES_DIRS = [("kern", VAR / "kern")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

# --- work in the background ------------------------------------------------------------------------------------------

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("PORTAL_MAIL_FROM", default="portal@example.org")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- people ----------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "portal.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "after_login"
ACCOUNT_ADAPTER = "portal.accounts.PortalAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_FORMS = {
    "login": "portal.account_forms.LoginForm",
    "request_login_code": "portal.account_forms.RequestLoginCodeForm",
    "confirm_login_code": "portal.account_forms.ConfirmLoginCodeForm",
    "reset_password": "portal.account_forms.ResetPasswordForm",
    "reset_password_from_key": "portal.account_forms.ResetPasswordKeyForm",
    "change_password": "portal.account_forms.ChangePasswordForm",
    "reauthenticate": "portal.account_forms.ReauthenticateForm",
}
MFA_FORMS = {
    "authenticate": "portal.account_forms.AuthenticateForm",
    "reauthenticate": "portal.account_forms.ReauthenticateCodeForm",
    "activate_totp": "portal.account_forms.ActivateTOTPForm",
    "deactivate_totp": "portal.account_forms.DeactivateTOTPForm",
    "generate_recovery_codes": "portal.account_forms.GenerateRecoveryCodesForm",
}
MFA_ADAPTER = "portal.accounts.PortalMFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Neustart-Portal"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "portal.views.csrf_failure"

# --- languages -------------------------------------------------------------------------------------------------------

django.conf.locale.LANG_INFO["de-simple"] = {
    "bidi": False,
    "code": "de-simple",
    "name": "Easy German",
    "name_local": "Leichte Sprache",
}
# Django counts Azerbaijani among the right-to-left languages; in Latin script it runs left to right.
django.conf.locale.LANG_INFO["az"] = {**django.conf.locale.LANG_INFO["az"], "bidi": False}

USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Berlin"
LANGUAGE_CODE = "de"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [
    ("de", _("German")),
    ("de-simple", _("Easy German")),
    ("en", _("English")),
    ("ar", _("Arabic")),
]
LANGUAGES_BIDI = ["ar", "ckb", "fa", "he", "ps", "ur"]
LOCALE_PATHS = [ROOT / "locale"]
LANGUAGE_COOKIE_NAME = "sprache"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"

# --- Wagtail ---------------------------------------------------------------------------------------------------------

BASE_URL = env.str("PORTAL_BASE_URL", default="http://127.0.0.1:8000").rstrip("/")
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_SITE_NAME = "Neustart-Portal"
WAGTAIL_I18N_ENABLED = True
# Both would put untranslated German online in the name of another language.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAIL_LOCALIZE_DEFAULT_TRANSLATION_MODE = "synced"
WAGTAILADMIN_PERMITTED_LANGUAGES = [("de", "Deutsch"), ("en", "English")]
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAILIMAGES_IMAGE_MODEL = "portal.PortalImage"
WAGTAILIMAGES_FEATURE_DETECTION_ENABLED = False
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILEMBEDS_FINDERS = []
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "german"}}

# --- map -------------------------------------------------------------------------------------------------------------

# Without an address there is no map, and no other host is ever called (portal.map_tiles).
TILE_URL = env.str("PORTAL_TILE_URL", default="").strip()
TILE_ATTRIBUTION = env.str("PORTAL_TILE_ATTRIBUTION", default="").strip()
TILE_MAX_ZOOM = env.int("PORTAL_TILE_MAX_ZOOM", default=18)
# --- search server ---------------------------------------------------------------------------------------------------

# Empty: the database is searched. Several nodes stand between commas; user and password may stand in the address.
ELASTICSEARCH_URL = env.str("ELASTICSEARCH_URL", default="")
ELASTICSEARCH_API_KEY = env.str("ELASTICSEARCH_API_KEY", default="")
ELASTICSEARCH_CA_CERTS = env.str("ELASTICSEARCH_CA_CERTS", default="")
# What the names of our indexes begin with, so that several portals can share a cluster.
ELASTICSEARCH_INDEX = env.str("ELASTICSEARCH_INDEX", default="neustart")
# Seconds a visitor's search may wait for the server before the database answers instead.
ELASTICSEARCH_TIMEOUT = env.float("ELASTICSEARCH_TIMEOUT", default=0.6)

# --- protection ------------------------------------------------------------------------------------------------------

SILENCED_SYSTEM_CHECKS: list[str] = []
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Seconds an anonymous page may be served from the cache although a date in it passed (changes of content show at once).
PUBLIC_PAGE_SECONDS = 60
# Seconds the number of seats left may be late on one.
PUBLIC_SEATS_SECONDS = 1

# How often one address may ask the interfaces for machines.
API_REQUESTS_PER_MINUTE = env.int("PORTAL_API_PER_MINUTE", default=120)

PORTAL_DATA_KEYS = env.str("PORTAL_DATA_KEYS", default="")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "portal": {"level": "INFO"},
        "django.request": {"level": "ERROR"},
        "django_tasks": {"level": "WARNING"},
        # Each failed request by itself; what it means for the search is said by portal.search.
        "elastic_transport": {"level": "ERROR"},
    },
}

# --- links -----------------------------------------------------------------------------------------------------------

# Off: no other host is called. On: once a day the links of public entries are asked (programmes.upkeep.links).
CHECK_LINKS = env.bool("PORTAL_CHECK_LINKS", default=False)

# --- Events ----------------------------------------------------------------------------------------------------------

# How many people may register over one connection in a quarter of an hour before a place is theirs only by the link of
# a mail (events.steps). A program that invents a hundred times as many guests gets one place in a hundred.
REGISTRATIONS_PER_CONNECTION = env.int("PORTAL_REGISTRATIONS_PER_CONNECTION", default=50)

# The last day on which the project must be documented; the scans of signed lists are deleted after it. The default
# counts five years from the end of 2028 (Art. 82 of Regulation (EU) 2021/1060: from the end of the year of the last
# payment). The authority that grants the funds names the right day.
EVIDENCE_UNTIL = date.fromisoformat(env.str("PORTAL_EVIDENCE_UNTIL", default="2033-12-31"))

# --- Upkeep of the directory -----------------------------------------------------------------------------------------

# Days between two rungs of the ladder of an entry nobody confirms: question, reminder, label, lower rank, and from when
# on a person may hide it (the clock never does). How long the link in the mail works, and when the words of an answered
# report are deleted. A waiting time that nobody has confirmed again is believed no longer than the last number says.
UPKEEP_DAYS = {
    "reminder": 14,
    "label": 28,
    "lower": 28,
    "hide": 28,
    "link": 180,
    "report_text": 180,
    "waiting_time": 90,
}
