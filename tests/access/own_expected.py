"""What each address outside the CMS answers to whom; one that does not stand here fails the build.

A row is (answer to GET, answer to POST); an answer is one word for everybody or words by role, with ``*`` for the rest:
``open`` (200), ``moved`` (to another page), ``login`` (sent to a log-in), ``factor`` (password or second factor asked
for again), ``closed`` (403), ``missing`` (404), ``method`` (405), ``bad`` (400).
"""

from portal.roles import CENTRE_MEMBER
from tests.access.world import ANONYMOUS, CODE_ONLY, OTHER_CENTRE, PASSWORD_ONLY

PUBLIC = ("open", "method")
NEEDS_LOG_IN = {ANONYMOUS: "login", "*": "open"}
# Of staff only those who logged in with both factors.
FOR_PROFESSIONALS = {ANONYMOUS: "login", PASSWORD_ONLY: "closed", CODE_ONLY: "closed", "*": "open"}
ONLY_BEFORE_LOG_IN = {ANONYMOUS: "open", "*": "moved"}
OF_THE_CENTRES = {ANONYMOUS: "login", CENTRE_MEMBER: "open", OTHER_CENTRE: "open", "*": "closed"}
# What is a centre's own: the other centre is told that it does not exist, staff have no business here.
OF_ITS_CENTRE = {ANONYMOUS: "login", CENTRE_MEMBER: "open", OTHER_CENTRE: "missing", "*": "closed"}
# A draft is its owner's alone.
OF_ITS_OWNER = {ANONYMOUS: "login", CENTRE_MEMBER: "open", "*": "missing"}
OWNER_SENT_ON = {ANONYMOUS: "login", CENTRE_MEMBER: "moved", "*": "missing"}

OWN: dict[str, tuple] = {
    "root": ("moved", "method"),
    "healthz": PUBLIC,
    "readyz": PUBLIC,
    "choose_language": ("moved", "method"),
    "sitemap": PUBLIC,
    "sitemap_section": PUBLIC,
    "robots": PUBLIC,
    "security": ("missing", "method"),  # until the operator has an address for reports
    "calendar_feed": PUBLIC,
    "api:about": PUBLIC,
    "api:openapi": PUBLIC,
    "api_nothing": ("missing", "method"),
    "directory_api:conformance": PUBLIC,
    "directory_api:listCentres": PUBLIC,
    "directory_api:getCentre": PUBLIC,
    "directory_api:listProgrammes": PUBLIC,
    "directory_api:getProgramme": PUBLIC,
    "directory_api:listDistricts": PUBLIC,
    "directory_api:getDistrict": PUBLIC,
    "events_api:listEvents": PUBLIC,
    "events_api:getEvent": PUBLIC,
    "hsds:aboutHsds": PUBLIC,
    "hsds:listHsdsOrganizations": PUBLIC,
    "hsds:getHsdsOrganizations": PUBLIC,
    "hsds:listHsdsServices": PUBLIC,
    "hsds:getHsdsServices": PUBLIC,
    "hsds:listHsdsLocations": PUBLIC,
    "hsds:getHsdsLocations": PUBLIC,
    "hsds:listHsdsServiceAtLocations": PUBLIC,
    "hsds:getHsdsServiceAtLocations": PUBLIC,
    "wagtail_serve": ("open", "open"),
    "wagtaildocs_serve": ("open", "open"),
    "search:results": PUBLIC,
    "handout:pick": PUBLIC,
    "handout:print_page": ("moved", "method"),  # nothing chosen: back to choosing
    "handout:pdf": ("moved", "method"),
    "centre_map:points": PUBLIC,
    "centre_feed:newest": PUBLIC,
    "search:suggestions": PUBLIC,
    "search:count": ("method", "closed"),  # counts only what a page of the site itself sends
    "events:calendar": PUBLIC,
    "events:embed": PUBLIC,
    "events:event_calendar": PUBLIC,
    "events:feedback": ("open", "open"),
    "events:feedback_given": PUBLIC,
    "events:feed": PUBLIC,
    "events:register": ("open", "open"),
    "events:receipt": PUBLIC,
    "events:register_group": ("open", "open"),
    "events:group_receipt": PUBLIC,
    # Without a mailed secret there is nothing at the address of a place or a group.
    "events:cancel": ("missing", "missing"),
    "events:place": ("missing", "missing"),
    "events:change_place": ("missing", "missing"),
    "events:place_questions": ("missing", "missing"),
    "events:group": ("missing", "missing"),
    "events:group_place": ("missing", "missing"),
    "events:group_change_place": ("missing", "missing"),
    "events:group_place_questions": ("missing", "missing"),
    "events:group_cancel": ("missing", "missing"),
    "watches:ask": ("open", "open"),
    "watches:asked": PUBLIC,
    # Without a mailed secret there is nothing at the addresses of a watch.
    "watches:confirm": ("missing", "missing"),
    "watches:stop": ("missing", "missing"),
    "fit:check": ("open", "open"),
    "forms:leave": PUBLIC,
    "forms:start": ("method", "missing"),
    "forms:receipt": PUBLIC,
    "forms:resume": (OWNER_SENT_ON, "method"),
    "forms:check": (OWNER_SENT_ON, OWNER_SENT_ON),
    "forms:exit": (OWNER_SENT_ON, "method"),
    "forms:saved": (OF_ITS_OWNER, "method"),
    "forms:delete": (OF_ITS_OWNER, OF_ITS_OWNER),
    "forms:step": (OF_ITS_OWNER, {**OF_ITS_OWNER, CENTRE_MEMBER: "bad"}),
    "partners:home": (OF_THE_CENTRES, "method"),
    "partners:log_in": (ONLY_BEFORE_LOG_IN, ONLY_BEFORE_LOG_IN),
    "partners:log_out": ("method", "login"),
    "partners:case": (OF_ITS_CENTRE, "method"),
    "partners:withdraw": (OF_ITS_CENTRE, {**OF_ITS_CENTRE, CENTRE_MEMBER: "moved"}),
    # Without a mailed secret there is nothing at the address of a round.
    "upkeep:round": ("missing", "missing"),
    "upkeep:round_group": ("missing", "missing"),
    "upkeep:missing": ("open", "open"),
    "upkeep:report": ("open", "open"),
    "upkeep:look_up": PUBLIC,
    "upkeep:receipt": PUBLIC,
    "contacts:all": (FOR_PROFESSIONALS, "method"),
    "contacts:centre": (FOR_PROFESSIONALS, "method"),
    "upkeep_member:entry": (OF_ITS_CENTRE, {**OF_ITS_CENTRE, CENTRE_MEMBER: "moved"}),
    "upkeep_member:group": (OF_ITS_CENTRE, OF_ITS_CENTRE),
    "after_login": (
        {ANONYMOUS: "login", "*": "moved"},
        {ANONYMOUS: "login", "*": "moved"},
    ),
    "account_login": (ONLY_BEFORE_LOG_IN, ONLY_BEFORE_LOG_IN),
    "account_request_login_code": (ONLY_BEFORE_LOG_IN, ONLY_BEFORE_LOG_IN),
    "account_signup": (ONLY_BEFORE_LOG_IN, ONLY_BEFORE_LOG_IN),
    "account_confirm_login_code": ({ANONYMOUS: "login", "*": "moved"}, {ANONYMOUS: "login", "*": "moved"}),
    "account_logout": ({ANONYMOUS: "moved", "*": "open"}, "moved"),
    "konto/email/": ("missing", "method"),  # an address is an account's identity; the library's page is closed off
    "account_inactive": PUBLIC,
    "account_reauthenticate": (NEEDS_LOG_IN, NEEDS_LOG_IN),
    "account_email": ("missing", "method"),
    "account_email_verification_sent": PUBLIC,
    "account_confirm_email": ("open", "missing"),
    "account_change_password": (NEEDS_LOG_IN, NEEDS_LOG_IN),
    "konto/password/set/": ("missing", "method"),  # nobody gets a password beside the mailed code
    "account_set_password": ("missing", "method"),
    "account_reset_password": ("open", "open"),
    "account_reset_password_done": PUBLIC,
    "account_reset_password_from_key": ("open", "open"),
    "account_reset_password_from_key_done": PUBLIC,
    "mfa_index": (NEEDS_LOG_IN, {ANONYMOUS: "login", "*": "method"}),
    "mfa_authenticate": ({ANONYMOUS: "login", "*": "moved"}, {ANONYMOUS: "login", "*": "moved"}),
    "mfa_reauthenticate": ({ANONYMOUS: "login", "*": "factor"}, {ANONYMOUS: "login", "*": "factor"}),
    "mfa_activate_totp": ({ANONYMOUS: "login", "*": "factor"}, {ANONYMOUS: "login", "*": "factor"}),
    "mfa_deactivate_totp": ({ANONYMOUS: "login", "*": "missing"}, {ANONYMOUS: "login", "*": "missing"}),
    "mfa_view_recovery_codes": ({ANONYMOUS: "login", "*": "missing"}, {ANONYMOUS: "login", "*": "method"}),
    "mfa_generate_recovery_codes": ({ANONYMOUS: "login", "*": "factor"}, {ANONYMOUS: "login", "*": "factor"}),
    "mfa_download_recovery_codes": ({ANONYMOUS: "login", "*": "missing"}, {ANONYMOUS: "login", "*": "missing"}),
    "wagtaildocs_authenticate_with_password": ("missing", "missing"),
    "wagtailcore_authenticate_with_password": ("missing", "missing"),
    "private_login": ("login", "login"),
    "wagtailcore_login": ("login", "login"),
}
# Other sites may show it in a frame, and nothing else.
FOR_OTHER_SITES = "events:embed"
# Everybody may read these, and a cache may keep them; everything else is no-store.
KEPT_BY_CACHES = {
    "wagtail_serve",
    "wagtaildocs_serve",
    "search:results",
    "handout:pick",
    "centre_map:points",
    "centre_feed:newest",
    "search:suggestions",
    "events:calendar",
    "events:embed",
    "events:event_calendar",
    "events:feed",
    "calendar_feed",
    "sitemap",
    "sitemap_section",
    "robots",
    "security",
    "wagtailadmin_sprite",
    "wagtailadmin_javascript_catalog",
    "api:openapi",
    "directory_api:listCentres",
    "directory_api:getCentre",
    "directory_api:listProgrammes",
    "directory_api:getProgramme",
    "directory_api:listDistricts",
    "directory_api:getDistrict",
    "events_api:listEvents",
    "events_api:getEvent",
    "hsds:aboutHsds",
    "hsds:listHsdsOrganizations",
    "hsds:getHsdsOrganizations",
    "hsds:listHsdsServices",
    "hsds:getHsdsServices",
    "hsds:listHsdsLocations",
    "hsds:getHsdsLocations",
    "hsds:listHsdsServiceAtLocations",
    "hsds:getHsdsServiceAtLocations",
}
