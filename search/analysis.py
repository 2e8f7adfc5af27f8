"""Text to tokens, once for every engine: an entry is read by the same code when written as a query when asked.

A word becomes a *term* (its normal form, as the vocabulary keeps it) and a *token* (its stem in the language of the
text, as the engines match it). Umlauts meet their spellings by one rule (``fold``): ä = ae = a, ß = ss.
"""

import re
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import snowballstemmer

# Rows written by another version are due for "search rebuild".
VERSION = 2
MAX_WORD = 60

# Marks and joiners inside words: Arabic vowel signs, tatweel, the zero-width joiners of Persian, combining accents.
INSIDE = "\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200c\u200d\u00ad\u2060\ufeff"
WORD = re.compile(rf"[^\W_]+(?:[{INSIDE}]+[^\W_]+)*[{INSIDE}]*")
INVISIBLE = re.compile(f"[{INSIDE}]")
# What joins the parts of one word: Easy German writes "Rück-Kehr" or "Rück·kehr" for "Rückkehr".
HYPHENS = "-\u2010\u2011\u00b7\u2027"
HYPHENED = re.compile(rf"{WORD.pattern}(?:[{HYPHENS}]{WORD.pattern})*")
HYPHEN = re.compile(f"[{HYPHENS}]")

STEMMERS = {"de": "german", "en": "english", "ar": "arabic", "ru": "russian", "tr": "turkish"}
RIGHT_TO_LEFT_LETTERS = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")
CYRILLIC = re.compile("[\u0400-\u04ff]")

# Arabic and Persian forms of one letter, brought to one.
ARABIC_LETTERS = {
    ord(letter): target
    for letters, target in (("یىېێ", "ي"), ("کڪ", "ك"), ("ہھەۀ", "ه"), ("ۆۇ", "و"))
    for letter in letters
}
ARABIC_FOLDS = {
    ord(letter): target for letters, target in (("أإآٱ", "ا"), ("ؤ", "و"), ("ئ", "ي"), ("ة", "ه")) for letter in letters
}

ABBREVIATIONS = {
    "st": "sankt",
    "str": "strasse",
    "lkr": "landkreis",
    "obb": "oberbayern",
    "ndb": "niederbayern",
    "opf": "oberpfalz",
    "ofr": "oberfranken",
    "mfr": "mittelfranken",
    "ufr": "unterfranken",
}


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Few, and only words nobody looks for: a stop word missing here costs little, one too many hides a page. The little
# words of place names are among them, so that "Neustadt an der Aisch" and "Neustadt a.d. Aisch" are the same.
STOP_WORDS = {
    "de": _set(
        "der die das den dem des ein eine einer einem einen eines und oder in im ins an am auf aus bei beim fur mit "
        "nach ob um unter uber vom von vor zu zum zur ist sind war wird werden kann ich wir sie er es man mein meine "
        "meinem meinen meiner wo wer wie was wann welche welcher welches gibt gibts als auch "
        "dass nicht noch nur so wenn will mochte brauche bekomme finde suche habe hat haben muss "
        "mir mich sich uns euch ihr ihm ihn ihnen kein keine keinen jemand jemanden lassen"
    ),
    "en": _set(
        "a an and are as at be by can do dos for from how i in is it my of on or that the there to was we what "
        "when where which who with you your me our us need want get would like"
    ),
    "ar": _set("في من علي الي عن هل ما ماذا كيف اين مع او هو هي هذا هذه ان انا اريد احتاج لي"),
    "fa": _set("در از به با و را كه اين ان براي تا يا چه كجا چگونه است من ميخواهم دارم"),
    "ru": _set("в во и на с со по для от из к ко о об а не что как где кто или это я мне хочу нужен нужна нужно"),
    "tr": _set("ve ile icin bir bu de da te ta den dan ne nasil nerede mi mu veya ben istiyorum lazim"),
}


class Word(NamedTuple):
    """A word where it stands in a text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Form:
    """All there is to know of one word in one language, worked out once."""

    spelling: str
    term: str
    token: str
    is_content: bool
    is_number: bool


def base_language(language: str) -> str:
    """Easy German is German to the analyser, Dari is Persian."""
    return language.split("-")[0].lower()


def words(text: str) -> Iterator[Word]:
    """The words where they stand; letters with hyphens between them are one, numbers are not ("20-25")."""
    for match in HYPHENED.finditer(text):
        found = match.group()
        if _is_one(found):
            yield Word(found, *match.span())
        else:
            for piece in WORD.finditer(text, *match.span()):
                yield Word(piece.group(), *piece.span())


def _is_one(text: str) -> bool:
    return not HYPHEN.search(text) or not any(character.isdigit() for character in text)


def pieces(word: str) -> list[str]:
    """The parts of a word with hyphens; none when it is written in one."""
    return [piece for piece in HYPHEN.split(word) if piece] if HYPHEN.search(word) else []


@lru_cache(maxsize=100_000)
def normal(word: str, language: str = "") -> str:
    """One spelling for one word, umlauts kept: case, compatibility forms, joiners, Arabic letter forms, digits."""
    language = base_language(language)
    word = HYPHEN.sub("", INVISIBLE.sub("", unicodedata.normalize("NFKC", word)))
    if language in ("tr", "az"):
        word = word.replace("İ", "i").replace("I", "ı")
    word = unicodedata.normalize("NFKC", word.casefold()).replace("i\u0307", "i")
    # A sign that stands for several, such as "⑴" or "㏂", may bring along what no token may hold.
    word = "".join(WORD.findall(word))
    word = "".join(str(unicodedata.digit(c)) if c.isdigit() and not c.isascii() else c for c in word)
    word = word.translate(ARABIC_LETTERS)
    if word.endswith("str") and len(word) > 6 and language == "de":
        word += "asse"
    return ABBREVIATIONS.get(word, word)[:MAX_WORD]


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """Letters without their marks, and the second spelling of umlauts without its e: ä = ae = a, ü = ue = u."""
    if word.isascii():
        bare = word
    else:
        kept = []
        for letter in word.translate(ARABIC_FOLDS).replace("ё", "е").replace("ı", "i"):
            # The breve of й and of ў is no mark that may fall.
            parts = letter if "\u0400" <= letter <= "\u04ff" else unicodedata.normalize("NFD", letter)
            kept.append("".join(part for part in parts if not unicodedata.combining(part)))
        bare = "".join(kept).replace("æ", "a").replace("œ", "o").replace("ø", "o").replace("ł", "l").replace("đ", "d")
    # "Bauer", "neue", "Quelle" hold no umlaut.
    return re.sub(r"(?<![aeq])ue", "u", bare.replace("ae", "a").replace("oe", "o"))


# Letters that are heard alike in German, the longer spellings first.
SOUNDS = (
    ("sch", "s"), ("tz", "z"), ("ts", "z"), ("ph", "f"), ("th", "t"), ("dt", "t"), ("ck", "k"), ("ch", "k"),
    ("qu", "kw"), ("ie", "i"), ("ei", "ai"), ("eu", "oi"), ("y", "i"), ("c", "k"), ("v", "f"), ("w", "f"), ("x", "ks"),
)  # fmt: skip
TWICE = re.compile(r"(.)\1+")
UNHEARD = re.compile("(?<=[aeiou])h")


@lru_cache(maxsize=100_000)
def sound(plain: str) -> str:
    """How a normal form is heard: "Adrese" is "Adresse", "Fisum" is "Visum". Latin letters only; others stay."""
    for letters, heard in SOUNDS:
        plain = plain.replace(letters, heard)
    return TWICE.sub(r"\1", UNHEARD.sub("", plain))


class Stemmer:
    """A snowball stemmer keeps the word it works on in itself: one at a time."""

    def __init__(self, name: str):
        self.lock = threading.Lock()
        self.stemmer = snowballstemmer.stemmer(name)

    def stem(self, word: str) -> str:
        with self.lock:
            return self.stemmer.stemWord(word)


_stemmers = {code: Stemmer(name) for code, name in STEMMERS.items()}


def _persian_stem(word: str) -> str:
    """No stemmer exists; the plural and its joints are what differs between a query and a text."""
    for ending in ("هايي", "هاي", "ها", "ان"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


@lru_cache(maxsize=100_000)
def term(word: str, language: str = "") -> str:
    """What the vocabulary knows a word by."""
    return fold(normal(word, language))


@lru_cache(maxsize=200_000)
def token(word: str, language: str) -> str:
    """What the engines match a word by."""
    language = base_language(language)
    plain = normal(word, language)
    if any(character.isdigit() for character in plain):
        return fold(plain)
    if language == "fa":
        return fold(_persian_stem(plain))
    stemmer = _stemmers.get(language)
    return fold(stemmer.stem(plain)) if stemmer else fold(plain)


@lru_cache(maxsize=50_000)
def is_stop_word(word: str, language: str) -> bool:
    """Little words, and the single letters of "a.d.", "i.d.", "b.", "e. V.": nobody finds anything by them."""
    plain = term(word, language)
    if len(plain) == 1 and not plain.isdigit() and "a" <= plain <= "z":
        return True
    return plain in STOP_WORDS.get(base_language(language), ())


@lru_cache(maxsize=100_000)
def form(word: str, language: str) -> Form:
    plain = term(word, language)
    first, *others = pieces(word) or [word]
    return Form(
        # As it would be written in one: "Rückkehr" for "Rück-Kehr".
        spelling=first + "".join(others).lower() if others else word,
        term=plain,
        token=token(word, language),
        is_content=not is_stop_word(word, language),
        is_number=any(character.isdigit() for character in plain),
    )


def content(text: str, language: str) -> list[Form]:
    """The words of a text that somebody could look for, in their order."""
    return [found for word in _spellings(text) if (found := form(word, language)).is_content]


def _spellings(text: str) -> Iterator[str]:
    """Every word; one with hyphens as its parts and as the whole they make. Like ``words``, without their places."""
    for found in HYPHENED.findall(text):
        if not HYPHEN.search(found):
            yield found
        elif _is_one(found):
            yield from pieces(found)
            yield found
        else:
            yield from WORD.findall(found)


def languages_of(word: str, reader: str) -> tuple[str, ...]:
    """The languages a typed word may be in, judged by its script; the reader's own comes first when it fits."""
    if RIGHT_TO_LEFT_LETTERS.search(word):
        candidates = ("ar", "fa")
    elif CYRILLIC.search(word):
        candidates = ("ru",)
    else:
        candidates = ("de", "en", "tr")
    reader = base_language(reader)
    return tuple(sorted(candidates, key=lambda code: code != reader))


def is_little_word(word: str) -> bool:
    """Whether the word says nothing in any language it may be in: a query does not tell which one it is in."""
    return any(is_stop_word(word, code) for code in languages_of(word, ""))
