"""Production without the immediate transactions of SQLite."""

from portal.settings.production import *  # noqa: F403
from portal.settings.production import DATABASES

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {"timeout": 20, "init_command": "PRAGMA journal_mode=WAL;"}
