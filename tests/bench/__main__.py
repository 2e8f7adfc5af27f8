"""`make bench`: each row beside its reference, measured in turns, on real servers and a database of its own."""

import os
import shutil
import sys
import tempfile
from pathlib import Path

from tests.bench import report, servers


def main() -> None:
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

        rows = measure.everything(folder, env, port, say=lambda line: sys.stderr.write(line + "\n"))
        database = "postgresql" if env["DATABASE_URL"].startswith("postgres") else "sqlite"
        name = "elasticsearch" if env.get("ELASTICSEARCH_URL") else database
        path = report.write(rows, database=database, name=name)
    sys.stdout.write(report.text(rows) + f"\n\nwritten to {path.relative_to(servers.ROOT)}\n")


main()
