"""`make bench`: each row beside its reference, measured in turns, on real servers and a database of its own.

`python -m tests.bench` with `registrations`, `searches` or `pages` measures that section alone and leaves the other
rows of the report as they are; `searches 10000` measures at that number of centres only.
"""

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.bench import report, servers


def main(section: str = "", *options: str) -> None:
    with tempfile.TemporaryDirectory(prefix="neustart-bench-") as name:
        folder = Path(name)
        # The prepared style sheets; production collects them like any other static file.
        shutil.copytree(servers.ROOT / "var" / "kern", folder / "kern")
        port = servers.free_port()
        env = servers.environment(folder, port)
        os.environ.update(env)

        import django

        django.setup()
        from tests.bench import measure

        say = progress()
        if section == "searches":
            rows = measure.searches_alone([int(number) for number in options], say=say)
        elif section == "pages":
            rows = measure.pages_alone([int(number) for number in options], say=say)
        else:
            work = {"": measure.everything, "registrations": measure.registrations_alone}[section]
            rows = work(folder, env, port, say=say)
        database = "postgresql" if env["DATABASE_URL"].startswith("postgres") else "sqlite"
        name = "elasticsearch" if env.get("ELASTICSEARCH_URL") else database
        path = report.replace(rows, name=name) if section else report.write(rows, database=database, name=name)
    sys.stdout.write(report.text(rows) + f"\n\nwritten to {path.relative_to(servers.ROOT)}\n")


def progress() -> Callable[[str], None]:
    """Prints each step with the seconds since the start."""
    start = time.monotonic()
    return lambda line: sys.stderr.write(f"{time.monotonic() - start:4.0f} s  {line}\n")


main(*sys.argv[1:])
