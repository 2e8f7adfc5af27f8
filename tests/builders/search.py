"""Documents for the search tests; nothing here knows an app."""

from collections.abc import Iterator
from itertools import count
from random import Random

from search import registry
from search.registry import SearchDocument

_numbers = count(1)

TOWNS = [
    ("Nürnberg", "09564", 49.45, 11.08),
    ("München", "09162", 48.14, 11.57),
    ("Augsburg", "09761", 48.37, 10.90),
    ("Würzburg", "09663", 49.79, 9.95),
    ("Regensburg", "09362", 49.01, 12.10),
    ("Bamberg", "09461", 49.89, 10.89),
    ("Rosenheim", "09163", 47.86, 12.12),
    ("Zirndorf", "09573", 49.44, 10.95),
    ("Kempten (Allgäu)", "09763", 47.73, 10.32),
    ("Neustadt a.d.Aisch", "09575", 49.58, 10.61),
    ("Weiden i.d.OPf.", "09363", 49.68, 12.16),
    ("Passau", "09262", 48.57, 13.46),
]
SUBJECTS = ["Rückkehr", "Perspektiv", "Sucht", "Schulden", "Familien", "Migrations", "Asyl", "Ausbildungs", "Gründungs"]
SUBJECTS += ["Wohnungs", "Gesundheits", "Jugend", "Frauen", "Sozial", "Rechts", "Arbeits", "Sprach", "Bildungs"]
FORMS = ["beratung", "hilfe", "stelle", "zentrum", "dienst", "kurs", "treff", "förderung", "vermittlung", "begleitung"]
LANGUAGES = ["de", "en", "ar", "fa", "tr", "ru", "uk", "fr", "ku", "ti"]


def make_document(**facts) -> SearchDocument:
    defaults = {"kind": "page", "object_id": str(next(_numbers)), "language": "de", "serves": ("de",), "title": "Seite"}
    document = {**defaults, **facts}
    document.setdefault("path", f"{document['kind']}/{document['object_id']}/")
    return SearchDocument(**document)


def make_entry(**facts) -> SearchDocument:
    """A document that is in the index."""
    document = make_document(**facts)
    registry.put([document])
    return document


def synthetic_documents(number: int) -> Iterator[SearchDocument]:
    """Many centres with about a hundred words each out of some twenty thousand, the same ones in every run."""
    chance = Random(20_000)
    syllables = [a + b for a in "bdfgklmnprst" for b in ("a", "e", "i", "o", "u", "au", "ei")]
    fillers = ["".join(chance.choices(syllables, k=3)) for _ in range(20_000)]
    for n in range(number):
        town, district, lat, lon = chance.choice(TOWNS)
        words = [chance.choice(SUBJECTS) + chance.choice(FORMS) for _ in range(40)]
        yield make_document(
            kind="centre",
            object_id=f"synthetic-{n}",
            serves=("de", "en", "ar"),
            title=f"{words[0]} {town} {n}",
            summary=f"Beratung in {town}: {words[1]}, {words[2]} und {words[3]}.",
            body=f"Wir bieten {' und '.join(words)} in {town} an. " + " ".join(chance.sample(fillers, k=20)),
            keywords=f"{words[4]} {90000 + n % 9000}",
            path=f"beratungsstellen/synthetic-{n}/",
            facets={
                "language": ("de", *chance.sample(LANGUAGES[1:], k=n % 4)),
                "audience": (chance.choice(("families", "single", "minors")),),
                "mode": tuple(chance.sample(("onsite", "phone", "video"), k=1 + n % 2)),
                "provider": (chance.choice(("state", "municipal", "welfare")),),
            },
            lat=lat + chance.uniform(-0.3, 0.3),
            lon=lon + chance.uniform(-0.3, 0.3),
            districts=(district, chance.choice(TOWNS)[1]),
        )
