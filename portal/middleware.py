"""Headers of every answer, the language of every request, the second factor of every staff member."""

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import redirect
from django.utils import translation

from portal.factors import passed_both, passed_factors
from portal.map_tiles import Tiles
from portal.roles import ACCESS

PUBLIC_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "object-src 'none'"
)
# A page other sites may show in a frame (``response.is_for_other_sites``): words and links, no script, no form.
FRAMED_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors https:; object-src 'none'"
)
# What Wagtail's own admin pages need, as measured; frozen in a test.
ADMIN_POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; frame-src 'self'; manifest-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'self'; object-src 'none'"
)
ADMIN_PREFIX = "/cms/"
PERMISSIONS = (
    "accelerometer",
    "autoplay",
    "camera",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "publickey-credentials-get",
    "screen-wake-lock",
    "usb",
    "xr-spatial-tracking",
)
# Addresses outside the language trees: their 404 must stay a 404 instead of a redirect into a language.
LANGUAGE_FREE_PREFIXES = (
    "/cms/",
    "/api/",
    "/static/",
    "/media/",
    "/healthz",
    "/readyz",
    "/bereich/",
    "/konto/",
    "/.well-known/",
    "/robots.txt",
    "/sitemap.xml",
    "/dokumente/",
    "/sprache/",
    "/postfach/",
)


def is_admin(request) -> bool:
    return request.path_info.startswith(ADMIN_PREFIX)


def policy_with(tiles: Tiles | None) -> str:
    """The policy of a public page; with a map (``response.map_tiles``) it may show pictures of that one host."""
    if tiles is None:
        return PUBLIC_POLICY
    return PUBLIC_POLICY.replace("img-src 'self' data:", f"img-src 'self' data: {tiles.origin}")


class SecurityHeadersMiddleware:
    """Content security policy and its sisters on every answer, errors and files included."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.permissions = ", ".join(f"{name}=()" for name in PERMISSIONS)

    def __call__(self, request):
        response = self.get_response(request)
        admin = is_admin(request)
        headers = response.headers
        tiles = None if admin else getattr(response, "map_tiles", None)
        is_framed = not admin and getattr(response, "is_for_other_sites", False)
        public = FRAMED_POLICY if is_framed else policy_with(tiles)
        headers["Content-Security-Policy"] = ADMIN_POLICY if admin else public
        headers["Permissions-Policy"] = self.permissions
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        # Data for machines says "cross-origin".
        headers.setdefault("Cross-Origin-Resource-Policy", "cross-origin" if is_framed else "same-origin")
        headers["X-Content-Type-Options"] = "nosniff"
        # Addresses of personal pages are nobody else's business. Not "no-referrer": forms would lose their Origin.
        is_personal = admin or "no-store" in headers.get("Cache-Control", "")
        headers["Referrer-Policy"] = "same-origin" if is_personal else "strict-origin"
        if not admin:
            # Tile servers rarely allow others to show their pictures; asked without cookies, they need not.
            headers["Cross-Origin-Embedder-Policy"] = "credentialless" if tiles else "require-corp"
            headers["X-Frame-Options"] = "DENY"
            if is_framed:
                del headers["X-Frame-Options"]  # knows no way to name sites; the policy does
        else:
            headers["Cache-Control"] = "no-store"
            headers["X-Frame-Options"] = "SAMEORIGIN"  # the page preview is a frame of the CMS itself
        return response


class PortalLocaleMiddleware(LocaleMiddleware):
    """The language comes from the address; outside the language trees from the visitor's choice, else German."""

    def process_request(self, request):
        language = translation.get_language_from_path(request.path_info) or self.chosen(request)
        translation.activate(language)
        request.LANGUAGE_CODE = translation.get_language()

    def chosen(self, request) -> str:
        try:
            return translation.get_supported_language_variant(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""))
        except LookupError:
            return settings.LANGUAGE_CODE

    def process_response(self, request, response):
        if request.path_info.startswith(LANGUAGE_FREE_PREFIXES):
            return response
        return super().process_response(request, response)


class StaffSecondFactorMiddleware:
    """The CMS opens to a session that passed password *and* second factor; a code sent by mail replaces neither.

    Who has no second factor yet can, after the password, set one up and then logs in again.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not is_admin(request) or not request.user.is_authenticated:
            return self.get_response(request)
        if not request.user.has_perm(ACCESS):
            raise PermissionDenied
        if passed_both(request):
            return self.get_response(request)
        if "password" in passed_factors(request) and not is_mfa_enabled(request.user):
            return redirect("mfa_activate_totp")
        logout(request)
        return redirect_to_login(request.get_full_path() if request.method == "GET" else ADMIN_PREFIX)
