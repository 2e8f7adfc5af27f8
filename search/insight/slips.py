"""What a page of results says about its own search, signed, for the browser to hand back.

A page of results may come from a cache and a GET never writes. So each carries a slip, and a script sends it back by
POST when the page was shown, and again with the rank when a result was chosen. Signed, so that only what was really
searched for and found is counted; without a time in it, so that the same answer is the same page.
"""

import json
from dataclasses import asdict, dataclass

from django.core.signing import BadSignature, Signer

from search.analysis import is_stop_word, normal, term, words
from search.insight.personal import may_be_personal
from search.models import SearchSource

SALT = "search.insight"
LONGEST_TERMS = 120
MOST_LANGUAGES = 4
LONGEST = 2_000


@dataclass(frozen=True)
class Slip:
    """A search without its person: words in normal form, and what was asked for and found."""

    source: str
    language: str
    key: str  # the words as they are compared: "Rückkehr" and "rueckkehr" are one
    terms: str  # the words as they are shown
    results: int
    kind: str = ""
    wanted: str = ""
    district: str = ""
    is_corrected: bool = False
    is_loosened: bool = False


def slip(
    text: str,
    *,
    source: SearchSource,
    language: str,
    results: int,
    kind: str = "",
    wanted: tuple[str, ...] = (),
    district: str = "",
    is_corrected: bool = False,
    is_loosened: bool = False,
) -> str:
    """The signed slip of a search, ready for an attribute; empty for one that must not be counted.

    ``wanted`` are the counselling languages asked for, ``district`` is the name of the district a place was understood
    as; the place itself, which may be somebody's home, is never part of it.
    """
    if may_be_personal(text):
        return ""
    found = [word.text for word in words(text)]
    found = [word for word in found if not is_stop_word(word, language)] or found
    if not found and not district and not wanted:
        return ""
    own = Slip(
        source=source.value,
        language=language,
        key=" ".join(term(word, language) for word in found)[:LONGEST_TERMS],
        terms=" ".join(normal(word, language) for word in found)[:LONGEST_TERMS],
        results=results,
        kind=kind,
        wanted=",".join(sorted(wanted)[:MOST_LANGUAGES])[:60],
        district=district[:120],
        is_corrected=is_corrected,
        is_loosened=is_loosened,
    )
    return Signer(salt=SALT).sign(json.dumps(asdict(own), ensure_ascii=False, separators=(",", ":")))


def read_slip(signed: str) -> Slip | None:
    """The slip a browser handed back; None when it is not one of ours."""
    if len(signed) > LONGEST:
        return None
    try:
        return Slip(**json.loads(Signer(salt=SALT).unsign(signed)))
    except (BadSignature, ValueError, TypeError):
        return None
