"""The demo's form for everybody: a question to the project, or a call back."""

from forms.demo_content.blueprint import Blueprint

SLUG = "frage"


def question_form() -> tuple[dict, Blueprint]:
    """What goes onto the page, and its words in the other languages."""
    b = Blueprint()
    steps = [
        b.step(
            "anliegen",
            ("Ihr Anliegen", "Your request", "طلبك"),
            b.question(
                "choice",
                "role",
                ("Wer fragt?", "Who is asking?", "من صاحب السؤال؟"),
                "operational",
                options=(
                    (
                        "person",
                        "Ich denke selbst über eine Rückkehr nach",
                        "I am thinking about returning myself",
                        "أفكر بنفسي في العودة",
                    ),
                    ("family", "Angehörige oder Freunde", "Family or friends", "أحد الأقارب أو الأصدقاء"),
                    ("volunteer", "Ehrenamtliche", "A volunteer", "متطوع أو متطوعة"),
                    ("authority", "Eine Behörde oder Einrichtung", "An authority or institution", "جهة رسمية أو مؤسسة"),
                ),
            ),
            b.question(
                "long_text",
                "message",
                ("Ihre Frage", "Your question", "سؤالك"),
                "need",
                hint=(
                    "Schreiben Sie nichts über Gesundheit, Religion, Politik oder Asylgründe und keine Namen anderer.",
                    "Write nothing about health, religion, politics or reasons for asylum, and no names of others.",
                    "لا تكتب شيئًا عن الصحة أو الدين أو السياسة أو أسباب اللجوء، ولا أسماء أشخاص آخرين.",
                ),
                max_length=2000,
            ),
        ),
        b.step(
            "antwort",
            ("Unsere Antwort", "Our answer", "جوابنا"),
            b.question(
                "choice",
                "channel",
                ("Wie sollen wir antworten?", "How should we answer?", "كيف تريد أن نجيبك؟"),
                "operational",
                options=(
                    ("email", "Per E-Mail", "By email", "بالبريد الإلكتروني"),
                    ("telephone", "Telefonisch", "By telephone", "بالهاتف"),
                ),
            ),
            b.question(
                "text",
                "email",
                ("E-Mail-Adresse", "Email address", "عنوان البريد الإلكتروني"),
                "identity",
                meaning="email",
                condition=("channel", "email"),
                max_length=254,
            ),
            b.question(
                "text",
                "telephone",
                ("Telefonnummer", "Telephone number", "رقم الهاتف"),
                "identity",
                meaning="telephone",
                condition=("channel", "telephone"),
                max_length=40,
            ),
            b.question(
                "district",
                "district",
                (
                    "In welchem Landkreis oder welcher Stadt leben Sie?",
                    "In which district or city do you live?",
                    "في أي منطقة أو مدينة تعيش؟",
                ),
                "need",
                required=False,
                hint=(
                    "Damit nennen wir Ihnen Beratungsstellen in Ihrer Nähe.",
                    "So that we can name counselling centres near you.",
                    "لنذكر لك مراكز استشارة قريبة منك.",
                ),
                meaning="district",
            ),
            b.question(
                "languages",
                "languages",
                ("Sprachen, die Sie sprechen", "Languages you speak", "اللغات التي تتكلمها"),
                "need",
                required=False,
                meaning="languages",
            ),
        ),
    ]
    page = {
        "title": b.say("Frage an das Projekt", "A question to the project", "سؤال إلى المشروع"),
        "summary": b.say(
            "Stellen Sie eine Frage zum Reintegrationscoaching PLUS oder bitten Sie um einen Rückruf.",
            "Ask a question about Reintegrationscoaching PLUS, or ask for a call back.",
            "اطرح سؤالًا عن مشروع Reintegrationscoaching PLUS أو اطلب أن نتصل بك.",
        ),
        "purpose": "message",
        "audience": "public",
        "reference_prefix": "FR",
        "minutes": 3,
        "intro": b.prose(
            (
                "Sie schreiben dem Projekt, nicht einer Ausländerbehörde. Ihren Namen brauchen wir nicht.",
                "You write to the project, not to an immigration office. We do not need your name.",
                "أنت تكتب إلى المشروع وليس إلى دائرة الأجانب. لا نحتاج إلى اسمك.",
            ),
            (
                "Für eine persönliche Beratung wenden Sie sich an eine Beratungsstelle Ihrer Wahl.",
                "For personal counselling, turn to a counselling centre of your choice.",
                "للحصول على استشارة شخصية توجّه إلى مركز استشارة من اختيارك.",
            ),
        ),
        "needed": "",
        "privacy_note": b.prose(
            (
                "Ihre Angaben werden verschlüsselt gespeichert und nur zur Beantwortung Ihrer Frage gelesen. "
                "Entwürfe werden nach 30 Tagen gelöscht.",
                "What you write is stored encrypted and read only to answer your question. "
                "Drafts are deleted after 30 days.",
                "تُحفظ بياناتك مشفّرة ولا تُقرأ إلا للإجابة عن سؤالك. تُحذف المسودات بعد 30 يومًا.",
            ),
        ),
        "submit_label": b.say("Frage absenden", "Send the question", "أرسل السؤال"),
        "receipt_text": b.prose(
            (
                "Das Projekt liest Ihre Frage und antwortet auf dem Weg, den Sie gewählt haben.",
                "The project reads your question and answers in the way you chose.",
                "يقرأ المشروع سؤالك ويجيبك بالطريقة التي اخترتها.",
            ),
        ),
        "steps": steps,
    }
    return page, b
