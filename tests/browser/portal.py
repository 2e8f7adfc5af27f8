"""The whole portal as it runs: real server processes, a worker, demo content, mails as files."""

import os
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from tests.bench.servers import ROOT, free_port, serve


@dataclass(frozen=True)
class Portal:
    address: str
    folder: Path
    env: dict[str, str]

    def manage(self, *command: str) -> str:
        run = subprocess.run(
            [sys.executable, "manage.py", *command], cwd=ROOT, env=self.env, check=True, capture_output=True, text=True
        )
        return run.stdout

    def mails(self) -> list[EmailMessage]:
        """Every mail that went out, the oldest first; what waits in the outbox is sent before."""
        self.manage("worker", "--once")
        files = sorted((self.folder / "mail").glob("*.log"), key=lambda file: file.stat().st_mtime_ns)
        parts = [file.read_bytes().split(b"\n" + b"-" * 79) for file in files]
        return [
            message_from_bytes(raw.lstrip(), policy=policy.default) for file in parts for raw in file if raw.strip()
        ]

    def mails_to(self, address: str) -> list[EmailMessage]:
        return [mail for mail in self.mails() if mail["to"] == address]


def text_of(mail: EmailMessage) -> str:
    return mail.get_body(("plain",)).get_content()


@contextmanager
def running_portal(folder: Path):
    """The portal with its demo content in a folder of its own; the settings of the demo, but without debug pages."""
    port = free_port()
    kern = Path(os.environ.get("PORTAL_VAR", ROOT / "var")) / "kern"
    (folder / "kern").symlink_to(kern.resolve())
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    env = {
        **kept,
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        "PORTAL_DEBUG": "false",
        "PORTAL_VAR": str(folder),
        "PORTAL_BASE_URL": f"http://127.0.0.1:{port}",
    }
    portal = Portal(f"http://127.0.0.1:{port}", folder, env)
    portal.manage("migrate", "--verbosity", "0")
    portal.manage("demo")
    portal.manage("collectstatic", "--no-input", "--verbosity", "0")
    with serve("portal.wsgi:application", env, port, workers=2):
        yield portal
