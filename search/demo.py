"""Recommended results for what visitors of the demo may type, and invented counts for the report. Repeatable."""

from search.insight.services import record_search
from search.insight.slips import read_slip, slip
from search.models import Promotion, SearchQuery, SearchSource

RECOMMENDED = (
    {
        "words": "Zuweisung\nzuweisen\nTeilnehmer anmelden",
        "address": "/de/formulare/zuweisung/",
        "title": "Reintegrationscoaching PLUS: Zuweisung",
        "sentence": "So zeigt die Vorführung eine Empfehlung der Redaktion.",
        "languages": ["de", "de-simple"],
    },
    {
        "words": "Termin\nTermine\nVeranstaltung",
        "address": "/de/veranstaltungen/",
        "title": "Alle Veranstaltungen",
        "languages": ["de", "de-simple"],
    },
)
DISTRICT = "Musterkreis (Demo)"  # does not exist
# Words, language, counselling languages, district, results, how often.
SEARCHES = (
    ("Sprachkurs", "de", (), "", 0, 7),
    ("Führerschein", "de", (), "", 0, 5),
    ("سكن", "ar", (), "", 0, 4),
    ("Rückkehrberatung", "de", (), "", 24, 12),
    ("", "de", ("so",), DISTRICT, 0, 4),
    ("", "ar", ("ar",), DISTRICT, 2, 6),
)


def create_demo() -> None:
    """Create what is missing; change nothing that is there."""
    for facts in RECOMMENDED:
        Promotion.objects.get_or_create(address=facts["address"], page=None, defaults=facts)
    if SearchQuery.objects.filter(district=DISTRICT).exists():
        return
    for text, language, wanted, district, results, times in SEARCHES:
        source = SearchSource.DIRECTORY if district else SearchSource.SITE
        signed = slip(text, source=source, language=language, results=results, wanted=wanted, district=district)
        for _time in range(times):
            record_search(read_slip(signed))
