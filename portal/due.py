"""The kernel's own clock work."""

from portal import outbox, tasks, tokens
from portal.clock import due

due("mail")(outbox.deliver_due)
due("stuck jobs")(tasks.release_stuck)
due("old mails")(outbox.purge)
due("old jobs")(tasks.purge)
due("old links")(tokens.purge)
