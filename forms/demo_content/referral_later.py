"""Steps 6 to 8 of the referral: work, organisation, support."""

from forms.demo_content.blueprint import Blueprint

NO_SENSITIVE = (
    "Nichts über Gesundheit, Religion, Politik oder Asylgründe.",
    "Nothing about health, religion, politics or reasons for asylum.",
    "لا شيء عن الصحة أو الدين أو السياسة أو أسباب اللجوء.",
)


def job(b: Blueprint) -> dict:
    return b.step(
        "beruf",
        ("Beruf und Wunsch", "Work and wishes", "المهنة والرغبة"),
        b.question(
            "choice",
            "school",
            ("Schulbesuch", "Schooling", "التعليم المدرسي"),
            options=(
                ("none", "keiner", "none", "لا يوجد"),
                ("up_to_6", "bis 6 Jahre", "up to 6 years", "حتى 6 سنوات"),
                ("up_to_10", "7 bis 10 Jahre", "7 to 10 years", "من 7 إلى 10 سنوات"),
                ("more", "mehr als 10 Jahre", "more than 10 years", "أكثر من 10 سنوات"),
                ("unknown", "nicht bekannt", "not known", "غير معروف"),
            ),
        ),
        b.question(
            "long_text",
            "work",
            ("Arbeit bisher", "Work so far", "العمل حتى الآن"),
            hint=NO_SENSITIVE,
            required=False,
            max_length=1500,
        ),
        b.question(
            "long_text",
            "skills",
            ("Was die Person gut kann", "What the person is good at", "ما يجيده الشخص"),
            required=False,
            max_length=1500,
        ),
        b.question(
            "long_text",
            "wish",
            (
                "Was sie nach der Rückkehr arbeiten möchte",
                "What they want to work as after returning",
                "ما يريد أن يعمله بعد العودة",
            ),
            max_length=1500,
        ),
        b.question(
            "choice",
            "kind_of_work",
            ("Selbstständig oder angestellt", "Self-employed or employed", "عمل حر أم وظيفة"),
            options=(
                ("self_employed", "selbstständig", "self-employed", "عمل حر"),
                ("employed", "angestellt", "employed", "موظف"),
                ("open", "noch offen", "still open", "لم يتقرر بعد"),
            ),
        ),
        b.question(
            "choice",
            "digital_skills",
            ("Umgang mit Computer und Internet", "Using computers and the internet", "استخدام الحاسوب والإنترنت"),
            options=(
                ("none", "gar nicht", "not at all", "لا، على الإطلاق"),
                ("phone", "mit dem Handy", "with a mobile phone", "بالهاتف المحمول"),
                ("computer", "auch am Computer", "with a computer too", "بالحاسوب أيضًا"),
                ("unknown", "nicht bekannt", "not known", "غير معروف"),
            ),
        ),
        b.question(
            "multiple",
            "devices",
            ("Geräte, die die Person nutzen kann", "Devices the person can use", "الأجهزة المتاحة للشخص"),
            required=False,
            options=(
                ("phone", "Smartphone", "Smartphone", "هاتف ذكي"),
                ("tablet", "Tablet", "Tablet", "جهاز لوحي"),
                ("computer", "Computer oder Laptop", "Computer or laptop", "حاسوب"),
            ),
        ),
        b.question(
            "yes_no",
            "internet",
            (
                "Gibt es Internet in der Unterkunft?",
                "Is there internet at the accommodation?",
                "هل يوجد إنترنت في السكن؟",
            ),
            with_unknown=True,
        ),
    )


def organisation(b: Blueprint) -> dict:
    return b.step(
        "organisation",
        ("Zeit und Wege", "Time and travel", "الوقت والتنقل"),
        b.question(
            "month",
            "departure_month",
            ("Geplanter Monat der Ausreise", "Planned month of departure", "الشهر المخطط للمغادرة"),
            meaning="departure_month",
            required=False,
            hint=(
                "Frei lassen, wenn es noch offen ist.",
                "Leave empty if it is still open.",
                "اتركه فارغًا إن لم يتقرر بعد.",
            ),
        ),
        b.question(
            "multiple",
            "applications",
            ("Andere Anträge", "Other applications", "طلبات أخرى"),
            required=False,
            hint=("Gestellt oder geplant.", "Filed or planned.", "مقدمة أو مخططة."),
            options=(
                ("reag_garp", "REAG/GARP", "REAG/GARP", "برنامج REAG/GARP"),
                ("eurp", "EURP", "EURP", "برنامج EURP"),
                ("brp", "Bayerisches Rückkehrprogramm", "Bavarian return programme", "برنامج العودة البافاري"),
                ("starthilfe_plus", "StarthilfePlus", "StarthilfePlus", "برنامج StarthilfePlus"),
            ),
        ),
        b.question(
            "multiple",
            "availability",
            ("Wann hat die Person Zeit?", "When is the person free?", "متى يكون الشخص متفرغًا؟"),
            options=(
                ("mornings", "vormittags", "in the mornings", "صباحًا"),
                ("afternoons", "nachmittags", "in the afternoons", "بعد الظهر"),
                ("evenings", "abends", "in the evenings", "مساءً"),
                ("weekends", "am Wochenende", "at weekends", "في عطلة نهاية الأسبوع"),
            ),
        ),
        b.question(
            "yes_no",
            "child_care",
            ("Wird Kinderbetreuung gebraucht?", "Is child care needed?", "هل تلزم رعاية للأطفال؟"),
            with_unknown=True,
        ),
        b.question(
            "yes_no",
            "can_travel",
            (
                "Kann die Person selbst anreisen?",
                "Can the person travel by themselves?",
                "هل يستطيع الشخص التنقل بنفسه؟",
            ),
            with_unknown=True,
            hint=("Fahrtkosten werden erstattet.", "Travel costs are refunded.", "تُسدَّد تكاليف السفر."),
        ),
    )


def support(b: Blueprint) -> dict:
    return b.step(
        "unterstuetzung",
        ("Was bei der Schulung hilft", "What helps during the training", "ما يساعد أثناء التدريب"),
        b.notice(
            ("Keine Diagnosen", "No diagnoses", "لا تشخيصات"),
            b.prose(
                (
                    "Kreuzen Sie nur an, was hilft, und nur mit dem Einverständnis der Person. Gewalt, Menschenhandel "
                    "oder Krankheiten schreiben Sie hier nicht auf: Rufen Sie uns bitte an.",
                    "Tick only what helps, and only if the person agrees. Do not write about violence, trafficking or "
                    "illness here: please call us.",
                    "ضع علامة على ما يساعد فقط وبموافقة الشخص. "
                    "لا تكتب هنا عن عنف أو اتجار بالبشر أو أمراض: اتصلوا بنا.",
                ),
            ),
        ),
        b.question(
            "yes_no",
            "support_agreed",
            (
                "Ist die Person ausdrücklich einverstanden, dass wir hierzu etwas erfahren?",
                "Does the person explicitly agree that we learn something about this?",
                "هل يوافق الشخص صراحةً على أن نعلم شيئًا عن ذلك؟",
            ),
            "special",
            with_unknown=False,
        ),
        b.question(
            "multiple",
            "support",
            ("Das hilft bei der Schulung", "This helps during the training", "ما يساعد أثناء التدريب"),
            "special",
            meaning="support",
            required=False,
            condition=("support_agreed", "yes"),
            options=(
                ("step_free", "stufenlose Räume", "step-free rooms", "قاعات بلا درج"),
                ("large_print", "große Schrift", "large print", "خط كبير"),
                ("hearing", "Hilfe beim Hören", "help with hearing", "مساعدة في السمع"),
                ("breaks", "häufige Pausen", "frequent breaks", "استراحات متكررة"),
                ("simple_words", "einfache Sprache", "simple words", "لغة بسيطة"),
                ("company", "eine Begleitperson", "a companion", "مرافق"),
                ("women_only", "Gruppe nur für Frauen", "women-only group", "مجموعة للنساء فقط"),
            ),
        ),
        b.question(
            "yes_no",
            "protection",
            (
                "Braucht die Person besonderen Schutz?",
                "Does the person need particular protection?",
                "هل يحتاج الشخص إلى حماية خاصة؟",
            ),
            "special",
            meaning="protection",
            with_unknown=True,
            required=False,
            condition=("support_agreed", "yes"),
            hint=(
                "Bei Ja rufen wir Sie an. Schreiben Sie nichts dazu.",
                "If yes, we will call you. Write nothing about it.",
                "إذا كان الجواب نعم فسنتصل بكم. لا تكتبوا شيئًا عن ذلك.",
            ),
        ),
    )
