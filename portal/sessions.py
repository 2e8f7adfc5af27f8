"""The end of a session: staff who left their desk or work too long, and what a browser forgets at log-out."""

import time
from datetime import timedelta

from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_out
from django.contrib.auth.views import redirect_to_login
from django.dispatch import receiver

from portal.middleware import ADMIN_PREFIX, is_admin

IDLE_LIMIT = timedelta(minutes=30)
# However busy: whoever carries on with a stolen session does not keep it for ever.
LONGEST = timedelta(hours=12)
# The session is written at most this often.
NOTED_EVERY = timedelta(minutes=1)
LAST_SEEN, SINCE = "staff_last_seen", "staff_since"


@receiver(user_logged_out, dispatch_uid="portal.sessions")
def note_log_out(sender, request, **kwargs):
    if request is not None:
        request.has_logged_out = True


class SessionEndMiddleware:
    """Ends a CMS session after half an hour without a request, and after twelve hours in any case; tells browsers to
    forget pages when a session ends.

    An open page editor asks the server again and again, so that nobody loses a long text; case pages do not.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if is_admin(request) and request.user.is_authenticated and self.is_over(request):
            logout(request)
            response = redirect_to_login(request.get_full_path() if request.method == "GET" else ADMIN_PREFIX)
        else:
            response = self.get_response(request)
        if getattr(request, "has_logged_out", False):
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response

    def is_over(self, request) -> bool:
        session, now = request.session, time.time()
        last_seen = session.get(LAST_SEEN)
        if last_seen is None:
            session[LAST_SEEN] = session[SINCE] = now
            return False
        if now - last_seen > IDLE_LIMIT.total_seconds() or now - session.get(SINCE, now) > LONGEST.total_seconds():
            return True
        if now - last_seen >= NOTED_EVERY.total_seconds():
            session[LAST_SEEN] = now
        return False
