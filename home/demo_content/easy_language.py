"""The start page in easy German: one sentence a line, no abbreviation, no passive, no negation."""

from home.demo_content.words import block, h2, prose, text

FIELDS = {
    "title": "Willkommen",
    "summary": "Hier lesen Sie das Wichtigste in Leichter Sprache.",
    "lead": "Denken Sie über die Rück-Kehr in Ihr Heimat-Land nach? Hier finden Sie Hilfe. Die Hilfe ist kostenlos.",
    "shows_events": False,
    "access_heading": "",
    "easy_language_text": "",
    "sign_language_text": "",
}

BODY = [
    text(
        h2("Sie entscheiden"),
        "Rück-Kehr ist Ihre freie Entscheidung.",
        "Sie haben Zeit.",
        "Sie bestimmen selbst: Ich bleibe. Oder ich gehe.",
        h2("Die Beratung"),
        "In Bayern gibt es Beratungs-Stellen.",
        "Dort arbeiten Fach-Leute.",
        "Die Fach-Leute hören Ihnen zu.",
        "Die Fach-Leute beantworten Ihre Fragen.",
        "Das Gespräch ist kostenlos.",
        "Das Gespräch ist freiwillig.",
        "Sie wählen die Beratungs-Stelle selbst.",
    ),
    block(
        "directory_search",
        {
            "heading": "Beratungs-Stelle suchen",
            "text": "Schreiben Sie Ihren Ort in das Feld. Oder schreiben Sie Ihre Post-Leit-Zahl. Die Liste ist in schwerer Sprache.",
        },
    ),
    text(h2("Der Kurs"), "Sie wollen zurück-kehren?", "Dann können Sie vorher in Bayern etwas lernen."),
    block(
        "steps",
        {
            "heading": "So geht es",
            "steps": [
                {"title": "Sprechen", "text": prose("Sie sprechen mit der Beratungs-Stelle.")},
                {"title": "Anmelden", "text": prose("Die Beratungs-Stelle meldet Sie an.", "Vorher fragt sie Sie.")},
                {"title": "Lernen", "text": prose("Sie lernen etwas für Ihre Arbeit.", "Zum Beispiel: kochen, nähen oder Haare schneiden.")},
                {"title": "Zertifikat", "text": prose("Am Ende bekommen Sie ein Zertifikat.", "Ein Zertifikat ist ein Papier.", "Darauf steht: Das habe ich gelernt.")},
            ],
        },
    ),
    text(
        h2("So benutzen Sie diese Internet-Seite"),
        "Oben auf der Seite ist das Menü.",
        "Das Menü zeigt alle Themen.",
        "Oben finden Sie auch die Sprachen.",
        "Klicken Sie auf Ihre Sprache.",
        "Ganz unten finden Sie die Adresse von uns.",
        "Die anderen Seiten sind in schwerer Sprache.",
        h2("Gebärden-Sprache"),
        "Videos in Gebärden-Sprache kommen später.",
    ),
    block(
        "notice",
        {
            "tone": "info",
            "heading": "Prüfung",
            "text": "<p>Dieser Text ist ein Entwurf.</p><p>Menschen mit Lern-Schwierigkeiten prüfen den Text noch.</p>",
        },
    ),
]
