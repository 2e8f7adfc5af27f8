"""One spelling for the many spellings of a Bavarian place name."""

import re
import unicodedata

from programmes.codes import DistrictType

# Short forms as the state offices write them, and the word in full.
_SHORT_FORMS = {
    "st": "sankt",
    "opf": "oberpfalz",
    "ofr": "oberfranken",
    "mfr": "mittelfranken",
    "ufr": "unterfranken",
    "ndb": "niederbayern",
    "nby": "niederbayern",
    "obb": "oberbayern",
    "schw": "schwaben",
    "bay": "bayern",
    "fichtelgeb": "fichtelgebirge",
    "t": "tauber",
}
# Words that join a name to its river or forest: "am", "an der" and "a.d." have to meet.
_JOINTS = frozenset({
    "a", "ad", "am", "an", "auf", "b", "bei", "d", "das", "dem", "den", "der", "die", "i", "id", "im", "in",
    "o", "ob", "od", "v", "vd", "vom", "von", "vor",
})  # fmt: skip
_KINDS = {
    "stadt": DistrictType.CITY,
    "kreisfreie": DistrictType.CITY,
    "landeshauptstadt": DistrictType.CITY,
    "landkreis": DistrictType.RURAL,
    "kreis": DistrictType.RURAL,
    "lkr": DistrictType.RURAL,
    "lk": DistrictType.RURAL,
}
KIND_WORDS = {DistrictType.CITY: "Stadt", DistrictType.RURAL: "Landkreis"}


def fold(text: str) -> str:
    """Lower case, umlauts as two letters, no accents, Latin digits, single spaces."""
    text = unicodedata.normalize("NFKC", text).casefold()
    for letter, pair in (("ä", "ae"), ("ö", "oe"), ("ü", "ue")):
        text = text.replace(letter, pair)
    text = unicodedata.normalize("NFKD", text)
    signs = (str(unicodedata.digit(sign)) if sign.isdecimal() else sign for sign in text)
    return " ".join("".join(sign for sign in signs if not unicodedata.combining(sign)).split())


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", fold(text))


def place_key(name: str) -> str:
    """What the spellings of one place have in common: "Neustadt a.d.Aisch" and "Neustadt an der Aisch"."""
    full = [_SHORT_FORMS.get(word, word) for word in words(name)]
    return " ".join([word for word in full if word not in _JOINTS] or full)


def loosened(key: str) -> str:
    """A ``place_key`` without the second letter of an umlaut, so that "Nurnberg" finds "Nürnberg"."""
    return re.sub(r"([aou])e", r"\1", key)


def split_kind(name: str) -> tuple[str, DistrictType | None]:
    """The name without "Stadt" or "Landkreis" around it, and which of the two it was."""
    found = words(name)
    kinds = [_KINDS[word] for word in found if word in _KINDS]
    rest = [word for word in found if word not in _KINDS]
    return (" ".join(rest), kinds[-1]) if kinds and rest else (name, None)


# Länder and large cities people type first; where a Bavarian place has the same name, the finder knows that one.
_ELSEWHERE = """
    Baden-Württemberg, Berlin, Brandenburg, Bremen, Hamburg, Hessen, Mecklenburg-Vorpommern, Niedersachsen,
    Nordrhein-Westfalen, NRW, Rheinland-Pfalz, Saarland, Sachsen, Sachsen-Anhalt, Schleswig-Holstein, Thüringen,
    Aachen, Bielefeld, Bochum, Bonn, Braunschweig, Chemnitz, Darmstadt, Dortmund, Dresden, Duisburg, Düsseldorf,
    Erfurt, Essen, Frankfurt, Frankfurt am Main, Frankfurt a.M., Freiburg, Freiburg im Breisgau, Friedland,
    Gelsenkirchen, Gießen, Göttingen, Hagen, Halle, Halle an der Saale, Hamm, Hannover, Heidelberg, Heilbronn, Jena,
    Karlsruhe, Kassel, Kiel, Koblenz, Köln, Krefeld, Leipzig, Leverkusen, Lübeck, Ludwigshafen, Magdeburg, Mainz,
    Mannheim, Mönchengladbach, Mülheim, Münster, Oberhausen, Oldenburg, Osnabrück, Paderborn, Pforzheim, Potsdam,
    Reutlingen, Rostock, Saarbrücken, Salzburg, Schwerin, Solingen, Stuttgart, Trier, Ulm, Wien, Wiesbaden,
    Wolfsburg, Wuppertal
"""
ELSEWHERE = frozenset(place_key(name) for name in _ELSEWHERE.split(","))
