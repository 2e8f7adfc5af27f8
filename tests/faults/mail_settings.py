"""The settings of the test run, but mails go to the server ``EMAIL_URL`` names."""

from portal.settings.test import *  # noqa: F403
from portal.settings.test import EMAIL_CONFIG, EMAIL_TIMEOUT, env

vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=EMAIL_TIMEOUT)
