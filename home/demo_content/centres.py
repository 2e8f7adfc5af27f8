"""For counselling centres."""

from home.demo_content.words import Words, block, bullets, h2, steps, text

w = Words()

FIELDS = {
    "title": w("Für Beratungsstellen"),
    "summary": w("Wie Sie Menschen in das Projekt vermitteln, was Sie dafür brauchen und wie es danach weitergeht."),
    "show_in_menus": True,
}

BODY = [
    text(
        w(
            "Sie kennen die Menschen, um die es geht, und genießen ihr Vertrauen. Deshalb führt der Weg in das Projekt über Sie. "
            "Die Anmeldung dauert etwa zehn Minuten. Sie können sie unterbrechen und später fortsetzen."
        )
    ),
    block(
        "steps",
        {
            "heading": w("Vom Gespräch zum Zertifikat"),
            "steps": steps(
                (
                    w("Informieren und Einverständnis einholen"),
                    w(
                        "Erklären Sie das Projekt und den Weg der Daten in der Sprache der Person. Das unterschriebene Formular bleibt bei Ihnen."
                    ),
                ),
                (
                    w("Anmelden"),
                    w(
                        "Sie beantworten Fragen zu Zielland, Sprachen, Berufserfahrung, Wunsch und Zeitplan. Der Name wird noch nicht gebraucht."
                    ),
                ),
                (
                    w("Rückmeldung erhalten"),
                    w("Das Projekt prüft die Anmeldung. Fragen und Entscheidung sehen Sie in Ihrem Bereich."),
                ),
                (
                    w("Kontaktdaten ergänzen"),
                    w("Erst nach einer Zusage geben Sie Namen und Kontakt für die Einladung an."),
                ),
                (
                    w("Begleiten"),
                    w("Coaching und Kurs finden bei den bfz statt. Sie verfolgen den Stand und bleiben Ansprechstelle der Person."),
                ),
            ),
        },
    ),
    block(
        "notice",
        {
            "tone": "info",
            "heading": w("Zeit einplanen"),
            "text": "<p>"
            + w(
                "Ein Kurs hat im Durchschnitt 20 bis 25 Unterrichtseinheiten. REAG/GARP braucht bis zu acht bis zwölf Wochen. Melden Sie "
                "früh an, damit beides vor der Ausreise Platz hat."
            )
            + "</p>",
        },
    ),
    text(
        h2(w("Bitte nicht angeben")),
        w("Für die Anmeldung sind diese Angaben nicht nötig. Schreiben Sie sie auch nicht in freie Felder:"),
        bullets(
            w("Asylgründe, Religion, Herkunftsgruppe, politische Haltung, sexuelle Orientierung"),
            w("Diagnosen und Krankengeschichte"),
            w("Verurteilungen"),
            w("Pass- und AZR-Nummern"),
        ),
        h2(w("Ihr Bereich")),
        w(
            "Mitglieder einer Beratungsstelle melden sich mit ihrer dienstlichen E-Mail-Adresse an. Der Zugangscode kommt per E-Mail; ein "
            "Passwort ist nicht nötig."
        ),
        '<p><a href="/bereich/">'
        + "Zum Bereich für Beratungsstellen"
        + "</a></p>",
        h2(w("Ihr Eintrag im Verzeichnis")),
        w(
            "Im Verzeichnis stehen nur dienstliche Angaben Ihrer Stelle. Angaben, die niemand bestätigt hat, sind als solche gekennzeichnet. "
            "Stimmt etwas nicht, melden Sie es bitte dem Projekt."
        ),
    ),
    block(
        "unconfirmed",
        {
            "text": "<p>"
            + w(
                "Die Fragen der Anmeldung sind ein Vorschlag. Die Projektleitung bestätigt sie, bevor die ersten echten Anmeldungen eingehen."
            )
            + "</p>"
        },
    ),
]
