import time

from django.test import Client

from portal.sessions import LAST_SEEN, SINCE


def log_in_staff(client: Client, user) -> Client:
    """A session that passed password and second factor, and is in use already: only its first request writes it."""
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session["account_authentication_methods"] = [{"method": "password"}, {"method": "mfa", "type": "totp"}]
    session["account_authentication_methods_user"] = str(user.pk)
    session[LAST_SEEN] = session[SINCE] = time.time()
    session.save()
    return client
