"""The demo's referral to Reintegrationscoaching PLUS: steps 1 to 8. Who the person is, is asked after acceptance."""

from forms.demo_content.blueprint import Blueprint
from forms.demo_content.referral_later import job, organisation, support
from forms.demo_content.referral_person import communication, eligibility, person

SLUG = "zuweisung"


def referral_form() -> tuple[dict, Blueprint]:
    """What goes onto the page, and its words in the other languages."""
    b = Blueprint()
    page = {
        "title": b.say(
            "Zuweisung zum Reintegrationscoaching PLUS",
            "Referral to Reintegrationscoaching PLUS",
            "الإحالة إلى مشروع Reintegrationscoaching PLUS",
        ),
        "summary": b.say(
            "Beratungsstellen schlagen hier eine Person für die Qualifizierung vor.",
            "Counselling centres propose a person for the training here.",
            "تقترح مراكز الاستشارة هنا شخصًا للتأهيل.",
        ),
        "purpose": "referral",
        "audience": "centres",
        "reference_prefix": "RC",
        "minutes": 10,
        "intro": b.prose(
            (
                "Mit diesem Formular schlagen Sie eine Person für das Reintegrationscoaching vor. Sie nennen keinen "
                "Namen: Wer die Person ist, fragt das Projekt erst nach der Annahme.",
                "With this form you propose a person for the coaching. You give no name: the project asks who the "
                "person is only after acceptance.",
                "تقترح بهذا النموذج شخصًا للتدريب. لا تذكر أي اسم: لا يسأل المشروع عن هوية الشخص إلا بعد القبول.",
            ),
        ),
        "needed": b.points(
            (
                "die Einwilligung der Person, von ihr unterschrieben, in Ihrer Akte",
                "the person's consent, signed by them, in your file",
                "موافقة الشخص موقّعةً منه ومحفوظةً في ملفكم",
            ),
            (
                "Herkunft, Zielland und Sprachen der Person",
                "the person's nationality, destination and languages",
                "جنسية الشخص وبلد الوجهة واللغات التي يتكلمها",
            ),
            (
                "den geplanten Monat der Ausreise",
                "the planned month of departure",
                "الشهر المخطط للمغادرة",
            ),
        ),
        "privacy_note": b.prose(
            (
                "Alles wird verschlüsselt gespeichert. Lesen dürfen es nur die Fallarbeit des Projekts und die "
                "Personen, die das Coaching machen; jeder Blick wird aufgezeichnet. Entwürfe werden nach 30 Tagen "
                "gelöscht.",
                "Everything is stored encrypted. Only the project's case staff and the coaches may read it; every "
                "look is recorded. Drafts are deleted after 30 days.",
                "يُحفظ كل شيء مشفّرًا. لا يقرؤه إلا موظفو المشروع المختصون والمدربون، ويُسجَّل كل اطلاع. تُحذف المسودات "
                "بعد 30 يومًا.",
            ),
        ),
        "submit_label": b.say("Zuweisung absenden", "Send the referral", "أرسل الإحالة"),
        "receipt_text": b.prose(
            (
                "Das Projekt prüft die Zuweisung und meldet sich im Bereich Ihrer Beratungsstelle, mit einer Rückfrage "
                "oder einer Entscheidung. Sie erhalten dann eine E-Mail.",
                "The project checks the referral and answers in the area of your centre, with a query or a decision. "
                "You then receive an email.",
                "يدرس المشروع الإحالة ويجيب في منطقة مركزكم بسؤال أو بقرار. ثم تصلكم رسالة بالبريد الإلكتروني.",
            ),
            (
                "Nach der Annahme fragt das Projekt, wer die Person ist, und vereinbart das Erstgespräch.",
                "After acceptance the project asks who the person is and arranges the first talk.",
                "بعد القبول يسأل المشروع عن هوية الشخص ويحدد موعد اللقاء الأول.",
            ),
        ),
        "steps": [
            centre(b),
            consent(b),
            eligibility(b),
            person(b),
            communication(b),
            job(b),
            organisation(b),
            support(b),
        ],
    }
    return page, b


def centre(b: Blueprint) -> dict:
    return b.step(
        "beratungsstelle",
        ("Ihre Beratungsstelle", "Your counselling centre", "مركز الاستشارة"),
        b.question(
            "text",
            "contact",
            ("Ansprechperson für Rückfragen", "Contact for questions", "جهة الاتصال للأسئلة"),
            "operational",
            meaning="contact",
            max_length=120,
            hint=(
                "Name und dienstliche Telefonnummer einer Person Ihrer Stelle.",
                "Name and office telephone number of somebody at your centre.",
                "اسم شخص في مركزكم ورقم هاتفه في العمل.",
            ),
        ),
        b.question(
            "text",
            "file_number",
            ("Ihr Aktenzeichen", "Your file number", "رقم ملفكم"),
            "operational",
            meaning="file_number",
            max_length=40,
            required=False,
            hint=(
                "Es darf keinen Namen und kein Geburtsdatum enthalten.",
                "It must hold neither a name nor a birth date.",
                "يجب ألا يحتوي على اسم أو تاريخ ميلاد.",
            ),
        ),
    )


def consent(b: Blueprint) -> dict:
    return b.step(
        "einwilligung",
        ("Einwilligung der Person", "The person's consent", "موافقة الشخص"),
        b.question(
            "consent",
            "informed",
            (
                "Die Person hat das Merkblatt zum Datenschutz in ihrer Sprache erhalten.",
                "The person was given the privacy leaflet in their language.",
                "تسلّم الشخص نشرة حماية البيانات بلغته.",
            ),
            "operational",
            text="",
        ),
        b.question(
            "choice",
            "information_language",
            (
                "In welcher Sprache wurde sie informiert?",
                "In which language were they informed?",
                "بأي لغة جرى إعلامه؟",
            ),
            "operational",
            options=(
                ("own", "In ihrer Muttersprache", "In their first language", "بلغته الأم"),
                ("german", "Auf Deutsch", "In German", "بالألمانية"),
                (
                    "other",
                    "In einer anderen Sprache, die sie gut versteht",
                    "In another language they understand well",
                    "بلغة أخرى يفهمها جيدًا",
                ),
            ),
        ),
        b.question(
            "date",
            "consented_on",
            ("Wann hat sie eingewilligt?", "When did they consent?", "متى وافق؟"),
            "operational",
        ),
        b.question(
            "consent",
            "consent",
            (
                "Die Person willigt in die Weitergabe ein. Das unterschriebene Formular liegt bei uns.",
                "The person consents to passing the data on. We hold the signed form.",
                "يوافق الشخص على نقل البيانات. النموذج الموقّع محفوظ لدينا.",
            ),
            "operational",
            meaning="consent",
            text=b.prose(
                (
                    "Die Beratungsstelle darf die Angaben dieses Formulars an das Landesamt für Asyl und Rückführungen "
                    "(LfAR) und an die Beruflichen Fortbildungszentren der Bayerischen Wirtschaft (bfz) geben, nur für "
                    "das Reintegrationscoaching. Sie ist insoweit von der Schweigepflicht entbunden.",
                    "The centre may give what this form says to the Bavarian office LfAR and to the training provider "
                    "bfz, for the reintegration coaching only. To that extent it is released from its duty of secrecy.",
                    "يجوز للمركز نقل بيانات هذا النموذج إلى مكتب LfAR البافاري وإلى جهة التدريب bfz لغرض تدريب إعادة "
                    "الاندماج فقط. وفي هذه الحدود يُعفى المركز من واجب السرية.",
                ),
                (
                    "Das LfAR ist eine Behörde. Mit der Zuweisung ist die Beratung nicht mehr anonym. Die Einwilligung "
                    "ist freiwillig und kann jederzeit widerrufen werden.",
                    "LfAR is a public authority. With the referral the counselling is no longer anonymous. Consent is "
                    "voluntary and can be withdrawn at any time.",
                    "مكتب LfAR جهة حكومية. مع الإحالة لا تبقى الاستشارة مجهولة الهوية. الموافقة طوعية ويمكن سحبها في "
                    "أي وقت.",
                ),
            ),
        ),
    )
