"""The end of a session: staff who left their desk, and what a browser forgets at log-out."""

import time
from datetime import timedelta

from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_out
from django.contrib.auth.views import redirect_to_login
from django.dispatch import receiver

from portal.middleware import ADMIN_PREFIX, is_admin

IDLE_LIMIT = timedelta(minutes=30)
# The session is written at most this often.
NOTED_EVERY = timedelta(minutes=1)
LAST_SEEN = "staff_last_seen"


@receiver(user_logged_out, dispatch_uid="portal.sessions")
def note_log_out(sender, request, **kwargs):
    if request is not None:
        request.has_logged_out = True


class SessionEndMiddleware:
    """Ends a CMS session after half an hour without a request; tells browsers to forget pages when a session ends.

    An open page editor asks the server again and again, so that nobody loses a long text; case pages do not.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if is_admin(request) and request.user.is_authenticated and self.was_idle(request):
            logout(request)
            response = redirect_to_login(request.get_full_path() if request.method == "GET" else ADMIN_PREFIX)
        else:
            response = self.get_response(request)
        if getattr(request, "has_logged_out", False):
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response

    def was_idle(self, request) -> bool:
        now, last_seen = time.time(), request.session.get(LAST_SEEN)
        if last_seen is not None and now - last_seen > IDLE_LIMIT.total_seconds():
            return True
        if last_seen is None or now - last_seen >= NOTED_EVERY.total_seconds():
            request.session[LAST_SEEN] = now
        return False
