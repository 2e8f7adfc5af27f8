"""What a rule says in words: one sentence in the reader's language, for visitors and editors alike."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programmes.fit.codes import Effect, GovernmentRegion, Group, RuleKind, StatusGroup
from programmes.fit.rules import Rule
from programmes.languages import country_name

# Groups as a rule names them; the boxes of the form speak in the first person.
GROUP_WORDS: Mapping[str, Callable[[], str]] = {
    Group.WOMAN: lambda: _("women"),
    Group.FAMILY: lambda: _("families"),
    Group.SINGLE_PARENT: lambda: _("single parents"),
    Group.TRAFFICKING: lambda: _("people who experienced violence, exploitation or human trafficking"),
    Group.ILL_DISABLED: lambda: _("people with an illness or a disability"),
    Group.FOUNDER: lambda: _("people who want to start a business"),
    Group.TRAINING: lambda: _("people who want to learn a trade or take a course"),
}


def _listed(words: list[str]) -> str:
    return _("; ").join(words)


def _statuses(rule: Rule) -> str:
    return _listed([str(StatusGroup(code).label) for code in rule.values if code in StatusGroup.values])


def _countries(rule: Rule) -> str:
    return _listed(sorted(country_name(code) for code in rule.values))


def _regions(rule: Rule) -> str:
    return _listed([str(GovernmentRegion(code).label) for code in rule.values if code in GovernmentRegion.values])


def _groups(codes: tuple[str, ...]) -> str:
    return _listed([GROUP_WORDS[Group(code)]() for code in codes if code in Group.values])


def _age(rule: Rule) -> str:
    if rule.lowest is None:
        return _("age up to %(highest)d") % {"highest": rule.highest or 0}
    if rule.highest is None:
        return _("age from %(lowest)d") % {"lowest": rule.lowest}
    return _("age from %(lowest)d to %(highest)d") % {"lowest": rule.lowest, "highest": rule.highest}


def _lead_time(rule: Rule) -> str:
    days = rule.lowest or 0
    return ngettext("departure at least %(days)d day from now", "departure at least %(days)d days from now", days) % {
        "days": days
    }


CONDITIONS: Mapping[str, Callable[[Rule], str]] = {
    RuleKind.STATUS_IN: lambda rule: _("residence status: %(list)s") % {"list": _statuses(rule)},
    RuleKind.STATUS_NOT_IN: lambda rule: _("residence status other than: %(list)s") % {"list": _statuses(rule)},
    RuleKind.COUNTRY_LISTED: lambda rule: _("nationality of one of the countries the programme names"),
    RuleKind.COUNTRY_NOT_LISTED: lambda rule: _("nationality of a country the programme does not name"),
    RuleKind.COUNTRY_IN: lambda rule: _("nationality: %(list)s") % {"list": _countries(rule)},
    RuleKind.COUNTRY_NOT_IN: lambda rule: _("nationality other than: %(list)s") % {"list": _countries(rule)},
    RuleKind.EU_CITIZEN: lambda rule: _("citizenship of an EU country"),
    RuleKind.AGE: _age,
    RuleKind.IN_BAVARIA: lambda rule: _("home in Bavaria"),
    RuleKind.IN_REGION: lambda rule: _("home in: %(list)s") % {"list": _regions(rule)},
    RuleKind.VOLUNTARY: lambda rule: _("return by one's own decision"),
    RuleKind.OWN_MEANS: lambda rule: _("enough money of one's own for the return"),
    RuleKind.GROUP_IN: lambda rule: _("the programme is meant for: %(list)s") % {"list": _groups(rule.values)},
    RuleKind.LEAD_TIME: _lead_time,
    RuleKind.WITHIN_VALIDITY: lambda rule: _("departure while the programme runs"),
    RuleKind.OFFICES_ONLY: lambda rule: _("for counselling centres, not for private persons"),
    RuleKind.CHECKED_BY_CENTRE: lambda rule: _("further conditions"),
}


def sentence(rule: Rule) -> str:
    """The rule as a visitor reads it, with its exception."""
    condition = {"condition": CONDITIONS[rule.kind](rule)}
    if rule.kind == RuleKind.CHECKED_BY_CENTRE:
        words = _("A counselling centre checks: %(condition)s.") % condition
    elif rule.effect == Effect.EXCLUDES:
        words = _("Not possible with: %(condition)s.") % condition
    elif rule.effect == Effect.UNCLEAR:
        words = _("To be checked by a counselling centre: %(condition)s.") % condition
    else:
        words = _("Needed: %(condition)s.") % condition
    if rule.unless:
        exception = _("Exception: %(groups)s.") % {"groups": _groups(rule.unless)}
        words = f"{words} {exception}"
    return words
