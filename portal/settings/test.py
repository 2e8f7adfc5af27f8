"""The test run: fast, closed off, and strict about everything production is strict about."""

from portal.settings.base import *  # noqa: F403
from portal.settings.base import ELASTICSEARCH_URL, ROOT, SQLITE_OPTIONS, VAR, caches, database, env

DEBUG = False
SECRET_KEY = "for tests only"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PORTAL_DATA_KEYS = (
    "operational=dGVzdC1rZXktb3BlcmF0aW9uYWwtMDAwMDAwMDAwMDA= "
    "need=dGVzdC1rZXktbmVlZC0wMDAwMDAwMDAwMDAwMDAwMDA= "
    "identity=dGVzdC1rZXktaWRlbnRpdHktMDAwMDAwMDAwMDAwMDA= "
    "special=dGVzdC1rZXktc3BlY2lhbC0wMDAwMDAwMDAwMDAwMDA="
)

DATABASES = {"default": database(env.str("DATABASE_URL", default="sqlite://:memory:"))}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, so that threads of one test see the same database with the locks of the real thing.
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
    DATABASES["default"]["TEST"] = {"NAME": str(VAR / "test.sqlite3")}
CACHES = caches("locmemcache://portal")
# Only tests of the search server ask one: those with the marker "service" take this address.
LIVE_ELASTICSEARCH_URL, ELASTICSEARCH_URL = ELASTICSEARCH_URL, ""
CHECK_LINKS = False
# Tests look at the seats at once.
PUBLIC_SEATS_SECONDS = 0
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MEDIA_ROOT = str(VAR / "test-media")
for folder in (VAR / "static", VAR / "kern"):
    folder.mkdir(parents=True, exist_ok=True)
BASE_URL = WAGTAILADMIN_BASE_URL = "http://testserver"
LOCALE_PATHS = [ROOT / "locale"]
