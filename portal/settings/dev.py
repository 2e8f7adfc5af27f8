"""A developer's machine and the demo: everything has a default, nothing leaves the machine."""

from portal.settings.base import *  # noqa: F403
from portal.settings.base import BASE_URL, VAR, env

# WhiteNoise warns about a missing folder; in development it is empty.
(VAR / "static").mkdir(parents=True, exist_ok=True)

# Off by default, so that the demo shows the portal's own error pages; PORTAL_DEBUG=true for a debugging session.
DEBUG = env.bool("PORTAL_DEBUG", default=False)
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
SECRET_KEY = "for development only: never used where real people are"  # noqa: S105
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = [BASE_URL]
INTERNAL_IPS: list[str] = []

# One key per ring, public on purpose: demo data holds no real person.
PORTAL_DATA_KEYS = env.str(
    "PORTAL_DATA_KEYS",
    default=(
        "operational=ZGVtby1rZXktb3BlcmF0aW9uYWwtMDAwMDAwMDAwMDA= "
        "need=ZGVtby1rZXktbmVlZC0wMDAwMDAwMDAwMDAwMDAwMDA= "
        "identity=ZGVtby1rZXktaWRlbnRpdHktMDAwMDAwMDAwMDAwMDA= "
        "special=ZGVtby1rZXktc3BlY2lhbC0wMDAwMDAwMDAwMDAwMDA="
    ),
)

# Mails of the demo become files; /postfach/ shows them (this address exists with these settings only).
DEMO_MAILBOX = VAR / "mail"
if not env.str("EMAIL_URL", default=""):
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DEMO_MAILBOX
