"""Real server processes on a database of their own."""

import os
import secrets
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path

from cryptography.fernet import Fernet

ROOT = Path(__file__).resolve().parents[2]
KEPT = ("PATH", "HOME", "LANG", "ELASTICSEARCH_URL", "ELASTICSEARCH_API_KEY", "ELASTICSEARCH_CA_CERTS")
RINGS = ("operational", "need", "identity", "special")


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(folder: Path, port: int) -> dict[str, str]:
    """Production's settings on this machine: everything as outside, but without TLS."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": "portal.settings.production",
        "PORTAL_VAR": str(folder),
        "PORTAL_SECRET_KEY": "bench-" + "x" * 60,
        "PORTAL_DATA_KEYS": " ".join(f"{ring}={Fernet.generate_key().decode()}" for ring in RINGS),
        "PORTAL_BASE_URL": f"http://127.0.0.1:{port}",
        "PORTAL_HTTPS_REDIRECT": "false",
        "PORTAL_MAIL_FROM": "portal@example.org",
        "EMAIL_URL": "dummymail://",
        # All guests come over one connection.
        "PORTAL_REGISTRATIONS_PER_CONNECTION": "1000000",
        # Never the index of a portal that uses the same server.
        "ELASTICSEARCH_INDEX": f"bench-{secrets.token_hex(4)}",
        # The bench wants to know how long an answer takes, not to stop waiting for it.
        "ELASTICSEARCH_TIMEOUT": "10",
        "DATABASE_URL": os.environ.get("DATABASE_URL", f"sqlite:///{folder / 'bench.sqlite3'}"),
    }


def manage(env: dict[str, str], *command: str) -> None:
    subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=env, check=True)


@contextmanager
def serve(application: str, env: dict[str, str], port: int, *, workers: int = 1, threads: int = 4):
    """gunicorn with the application, up when the block starts and gone when it ends."""
    command = [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}", "--log-level", "warning"]
    command += ["--workers", str(workers), "--threads", str(threads), "--worker-class", "gthread", "--keep-alive", "30"]
    process = subprocess.Popen(command, cwd=ROOT, env=env)
    try:
        wait_for(port, process)
        yield process
    finally:
        process.terminate()
        process.wait(timeout=30)


def wait_for(port: int, process: subprocess.Popen) -> None:
    for _ in range(200):
        if process.poll() is not None:
            raise RuntimeError("the server did not start")
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the server did not answer")
