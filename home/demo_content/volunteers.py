"""For volunteers."""

from home.demo_content.words import Words, block, bullets, h2, steps, text

w = Words()

FIELDS = {
    "title": w("Für Ehrenamtliche"),
    "summary": w("Was Sie weitergeben können, wo Ihre Rolle endet und wen Sie anrufen, wenn jemand über Rückkehr spricht."),
    "show_in_menus": True,
}

BODY = [
    text(
        w(
            "Wer Menschen lange begleitet, wird oft als Erste oder Erster gefragt: Was wäre, wenn ich zurückginge? Sie müssen darauf "
            "keine fertige Antwort haben. Zuhören und den Weg zu einer Beratungsstelle zeigen, das hilft schon viel."
        ),
        h2(w("Was Sie tun können")),
        bullets(
            w("Zuhören, ohne zu raten oder abzuraten."),
            w("Sagen, dass Beratung kostenlos, freiwillig und ergebnisoffen ist."),
            w("Beim Suchen einer Beratungsstelle und beim ersten Anruf helfen."),
            w("Zum Gespräch mitgehen, wenn die Person das möchte."),
        ),
        h2(w("Was Sie anderen überlassen dürfen")),
        bullets(
            w("Auskunft über Beträge und Förderprogramme: Sie ändern sich oft."),
            w("Fragen zum Aufenthaltsrecht: Dafür gibt es Fachleute."),
            w("Die Entscheidung selbst: Sie gehört allein der Person."),
        ),
    ),
    block(
        "steps",
        {
            "heading": w("Wenn jemand Sie anspricht"),
            "steps": steps(
                (w("Zeit nehmen"), w("Ein ruhiger Ort und eine gemeinsame Sprache sind wichtiger als Wissen.")),
                (
                    w("Offen bleiben"),
                    w("Gründe für das Bleiben und Gründe für das Gehen haben beide Platz. Drängen Sie zu nichts."),
                ),
                (
                    w("Stelle suchen"),
                    w(
                        "Suchen Sie gemeinsam eine Beratungsstelle aus. Unter den Stellen im Regierungsbezirk darf die Person frei wählen: "
                        "staatlich, städtisch oder nichtstaatlich."
                    ),
                ),
                (
                    w("Vertrauen schützen"),
                    w("Geben Sie nichts weiter, was Ihnen anvertraut wurde, auch nicht an eine Beratungsstelle, außer die Person bittet darum."),
                ),
            ),
        },
    ),
    block(
        "directory_search",
        {
            "heading": w("Beratungsstelle finden"),
            "text": w("Mit Ort oder Postleitzahl finden Sie die Stellen in der Nähe, mit Sprachen und Telefonnummer."),
        },
    ),
    text(
        h2(w("Informationsveranstaltungen")),
        w(
            "Das Projekt stellt sich regelmäßig in den Regionen vor. Eingeladen sind Ehrenamtliche, Beratungsstellen und Behörden. "
            "Termine und Anmeldung finden Sie unter Veranstaltungen."
        ),
    ),
    block(
        "questions",
        {
            "heading": w("Fragen aus Helferkreisen"),
            "questions": [
                {
                    "question": w("Kann ich jemanden selbst zum Kurs anmelden?"),
                    "answer": "<p>"
                    + w(
                        "Nein, die Anmeldung macht eine Beratungsstelle. So ist sicher, dass die Person vorher gut informiert wurde und "
                        "einverstanden ist."
                    )
                    + "</p>",
                },
                {
                    "question": w("Darf ich bei der Beratung dabei sein?"),
                    "answer": "<p>" + w("Wenn die Person es wünscht und die Beratungsstelle zustimmt, ja.") + "</p>",
                },
                {
                    "question": w("Ich finde eine Rückkehr falsch. Was nun?"),
                    "answer": "<p>"
                    + w(
                        "Ihre Meinung dürfen Sie haben. Für die Person ist es wertvoll, wenn sie trotzdem frei mit Ihnen sprechen kann. "
                        "Die Beratung bespricht auch Wege, in Deutschland zu bleiben."
                    )
                    + "</p>",
                },
            ],
        },
    ),
]
