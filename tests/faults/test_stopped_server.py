"""A real site and a real worker while their Elasticsearch is killed or stopped by a signal, and after it is back."""

import contextlib
import http.client
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from django.db import connection

from search import registry
from search.engines.elasticsearch import ElasticsearchEngine
from search.models import DueEntry, SearchEntry, SearchIndex
from search.projection import compare, push, refill
from tests.bench import servers
from tests.builders.search import make_document, make_entry
from tests.conftest import restore_site_tree
from tests.search.live.conftest import server_address  # noqa: F401 -- a fixture

pytestmark = [pytest.mark.fault, pytest.mark.service, pytest.mark.django_db(transaction=True)]

VISITORS, SEARCHES, SAVES = 3, 12, 15
CATCHES_UP = 120  # seconds; the worker tries a server that was away every 30
LONGEST_PAGE = 2.0  # seconds on a busy machine; of these a search waits 0.6 for the server at most
BANNER = "Ungefähre Treffer"


class OwnServer:
    """An Elasticsearch this test may treat as it likes."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.env = {
            **os.environ,
            "ELASTICSEARCH_PORT": str(servers.free_port()),
            "ELASTICSEARCH_TRANSPORT_PORT": str(servers.free_port()),
            "ELASTICSEARCH_FOLDER": str(folder),
        }
        self.address = f"http://127.0.0.1:{self.env['ELASTICSEARCH_PORT']}"

    def run(self, command: str) -> None:
        subprocess.run(
            [servers.ROOT / ".ci" / "elasticsearch", command], env=self.env, check=True, stdout=subprocess.DEVNULL
        )

    @property
    def pid(self) -> int:
        return int((self.folder / "pid").read_text())

    def kill(self) -> None:
        pid = self.pid
        os.kill(pid, signal.SIGKILL)
        while Path(f"/proc/{pid}/cmdline").exists() and Path(f"/proc/{pid}/cmdline").read_bytes():
            time.sleep(0.05)

    def stop(self) -> None:
        os.kill(self.pid, signal.SIGSTOP)

    def go_on(self) -> None:
        os.kill(self.pid, signal.SIGCONT)


@pytest.fixture(scope="module")
def own_server() -> Iterator[OwnServer]:
    with tempfile.TemporaryDirectory(prefix="neustart-stopped-") as name:
        Path(name).chmod(0o755)
        server = OwnServer(Path(name) / "server")
        server.run("start")
        yield server
        with contextlib.suppress(OSError):
            server.go_on()
        server.run("stop")


@pytest.fixture
def filled(own_server, settings, server_address):  # noqa: F811
    """The server well and filled."""
    settings.ELASTICSEARCH_URL = own_server.address
    settings.ELASTICSEARCH_INDEX = f"stopped-{time.monotonic_ns()}"
    SearchIndex.objects.all().delete()
    DueEntry.objects.all().delete()
    ElasticsearchEngine.verified.clear()
    restore_site_tree()
    registry.put([make_document(object_id=str(n), title=f"Beratung {n}") for n in range(20)])
    refill.refill(watch=lambda items, label: items)
    return own_server


@pytest.fixture
def site_env(filled, settings, tmp_path) -> dict[str, str]:
    """The environment of processes that use the database of this test."""
    database = connection.settings_dict
    address = f"sqlite:///{database['NAME']}"
    if connection.vendor == "postgresql":
        address = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**database).replace(":@", "@")
    env = {
        **servers.environment(tmp_path, servers.free_port()),
        "DATABASE_URL": address,
        "ELASTICSEARCH_URL": settings.ELASTICSEARCH_URL,
        "ELASTICSEARCH_INDEX": settings.ELASTICSEARCH_INDEX,
        "ELASTICSEARCH_TIMEOUT": "0.6",
    }
    (tmp_path / "kern").symlink_to(servers.ROOT / "var" / "kern")
    servers.manage(env, "collectstatic", "--noinput", "--verbosity", "0")
    return env


@contextlib.contextmanager
def site(env: dict[str, str], application: str = "portal.wsgi") -> Iterator[int]:
    port = int(env["PORTAL_BASE_URL"].rpartition(":")[2])
    with servers.serve(application, env, port, threads=4):
        yield port


@contextlib.contextmanager
def worker(env: dict[str, str]) -> Iterator[None]:
    process = subprocess.Popen([sys.executable, "manage.py", "worker"], cwd=servers.ROOT, env=env)
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=60)


def search(port: int, mark: str) -> tuple[int, str, float]:
    began = time.monotonic()
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as wire:
        wire.request("GET", f"/de/suche/?q=Beratung&run={mark}")
        answer = wire.getresponse()
        page = answer.read().decode()
    return answer.status, page, time.monotonic() - began


class Visitor(threading.Thread):
    def __init__(self, port: int, name: str):
        super().__init__(name=name)
        self.port, self.pages = port, []

    def run(self):
        self.pages += [search(self.port, f"{self.name}-{number}") for number in range(SEARCHES)]


def traffic(port: int, mark: str, *, in_the_middle: Callable[[], None]) -> list[tuple[int, str, float]]:
    """People search while an editor saves and deletes; in the middle of it something happens."""
    visitors = [Visitor(port, f"{mark}-{number}") for number in range(VISITORS)]
    for visitor in visitors:
        visitor.start()
    for n in range(SAVES):
        if n == SAVES // 3:
            in_the_middle()
        make_entry(object_id=f"{mark}-{n}", title=f"Beratung {mark}")
        registry.remove("page", str(n))
    for visitor in visitors:
        visitor.join()
    return [page for visitor in visitors for page in visitor.pages]


def wait_for(happened: Callable[[], bool]) -> bool:
    end = time.monotonic() + CATCHES_UP
    while time.monotonic() < end:
        if happened():
            return True
        time.sleep(0.5)
    return False


@pytest.mark.parametrize("how", ["killed", "stopped"])
def test_no_visitor_and_no_editor_notices_and_the_index_catches_up(how, filled, site_env):
    leave, come_back = {
        "killed": (filled.kill, lambda: filled.run("restart")),
        "stopped": (filled.stop, filled.go_on),
    }[how]
    with site(site_env) as port, worker(site_env):
        marks = count()
        # The first search of a process may take longer than it may wait: everything is opened for it.
        assert wait_for(lambda: BANNER not in search(port, f"before-{next(marks)}")[1])

        pages = traffic(port, how, in_the_middle=leave)
        pages += traffic(port, f"{how}-later", in_the_middle=lambda: None)

        assert {status for status, _page, _seconds in pages} == {200}
        assert all("Beratung" in page for _status, page, _seconds in pages)
        assert any(BANNER in page for _status, page, _seconds in pages)
        assert max(seconds for _status, _page, seconds in pages) < LONGEST_PAGE
        assert SearchEntry.objects.count() == 20 - SAVES + 2 * SAVES
        assert DueEntry.objects.exists()

        come_back()
        assert wait_for(lambda: not DueEntry.objects.exists())
        assert list(compare.differences(watch=lambda items, label: items)) == []
        assert wait_for(lambda: BANNER not in search(port, f"after-{next(marks)}")[1])


def test_without_the_guard_visitors_would_meet_errors(filled, site_env):
    """The control: the same traffic, the same server, nothing between."""
    with site(site_env, "tests.faults.unguarded") as port:
        assert search(port, "before")[0] == 200
        try:
            pages = traffic(port, "bare", in_the_middle=filled.stop)
            pages += [search(port, "bare-after")]
        finally:
            filled.go_on()

    assert 500 in {status for status, _page, _seconds in pages}
    push.sync(refresh=True)
    assert list(compare.differences(watch=lambda items, label: items)) == []
