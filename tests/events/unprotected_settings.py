"""The settings of the test run without the immediate transactions of SQLite."""

from portal.settings.test import *  # noqa: F403
from portal.settings.test import DATABASES

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {"init_command": "PRAGMA journal_mode=WAL;"}
