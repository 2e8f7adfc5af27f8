"""What of the upkeep is due by the clock."""

from portal.clock import due
from programmes.upkeep import links, programme_links, services, tasks

due("mails that did not reach a centre")(services.find_failed_mails)
due("rungs of the upkeep ladder")(services.climb)
due("rounds of confirmation")(services.begin_due_rounds)
due("links of entries")(links.check_due)
due("links of programmes")(programme_links.check_due)
due("words of answered reports")(tasks.forget_texts)
