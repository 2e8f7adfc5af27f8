"""The portal without what makes browsers forget: the control of ``test_back``."""

from portal.wsgi import application as protected

FORGET = {"cache-control", "clear-site-data", "pragma", "expires"}


def application(environ, start_response):
    def start(status, headers, *rest):
        kept = [(name, value) for name, value in headers if name.lower() not in FORGET]
        return start_response(status, [*kept, ("Cache-Control", "private, max-age=600")], *rest)

    return protected(environ, start)
