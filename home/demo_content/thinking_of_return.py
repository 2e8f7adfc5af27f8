"""For people who think about return: before, during and after."""

from home.demo_content.words import Words, block, bullets, h2, steps, text

w = Words()

FIELDS = {
    "title": w("Sie denken über Rückkehr nach", "Thinking about return", "هل تفكّر في العودة؟"),
    "summary": w(
        "Was Beratung leistet, welche Schritte es gibt und was vor, während und nach einer Rückkehr wichtig ist.",
        "What counselling can do, which steps there are and what matters before, during and after a return.",
        "ما الذي تقدّمه الاستشارة، وما هي الخطوات، وما المهم قبل العودة وأثناءها وبعدها.",
    ),
    "show_in_menus": True,
}

BODY = [
    text(
        w(
            "Vielleicht haben Sie sich schon entschieden. Vielleicht sind Sie unsicher, oder Sie möchten nur wissen, was möglich "
            "wäre. In jedem Fall können Sie in Ruhe mit jemandem sprechen, der sich auskennt.",
            "Perhaps you have already decided. Perhaps you are unsure, or you only want to know what would be possible. In any "
            "case you can talk calmly with someone who knows the subject.",
            "ربما اتخذت قرارك بالفعل، وربما أنت متردد، أو تريد فقط أن تعرف ما هو ممكن. في كل الأحوال يمكنك أن تتحدث بهدوء مع "
            "شخص لديه الخبرة.",
        ),
        h2(w("Was Beratung bedeutet", "What counselling means", "ماذا تعني الاستشارة")),
        bullets(
            w(
                "<b>Freiwillig:</b> Niemand drängt Sie. Sie können jederzeit aufhören.",
                "<b>Voluntary:</b> Nobody pushes you. You can stop at any time.",
                "<b>طوعية:</b> لا أحد يضغط عليك، ويمكنك التوقف في أي وقت.",
            ),
            w(
                "<b>Ergebnisoffen:</b> Bleiben oder gehen, beides wird besprochen. Die Entscheidung treffen Sie.",
                "<b>Open-ended:</b> Staying or leaving, both are discussed. You make the decision.",
                "<b>مفتوحة النتيجة:</b> البقاء أو المغادرة، كلاهما موضع نقاش، والقرار قرارك أنت.",
            ),
            w(
                "<b>Vertraulich:</b> Fragen Sie die Beratungsstelle am Anfang, was sie mit Ihren Angaben macht. Manche Stellen "
                "bieten ein erstes Gespräch ohne Namen an.",
                "<b>Confidential:</b> Ask the centre at the beginning what it does with your details. Some centres offer a first "
                "talk without your name.",
                "<b>سرّية:</b> اسأل المركز في البداية عمّا يفعله ببياناتك. تعرض بعض المراكز محادثة أولى دون ذكر الاسم.",
            ),
            w(
                "<b>Kostenlos:</b> Das Gespräch kostet nichts.",
                "<b>Free of charge:</b> The conversation costs nothing.",
                "<b>مجانية:</b> المحادثة لا تكلّفك شيئًا.",
            ),
        ),
    ),
    block(
        "directory_search",
        {
            "heading": w("Mit wem kann ich sprechen?", "Whom can I talk to?", "مع من أستطيع أن أتحدث؟"),
            "text": w(
                "In Bayern gibt es staatliche, städtische und nichtstaatliche Beratungsstellen. Unter den Stellen in Ihrem "
                "Regierungsbezirk wählen Sie frei.",
                "In Bavaria there are state, municipal and non-state counselling centres. You choose freely among the centres "
                "in your administrative region (Regierungsbezirk).",
                "توجد في بافاريا مراكز استشارة حكومية وبلدية وغير حكومية. أنت تختار بحرية بين المراكز في منطقتك الإدارية "
                "(Regierungsbezirk).",
            ),
        },
    ),
]

STAGES = [
    block(
        "stage",
        {
            "heading": w("Vor der Entscheidung", "Before you decide", "قبل القرار"),
            "steps": steps(
                (
                    w("Fragen sammeln", "Collect your questions", "اجمع أسئلتك"),
                    w(
                        "Wohnen, Arbeit, Schule, Gesundheit, Familie: Schreiben Sie auf, was Sie wissen möchten.",
                        "Housing, work, school, health, family: write down what you want to know.",
                        "السكن والعمل والمدرسة والصحة والعائلة: اكتب ما تريد معرفته.",
                    ),
                ),
                (
                    w("Beratungsstelle wählen", "Choose a centre", "اختر مركز استشارة"),
                    w(
                        "Rufen Sie an oder schreiben Sie. Sagen Sie gleich, in welcher Sprache Sie sprechen möchten.",
                        "Call or write. Say at once which language you would like to speak.",
                        "اتصل أو اكتب رسالة، واذكر منذ البداية اللغة التي تريد التحدث بها.",
                    ),
                ),
                (
                    w("In Ruhe sprechen", "Talk in peace", "تحدّث بهدوء"),
                    w(
                        "Die Beratung zeigt Ihnen Möglichkeiten, auch solche in Deutschland. Sie müssen nichts sofort entscheiden.",
                        "Counselling shows you options, including those in Germany. You do not have to decide anything at once.",
                        "تعرض عليك الاستشارة الخيارات المتاحة، ومنها الخيارات في ألمانيا. لست مضطرًا إلى اتخاذ أي قرار فورًا.",
                    ),
                ),
            ),
        },
    ),
    block(
        "stage",
        {
            "heading": w("Wenn Sie sich entschieden haben", "When you have decided", "عندما تتخذ قرارك"),
            "steps": steps(
                (
                    w("Unterstützung beantragen", "Apply for support", "اطلب الدعم"),
                    w(
                        "Förderprogramme werden über eine Beratungsstelle beantragt. Die Bearbeitung kann bis zu acht bis zwölf Wochen "
                        "dauern. Planen Sie diese Zeit ein.",
                        "Support programmes are applied for through a counselling centre. Processing can take up to eight to "
                        "twelve weeks. Allow for this time.",
                        "تُقدَّم طلبات برامج الدعم عن طريق مركز استشارة. قد تستغرق المعالجة من ثمانية إلى اثني عشر أسبوعًا، فاحسب "
                        "حساب هذه المدة.",
                    ),
                ),
                (
                    w("Lernen für den Neustart", "Learn for the new start", "تعلّم لبدايتك الجديدة"),
                    w(
                        "Im Projekt Reintegrationscoaching PLUS können Sie vor der Ausreise einen Kurs machen, der zu Ihren Plänen passt. "
                        "Die Beratungsstelle meldet Sie an, wenn Sie das möchten.",
                        "In the project Reintegrationscoaching PLUS you can take training that fits your plans before you leave. The "
                        "centre refers you if you wish.",
                        "في مشروع Reintegrationscoaching PLUS يمكنك قبل السفر أن تلتحق بدورة تناسب خططك. يسجّلك المركز إذا رغبت "
                        "في ذلك.",
                    ),
                ),
                (
                    w("Papiere ordnen", "Put your papers in order", "رتّب أوراقك"),
                    w(
                        "Reisepass, Geburtsurkunden, Zeugnisse, Impf- und Arztunterlagen: Nehmen Sie Originale und Kopien mit.",
                        "Passport, birth certificates, school and work certificates, vaccination and medical records: take "
                        "originals and copies with you.",
                        "جواز السفر وشهادات الميلاد والشهادات الدراسية والمهنية وسجلات التطعيم والأوراق الطبية: خذ معك الأصول والنسخ.",
                    ),
                ),
                (
                    w("Abschied vorbereiten", "Prepare to say goodbye", "حضّر للوداع"),
                    w(
                        "Wohnung, Schule, Konto und Verträge müssen abgemeldet werden. Ihre Beratungsstelle geht die Liste mit Ihnen durch.",
                        "Flat, school, bank account and contracts have to be cancelled. Your centre goes through the list with you.",
                        "يجب إنهاء ما يتعلق بالسكن والمدرسة والحساب البنكي والعقود. يراجع المركز القائمة معك.",
                    ),
                ),
            ),
        },
    ),
    block(
        "stage",
        {
            "heading": w("Nach der Ankunft", "After you arrive", "بعد الوصول"),
            "steps": steps(
                (
                    w("Die ersten zwei Wochen", "The first two weeks", "أول أسبوعين"),
                    w(
                        "Das Europäische Reintegrationsprogramm (EURP) hilft in vielen Ländern in den ersten 14 Arbeitstagen nach der "
                        "Ankunft. Die Anmeldung macht die Beratungsstelle vor der Ausreise.",
                        "The EU Reintegration Programme (EURP) helps in many countries during the first 14 working days after "
                        "arrival. The centre registers you before you leave.",
                        "يقدّم برنامج إعادة الاندماج الأوروبي (EURP) المساعدة في بلدان كثيرة خلال أول 14 يوم عمل بعد الوصول. يتولى المركز "
                        "التسجيل قبل السفر.",
                    ),
                ),
                (
                    w("Das erste Jahr", "The first year", "السنة الأولى"),
                    w(
                        "Partner vor Ort können bis zu zwölf Monate lang begleiten, zum Beispiel bei Arbeit, Gründung oder Wohnung. Was es "
                        "gibt, hängt vom Land ab.",
                        "Local partners can support you for up to twelve months, for example with work, starting a business or "
                        "housing. What is available depends on the country.",
                        "يمكن أن يرافقك شركاء محليون مدة تصل إلى اثني عشر شهرًا، في العمل مثلًا أو تأسيس مشروع أو السكن. يختلف المتاح من "
                        "بلد إلى آخر.",
                    ),
                ),
                (
                    w("Ihr Zertifikat nutzen", "Use your certificate", "استفد من شهادتك"),
                    w(
                        "Zeigen Sie Ihr Zertifikat bei Bewerbungen oder wenn Sie ein Darlehen für eine Gründung beantragen.",
                        "Show your certificate when you apply for jobs or for a start-up loan.",
                        "أبرز شهادتك عند التقدّم إلى وظيفة أو عند طلب قرض لتأسيس مشروع.",
                    ),
                ),
            ),
        },
    ),
]

CLOSING = [
    block(
        "unconfirmed",
        {
            "text": "<p>"
            + w(
                "Programme, Länderlisten und Beträge ändern sich oft. Verlassen Sie sich nicht auf ältere Seiten im Internet, sondern "
                "fragen Sie eine Beratungsstelle nach dem heutigen Stand.",
                "Programmes, lists of countries and amounts change often. Do not rely on older pages on the internet; ask a "
                "counselling centre about today's state.",
                "كثيرًا ما تتغير البرامج وقوائم البلدان والمبالغ. لا تعتمد على صفحات قديمة في الإنترنت، بل اسأل مركز استشارة عن الوضع الحالي.",
            )
            + "</p>"
        },
    ),
    block(
        "questions",
        {
            "heading": w("Häufige Fragen", "Frequent questions", "أسئلة متكررة"),
            "questions": [
                {
                    "question": w(
                        "Erfährt die Ausländerbehörde von dem Gespräch?",
                        "Will the immigration office learn of the talk?",
                        "هل تعلم دائرة الأجانب بالمحادثة؟",
                    ),
                    "answer": "<p>"
                    + w(
                        "Das ist von Stelle zu Stelle verschieden. Fragen Sie am Anfang des Gesprächs danach. Für das Projekt werden Ihre "
                        "Angaben nur mit Ihrem Einverständnis weitergegeben.",
                        "That differs from centre to centre. Ask about it at the beginning of the talk. Your details are passed on "
                        "to the project only with your consent.",
                        "يختلف ذلك من مركز إلى آخر. اسأل عنه في بداية المحادثة. ولا تُنقل بياناتك إلى المشروع إلا بموافقتك.",
                    )
                    + "</p>",
                },
                {
                    "question": w(
                        "Kann ich meine Familie mitbringen?",
                        "Can I bring my family?",
                        "هل يمكنني إحضار عائلتي؟",
                    ),
                    "answer": "<p>"
                    + w(
                        "Fragen Sie danach, wenn Sie den Termin vereinbaren. Sagen Sie auch, ob Sie eine Übersetzung brauchen.",
                        "Ask about it when you make the appointment. Say also whether you need an interpreter.",
                        "اسأل عن ذلك عند حجز الموعد، واذكر أيضًا هل تحتاج إلى ترجمة.",
                    )
                    + "</p>",
                },
                {
                    "question": w(
                        "Ich lebe nicht in Bayern. Wer hilft mir?",
                        "I do not live in Bavaria. Who helps me?",
                        "لا أعيش في بافاريا. من يساعدني؟",
                    ),
                    "answer": "<p>"
                    + w(
                        "Beratung gibt es in ganz Deutschland. Die Seite www.returningfromgermany.de nennt Stellen in Ihrer Nähe.",
                        "Counselling is available all over Germany. The website www.returningfromgermany.de lists centres near you.",
                        "تتوفر الاستشارة في كل أنحاء ألمانيا. يعرض موقع www.returningfromgermany.de المراكز القريبة منك.",
                    )
                    + "</p>",
                },
            ],
        },
    ),
    block(
        "way",
        {
            "heading": w("Mehr über den Kurs", "More about the training", "المزيد عن الدورة"),
            "text": "<p>"
            + w(
                "Wer teilnehmen kann, was man lernt und wie es abläuft.",
                "Who can take part, what people learn and how it works.",
                "من يمكنه المشاركة، وماذا يتعلّم المشاركون، وكيف تسير الأمور.",
            )
            + "</p>",
            "page": "projekt",
            "label": w("Zum Projekt", "About the project", "عن المشروع"),
        },
    ),
]
