"""What every template may count on: who runs the portal, in which languages, and where the reader is."""

from dataclasses import dataclass
from datetime import date

from babel import Locale as CLDRLocale
from babel import UnknownLocaleError
from django.conf import settings
from django.db.models import Q
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from wagtail.models import Page, PageQuerySet, Site

from portal.directions import direction_of
from portal.models.identity import SiteIdentity, SiteIdentityText, best_text
from portal.stamped import kept

# The pages the law wants linked from everywhere.
FOOTER_SLUGS = ("impressum", "datenschutz", "barrierefreiheit")


@dataclass(frozen=True)
class IdentityFacts:
    """The portal's identity in one language, ready to print."""

    name: str
    operator: str
    email: str
    telephone: str
    project_name: str
    grant_number: str
    fund: str
    funded_from: date | None
    funded_until: date | None
    has_eu_funding: bool
    tagline: str
    footer: str
    funding_line: str


def identity_facts(language: str) -> IdentityFacts:
    return kept("content", ("identity", language), lambda: _identity_facts(language))


def _identity_facts(language: str) -> IdentityFacts:
    texts = SiteIdentityText.objects.filter(identity__site__is_default_site=True).select_related("identity")
    text = best_text(list(texts.order_by("pk")), language)
    identity = text.identity if text else SiteIdentity.objects.filter(site__is_default_site=True).first()
    identity = identity or SiteIdentity()
    return IdentityFacts(
        name=identity.name,
        operator=identity.operator,
        email=identity.email,
        telephone=identity.telephone,
        project_name=identity.project_name,
        grant_number=identity.grant_number,
        fund=identity.fund,
        funded_from=identity.funded_from,
        funded_until=identity.funded_until,
        has_eu_funding=identity.has_eu_funding,
        tagline=text.tagline if text else "",
        footer=text.footer if text else "",
        funding_line=text.funding_line if text else "",
    )


def autonym(language: str) -> str:
    """The name of a language in that language."""
    if language == "de-simple":
        return "Leichte Sprache"
    try:
        return CLDRLocale.parse(language, sep="-").get_display_name() or language
    except (UnknownLocaleError, ValueError):
        return language


@dataclass(frozen=True)
class LanguageLink:
    code: str
    name: str
    url: str
    is_current: bool
    direction: str


def language_links(request) -> list[LanguageLink]:
    """Where the reader finds this page in each language, or that language's home page where it does not exist there."""
    page = getattr(request, "portal_page", None)
    current = translation.get_language()
    versions = (
        {p.locale.language_code: p for p in page.get_translations(inclusive=True).live().select_related("locale")}
        if page
        else {}
    )
    # Below the language an address is the same in all of them.
    beginning = page.get_url(request) or "" if page else f"/{request.path_info.split('/')[1]}/"
    tail = request.get_full_path()[len(beginning) :]
    links = []
    for code, _name in settings.LANGUAGES:
        if code in versions:
            url = versions[code].get_url(request) + tail
        elif page or not translation.get_language_from_path(request.path_info):
            url = f"/{code}/"
        else:
            url = f"/{code}/{tail}"
        links.append(LanguageLink(code, autonym(code), url, code == current, direction_of(code)))
    return links


@dataclass(frozen=True)
class FrameLink:
    """A page as menu and footer print it; its address is worked out once, though it is printed several times."""

    title: str
    url: str
    slug: str
    show_in_menus: bool
    alias_of_id: int | None


def frame_links(request) -> list[FrameLink]:
    """What menu and footer lead to, asked for once a request at most.

    They are those below the home page in the reader's language; beside a lone start page, those of the first language.
    """
    if not hasattr(request, "portal_frame_links"):
        place = ("frame", request.get_host(), translation.get_language())
        request.portal_frame_links = kept("content", place, lambda: _frame_links(request))
    return request.portal_frame_links


def _frame_links(request) -> list[FrameLink]:
    site = Site.find_for_request(request)
    return [
        FrameLink(page.title, page.get_url(request), page.slug, page.show_in_menus, page.alias_of_id)
        for page in (_frame_pages(site.root_page) if site else ())
    ]


def _frame_pages(root: Page) -> PageQuerySet:
    home = root.get_translations(inclusive=True).live().filter(locale__language_code=translation.get_language()).first()
    parent = home if home and home.numchild else root
    return parent.get_children().live().filter(Q(show_in_menus=True) | Q(slug__in=FOOTER_SLUGS))


def menu(request) -> list[FrameLink]:
    """The main menu in the reader's language."""
    return [link for link in frame_links(request) if link.show_in_menus]


def footer_pages(request) -> list[FrameLink]:
    """The pages the law wants linked from everywhere, in the reader's language."""
    found = {link.slug: link for link in frame_links(request)}
    return [found[slug] for slug in FOOTER_SLUGS if slug in found]


def site(request) -> dict:
    """Everything is computed when a template asks for it: answers without the frame cost no query."""
    language = translation.get_language() or settings.LANGUAGE_CODE
    return {
        "identity": SimpleLazyObject(lambda: identity_facts(language)),
        "language_links": SimpleLazyObject(lambda: language_links(request)),
        "menu": SimpleLazyObject(lambda: menu(request)),
        "page_language": language,
        "page_direction": direction_of(language),
        "home_url": f"/{language}/",
    }
