"""The yardstick: a bare Django view that returns the bytes of a page of ours, behind the same server."""

import os
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

BODIES = {file.stem: file.read_bytes() for file in Path(os.environ["BENCH_BODIES"]).glob("*.html")}


def page(request, name):
    body = BODIES[name]
    return HttpResponse(body, headers={"Content-Length": str(len(body))})


urlpatterns = [path("<str:name>", page)]

settings.configure(
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["127.0.0.1"],
    SECRET_KEY="bench",
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
)
application = get_wsgi_application()
