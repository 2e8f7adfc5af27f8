"""Samples of the three pages the law demands; the operator completes them."""

from home.demo_content.words import block, bullets, h2, text

TO_COMPLETE = "[vom Betreiber zu ergänzen]"

SAMPLE = block(
    "notice",
    {
        "tone": "warning",
        "heading": "Muster",
        "text": "<p>Diese Seite ist ein Muster. Der Betreiber ergänzt und prüft sie, bevor das Portal veröffentlicht wird.</p>",
    },
)

IMPRINT = {
    "title": "Impressum",
    "summary": "Wer dieses Portal betreibt und für den Inhalt verantwortlich ist. Muster, vom Betreiber zu ergänzen.",
    "body": [
        SAMPLE,
        text(
            h2("Herausgeber"),
            "Bayerisches Landesamt für Asyl und Rückführungen (LfAR)",
            f"Anschrift: {TO_COMPLETE}",
            f"Telefon: {TO_COMPLETE}",
            f"E-Mail: {TO_COMPLETE}",
            h2("Vertretung"),
            f"Vertretungsberechtigt: {TO_COMPLETE}",
            f"Umsatzsteuer-Identifikationsnummer, falls vorhanden: {TO_COMPLETE}",
            h2("Redaktionelle Verantwortung"),
            f"Verantwortlich für den Inhalt: {TO_COMPLETE}",
            h2("Förderung"),
            "Das Projekt wird aus dem Asyl-, Migrations- und Integrationsfonds (AMIF) von der Europäischen Union kofinanziert.",
            h2("Quellen"),
            "Postleitzahlen: GeoNames, CC BY 4.0. Kreise: Statistisches Bundesamt (Destatis). Postleitzahlen in zwei Kreisen: "
            "OpenStreetMap-Mitwirkende, ODbL.",
        ),
    ],
}

PRIVACY = {
    "title": "Datenschutz",
    "summary": "Welche Angaben dieses Portal verarbeitet, wozu und wie lange. Muster, vom Betreiber zu ergänzen.",
    "body": [
        SAMPLE,
        text(
            h2("Verantwortlich"),
            f"Bayerisches Landesamt für Asyl und Rückführungen (LfAR), Anschrift: {TO_COMPLETE}",
            f"Datenschutzbeauftragte oder Datenschutzbeauftragter: {TO_COMPLETE}",
            f"Zusammenarbeit mit den bfz (gemeinsame Verantwortung oder Auftrag): {TO_COMPLETE}",
            h2("Wenn Sie nur lesen"),
            "Sie können alle öffentlichen Seiten ohne Anmeldung und ohne Namen lesen. Das Portal misst Ihr Verhalten nicht und lädt nichts "
            "von fremden Servern.",
            "Das Portal setzt nur Cookies, ohne die es nicht arbeiten kann: für die gewählte Sprache, für Formulare und für die Anmeldung "
            "von Beratungsstellen. Deshalb gibt es hier keine Cookie-Abfrage.",
            f"Protokolle des Servers: Inhalt und Speicherdauer {TO_COMPLETE}",
            h2("Wenn Sie sich zu einer Veranstaltung anmelden"),
            "Wir verarbeiten Ihre Angaben, um Ihren Platz zu verwalten, und löschen sie 90 Tage nach der Veranstaltung.",
            f"Rechtsgrundlage: {TO_COMPLETE}",
            h2("Wenn eine Beratungsstelle Sie zum Projekt anmeldet"),
            "Die Anmeldung beginnt ohne Ihren Namen. Was Sie brauchen und wer Sie sind, wird getrennt gespeichert und getrennt gelöscht. "
            "Ihre Beratungsstelle gibt Ihnen dazu eine eigene Information in Ihrer Sprache.",
            f"Rechtsgrundlage, Empfänger und Fristen: {TO_COMPLETE}",
            h2("Ihre Rechte"),
            "Nach der Datenschutz-Grundverordnung haben Sie diese Rechte:",
            bullets(
                "Auskunft über Ihre Angaben",
                "Berichtigung falscher Angaben",
                "Löschung und Einschränkung der Verarbeitung",
                "Widerspruch, und Widerruf einer Einwilligung für die Zukunft",
                "Beschwerde bei der Aufsicht: Der Bayerische Landesbeauftragte für den Datenschutz",
            ),
        ),
    ],
}

ACCESSIBILITY = {
    "title": "Erklärung zur Barrierefreiheit",
    "summary": "Wie zugänglich dieses Portal ist und wie Sie eine Barriere melden. Muster, vom Betreiber zu ergänzen.",
    "body": [
        SAMPLE,
        text(
            h2("Geltung"),
            f"Diese Erklärung gilt für dieses Portal unter der Adresse {TO_COMPLETE}.",
            h2("Stand der Vereinbarkeit"),
            "Das Portal ist nach den Regeln der Barrierefreie-Informationstechnik-Verordnung (BITV 2.0) und der WCAG 2.2, Stufe AA, gebaut. "
            "Eine Prüfung durch eine unabhängige Stelle steht noch aus.",
            f"Ergebnis und Datum der Prüfung: {TO_COMPLETE}",
            h2("Nicht barrierefreie Inhalte"),
            bullets(
                "Videos in Deutscher Gebärdensprache fehlen noch.",
                "Die Texte in Leichter Sprache sind noch nicht von einer Prüfgruppe gelesen.",
                "Nicht alle Seiten liegen in allen Sprachen vor. Fehlt eine Übersetzung, erscheint der deutsche Text mit einem Hinweis.",
            ),
            h2("Barriere melden"),
            "Sie sind auf eine Barriere gestoßen? Schreiben Sie uns, auf welcher Seite das war. Wir antworten und suchen einen Weg.",
            f"E-Mail und Telefon: {TO_COMPLETE}",
            h2("Durchsetzung"),
            "Hilft unsere Antwort nicht weiter, wenden Sie sich an die Durchsetzungs- und Überwachungsstelle beim Landesamt für "
            "Digitalisierung, Breitband und Vermessung.",
            f"Anschrift der Stelle: {TO_COMPLETE}",
            h2("Erstellt"),
            f"Diese Erklärung wurde erstellt am: {TO_COMPLETE}",
        ),
    ],
}
