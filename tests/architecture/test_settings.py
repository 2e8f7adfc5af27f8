"""Settings nobody changes by accident."""

from django.conf import settings

from portal import middleware


def test_the_renderer_of_forms_needs_no_second_app_called_forms():
    """``django.forms`` has the label ``forms``; Wagtail's form builder would collect data outside our retention."""
    assert "django.forms" not in settings.INSTALLED_APPS
    assert "wagtail.contrib.forms" not in settings.INSTALLED_APPS
    assert settings.FORM_RENDERER == "portal.form_renderer.PortalRenderer"


def test_djangos_own_admin_is_not_there():
    assert "django.contrib.admin" not in settings.INSTALLED_APPS


def test_wagtail_calls_no_other_host():
    assert settings.WAGTAIL_GRAVATAR_PROVIDER_URL is None
    assert settings.WAGTAIL_ENABLE_UPDATE_CHECK is False
    assert settings.WAGTAIL_ENABLE_WHATS_NEW_BANNER is False
    assert settings.WAGTAILEMBEDS_FINDERS == []


def test_the_policy_of_the_public_site_is_frozen():
    assert middleware.PUBLIC_POLICY == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
        "object-src 'none'"
    )


def test_the_exception_for_what_other_sites_show_is_frozen():
    """It lets them show the page, and lets the page do less than any other."""
    assert middleware.FRAMED_POLICY == (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors https:; object-src 'none'"
    )


def test_the_exception_for_the_cms_is_frozen():
    """It may shrink with Wagtail, never grow."""
    assert middleware.ADMIN_PREFIX == "/cms/"
    assert middleware.ADMIN_POLICY == (
        "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; frame-src 'self'; "
        "manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'; object-src 'none'"
    )


def test_the_guards_of_a_request_stand_in_the_right_order():
    """The page cache stores answers with all their headers; sessions and log-in come before the second factor."""
    order = settings.MIDDLEWARE
    second_factor = order.index("portal.middleware.StaffSecondFactorMiddleware")

    assert order[:2] == [
        "portal.page_cache.PublicPageCacheMiddleware",
        "portal.middleware.SecurityHeadersMiddleware",
    ]
    assert second_factor > order.index("django.contrib.auth.middleware.AuthenticationMiddleware")
