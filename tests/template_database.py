"""The migrated database of an earlier run, as a file to copy: on SQLite a run begins with tests, not with migrations.

The file is named after everything the migrations say. After a change of one of them it is not found, and the next run
migrates from nothing and leaves a new file. What a run does to its copy never reaches the file.
Of two processes that find none, one migrates and the other waits for what it leaves.
"""

import fcntl
import hashlib
import os
import shutil
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection

NAME = "test-migrated-"
_locks = []  # held from the moment no file was found until there is one; a process that dies lets go of it


def _template() -> Path:
    migrations = sorted(path for app in apps.get_app_configs() for path in Path(app.path, "migrations").glob("*.py"))
    digest = hashlib.sha256(b"\0".join(path.name.encode() + path.read_bytes() for path in migrations))
    return settings.VAR / f"{NAME}{digest.hexdigest()[:16]}.sqlite3"


def _file() -> Path:
    """The database of this process; pytest-xdist has given it a name of its own by now."""
    return Path(connection.settings_dict["TEST"]["NAME"])


def is_possible() -> bool:
    return connection.vendor == "sqlite"


def take() -> bool:
    """Put a copy where the run looks for its database; False where there is nothing to copy, and this one migrates."""
    template = _template()
    if not template.exists():
        _locks.append(settings.VAR.joinpath(f"{NAME}lock").open("w"))
        fcntl.flock(_locks[-1], fcntl.LOCK_EX)
        if not template.exists():
            return False
        _let_go()
    for ending in ("-wal", "-shm"):
        _file().with_name(_file().name + ending).unlink(missing_ok=True)
    shutil.copyfile(template, _file())
    return True


def copy_to(file: Path) -> bool:
    """Put a copy somewhere else; False where no earlier run has left one."""
    template = _template()
    if template.exists():
        shutil.copyfile(template, file)
    return template.exists()


def _let_go() -> None:
    while _locks:
        _locks.pop().close()


def leave() -> None:
    """Keep the freshly migrated database for later runs, and none that belongs to other migrations."""
    template = _template()
    for old in settings.VAR.glob(f"{NAME}*.sqlite3"):
        if old != template:
            old.unlink(missing_ok=True)
    if template.exists():
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    draft = template.with_suffix(f".{os.getpid()}")
    shutil.copyfile(_file(), draft)
    draft.replace(template)
    _let_go()
