"""Production: refuses to start without what it needs and names what is missing."""

from django.core.exceptions import ImproperlyConfigured

from portal.settings.base import *  # noqa: F403
from portal.settings.base import env

REQUIRED = {
    "PORTAL_SECRET_KEY": "a random text of at least 50 characters",
    "PORTAL_DATA_KEYS": "the key rings of encrypted data (manage.py generate_keys prints new ones)",
    "DATABASE_URL": "sqlite:////absolute/path or postgres://user:password@host/name",
    "PORTAL_BASE_URL": "the public address, such as https://portal.example.org",
    "EMAIL_URL": "the mail server, such as smtp+tls://user:password@host:587",
    "PORTAL_MAIL_FROM": "the sender's address of all mails",
}
missing = [name for name in REQUIRED if not env.str(name, default="").strip()]
if missing:
    raise ImproperlyConfigured(
        "The portal does not start: set " + "; ".join(f"{name} ({REQUIRED[name]})" for name in missing) + "."
    )

DEBUG = False
SECRET_KEY = env.str("PORTAL_SECRET_KEY")
BASE_URL = WAGTAILADMIN_BASE_URL = env.str("PORTAL_BASE_URL").rstrip("/")
HOST = BASE_URL.split("://", 1)[-1].split("/")[0]
ALLOWED_HOSTS = [HOST.rsplit(":", 1)[0], *env.list("PORTAL_ALSO_HOSTS", default=[])]
CSRF_TRUSTED_ORIGINS = [BASE_URL]

SECURE_SSL_REDIRECT = env.bool("PORTAL_HTTPS_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 63_072_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
# Only a proxy that sets this header itself, and drops the visitor's, may be trusted with it.
if env.bool("PORTAL_BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # Else all visitors share the proxy's address, and one who guesses passwords locks out everybody.
    ALLAUTH_TRUSTED_PROXY_COUNT = 1

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
