"""What is measured, section by section. Imports models: the settings must be ready."""

import gzip
import os
import shutil
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path

from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.models import Event
from portal.page_cache import changed
from tests.bench import directory, load, public_pages, registrations, servers
from tests.bench.relevance import relevance
from tests.bench.report import Row
from tests.bench.visitor import Visitor
from tests.builders.accounts import log_in_staff

ROWS = 10_000
KIB = 1024
TARGET_SHARE = 0.5


def everything(folder: Path, env: dict[str, str], port: int, *, say: Callable[[str], None]) -> list[Row]:
    say("preparing database and demo content …")
    call_command("migrate", verbosity=0, interactive=False)
    if settings.ELASTICSEARCH_URL:
        return on_the_search_server(say=say)
    call_command("collectstatic", verbosity=0, interactive=False)
    call_command("demo")
    addresses = {
        "home": "/de/",
        "directory": "/de/beratungsstellen/",
        "event": "/de/veranstaltungen/" + Event.objects.filter(starts_at__gt=timezone.now()).first().slug + "/",
    }
    say("relevance …")
    rows = relevance()
    with servers.serve("portal.wsgi", env, port):
        say("bytes …")
        rows += sizes(addresses, port)
        say("anonymous pages beside a bare view …")
        rows += pages(addresses, folder, env, port)
    rows += registrations.measure(env, port, say=say)
    say("queries of lists at 10 and 10,000 rows …")
    call_command("demo", centres=10, events=10, submissions=10)
    few = queries()
    call_command("demo", centres=ROWS, events=ROWS, submissions=ROWS)
    rows += [
        Row(f"queries of {name}", f"{many}", f"{few[name]} with few rows", "the same", many == few[name])
        for name, many in queries().items()
    ]
    say("directory search at 10,000 centres …")
    with servers.serve("portal.wsgi", env, port):
        rows += searches(port)
    for number in sorted(directory.TARGETS):
        rows += directory.measure(number, say=say)
    return rows + public_pages.measure(say=say)


def pages_alone(numbers: list[int], *, say: Callable[[str], None]) -> list[Row]:
    """Every public page at this number of centres, or at the largest."""
    say("preparing database and demo content …")
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    call_command("demo")
    call_command("demo", centres=max(numbers or directory.TARGETS))
    return public_pages.measure(say=say)


def registrations_alone(folder: Path, env: dict[str, str], port: int, *, say: Callable[[str], None]) -> list[Row]:
    say("preparing database and demo content …")
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    call_command("demo")
    return registrations.measure(env, port, say=say)


def searches_alone(numbers: list[int], *, say: Callable[[str], None]) -> list[Row]:
    """Searches in the directory at these numbers of centres, or at all of them; nothing beside Wagtail's own."""
    say("preparing database and demo content …")
    call_command("migrate", verbosity=0, interactive=False)
    call_command("demo")
    try:
        return [
            row
            for number in sorted(numbers or directory.TARGETS)
            for row in directory.measure(number, say=say, is_beside_stock=False)
        ]
    finally:
        directory.clear_server()


def on_the_search_server(*, say: Callable[[str], None]) -> list[Row]:
    """Searches alone: nothing else of the portal asks the server. Its indexes are deleted at the end."""
    call_command("demo")
    try:
        say("relevance …")
        rows = relevance()
        for number in sorted(directory.TARGETS):
            rows += directory.measure(number, say=say)
        return rows
    finally:
        directory.clear_server()


def pages(addresses: dict[str, str], folder: Path, env: dict[str, str], port: int) -> list[Row]:
    bodies = folder / "bodies"
    shutil.rmtree(bodies, ignore_errors=True)
    bodies.mkdir()
    for name, path in addresses.items():
        status, _head, body = load.fetch(path, port)
        assert status == 200, (path, status)
        (bodies / f"{name}.html").write_bytes(body)
    bare_port = servers.free_port()
    rows = []
    reference_env = {**env, "BENCH_BODIES": str(bodies), "DJANGO_SETTINGS_MODULE": ""}
    with servers.serve("tests.bench.reference", reference_env, bare_port):
        for name, path in addresses.items():
            loads = load.in_turns({"ours": (path, port), "bare": (f"/{name}.html".removesuffix(".html"), bare_port)})
            assert all(set(part.statuses) == {200} for parts in loads.values() for part in parts)
            ours, bare = (load.median_per_second(loads[side]) for side in ("ours", "bare"))
            p95 = max(part.percentile(0.95) for part in loads["ours"]) * 1000
            share = ours / bare
            rows.append(
                Row(
                    f"{name} page, anonymous",
                    f"{ours:.0f}/s, p95 {p95:.1f} ms",
                    f"{bare:.0f}/s bare view with the same bytes",
                    f"≥ {TARGET_SHARE} ×",
                    share >= TARGET_SHARE,
                )
            )
    return rows


def sizes(addresses: dict[str, str], port: int) -> list[Row]:
    """Compressed bytes of a page with everything its HTML and style sheets load."""
    form = "/de/veranstaltungen/" + addresses["event"].split("/")[3] + "/anmeldung/"
    wanted = [(f"{name} page", path, 100) for name, path in addresses.items()]
    wanted += [("home page in Arabic", "/ar/", 100), ("registration form", form, 60)]
    wanted += [("referral form step", first_step(port), 60)]
    rows = []
    for name, path, limit in wanted:
        parts = {
            "HTML": len(gzip.compress(load.fetch(path, port)[2], 6)),
            "CSS": 0,
            "script": 0,
            "fonts": 0,
            "images": 0,
        }
        soup = BeautifulSoup(load.fetch(path, port)[2], "html.parser")
        css = [tag["href"] for tag in soup.select("link[rel=stylesheet]")]
        parts["CSS"] = sum(transferred(url, port) for url in css)
        parts["script"] = sum(transferred(tag["src"], port) for tag in soup.select("script[src]"))
        parts["images"] = sum(transferred(url, port) for url in {tag["src"] for tag in soup.select("img[src]")})
        parts["fonts"] = sum(transferred(url, port) for url in fonts(css, port, soup))
        total = sum(parts.values())
        detail = ", ".join(f"{kind} {size / KIB:.0f}" for kind, size in parts.items() if size)
        rows.append(
            Row(f"bytes of {name}", f"{total / KIB:.0f} KiB ({detail})", "–", f"≤ {limit} KiB", total <= limit * KIB)
        )
    return rows


def first_step(port: int) -> str:
    """The first step of the public demo form, which needs no log-in: its draft is begun here."""
    visitor = Visitor(port)
    return visitor.begin_form("/de/formulare/")


def transferred(url: str, port: int) -> int:
    return len(load.fetch(url, port, "Accept-Encoding: gzip")[2]) if url.startswith("/") else 0


def fonts(css: list[str], port: int, soup: BeautifulSoup) -> set[str]:
    """The fonts the page's style sheets name. Arabic pages need the Arabic one too; others never load it."""
    found = set()
    for sheet in css:
        text = load.fetch(sheet, port)[2].decode()
        for part in text.split("url(")[1:]:
            target = part.split(")")[0].strip("\"'")
            if ".woff" in target:
                found.add(os.path.normpath(os.path.join(os.path.dirname(sheet), target)).split("#")[0])
    if soup.html["dir"] != "rtl":
        found = {url for url in found if "arabic" not in url}
    return found


def staff_client(email: str) -> Client:
    return log_in_staff(Client(HTTP_HOST="127.0.0.1"), get_user_model().objects.get(email=email))


def queries() -> dict[str, int]:
    """Queries of every list, asked for twice so that what a process keeps in memory is there."""
    anyone, staff = Client(HTTP_HOST="127.0.0.1"), staff_client("fallarbeit@demo.example")
    member, events = staff_client("beratungsstelle@demo.example"), staff_client("veranstaltungen@demo.example")
    editor = staff_client("redaktion@demo.example")
    lists = {
        "directory": (anyone, "/de/beratungsstellen/?q=beratung&language=ar"),
        "directory near a place": (anyone, "/de/beratungsstellen/?place=90513"),
        "programmes": (anyone, "/de/programme/"),
        "events": (anyone, "/de/veranstaltungen/"),
        "search": (anyone, "/de/suche/?q=beratung"),
        "partner area": (member, "/bereich/"),
        "staff inbox": (staff, "/cms/cases/"),
        "events in the CMS": (events, "/cms/events/"),
        "centres in the CMS": (editor, "/cms/centre/"),
    }
    counted = {}
    for name, (client, path) in lists.items():
        for _ in range(2):
            changed("content", "directory", "events")
            with CaptureQueriesContext(connection) as context:
                response = client.get(path)
        assert response.status_code == 200, (path, response.status_code)
        counted[name] = len(context)
    return counted


def searches(port: int) -> list[Row]:
    """Different queries, so that the page cache answers none of them."""
    numbers = count()
    asks = {
        "words": lambda: (
            f"/de/beratungsstellen/?q=beratung+familie&page={next(numbers) % 50 + 1}&radius={next(numbers)}"
        ),
        "words, two facets, distance": lambda: (
            "/de/beratungsstellen/?q=beratung&language=ar&provider=non_state&place=90513&radius="
            + str(next(numbers) + 50)
        ),
    }
    rows = []
    for name, path in asks.items():
        wire, times = load.Connection(port), []
        for turn in range(60):
            request = load.get(path(), port)
            start = time.perf_counter()
            status, _head, _body = wire.ask(request)
            assert status == 200, status
            if turn >= 10:
                times.append((time.perf_counter() - start) * 1000)
        times.sort()
        p50, p95 = times[len(times) // 2], times[int(len(times) * 0.95)]
        measured = f"p50 {p50:.0f} ms, p95 {p95:.0f} ms (whole page)"
        rows.append(Row(f"directory search at {ROWS:,} centres: {name}", measured, "–", "p95 ≤ 150 ms", p95 <= 150))
    return rows
