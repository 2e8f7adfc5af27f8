"""What a session proved at its log-in."""

from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest


def passed_factors(request: HttpRequest) -> set[str]:
    """The methods this session logged in by: "password", "mfa", "code"."""
    return {record.get("method") for record in get_authentication_records(request, request.user)}


def passed_both(request: HttpRequest) -> bool:
    """What staff need for anything that is not public; a code sent by mail replaces neither."""
    return passed_factors(request) >= {"password", "mfa"}
