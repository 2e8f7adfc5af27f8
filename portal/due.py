"""The kernel's own clock work."""

from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page, Revision

from portal import outbox, tasks, tokens
from portal.clock import due

due("mail")(outbox.deliver_due)
due("stuck jobs")(tasks.release_stuck)
due("old mails")(outbox.purge)
due("old jobs")(tasks.purge)
due("old links")(tokens.purge)


@due("scheduled pages")
def publish_scheduled() -> int:
    """Put online, and take offline, the pages whose moment an editor set."""
    now = timezone.now()
    count = Page.objects.live().filter(expire_at__lt=now).count()
    count += Revision.objects.filter(approved_go_live_at__lt=now).count()
    if count:
        call_command("publish_scheduled", verbosity=0)
    return count
