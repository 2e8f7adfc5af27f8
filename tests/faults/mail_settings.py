"""The settings of the test run, but mails go to the server ``EMAIL_URL`` names."""

from portal.settings.test import *  # noqa: F403
from portal.settings.test import DATABASES, EMAIL_CONFIG, EMAIL_TIMEOUT, env

vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=EMAIL_TIMEOUT)
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # What a killed process has written the system has: waiting for the disk helps against power cuts only.
    options = DATABASES["default"]["OPTIONS"]
    DATABASES["default"]["OPTIONS"] = {**options, "init_command": f"{options['init_command']}PRAGMA synchronous=OFF;"}
