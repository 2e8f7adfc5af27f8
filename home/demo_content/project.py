"""The project: facts, procedure, who can take part, funding."""

from home.demo_content.words import Words, block, bullets, h2, steps, text

w = Words()

FIELDS = {
    "title": w("Das Projekt Reintegrationscoaching PLUS", "The project Reintegrationscoaching PLUS", "مشروع Reintegrationscoaching PLUS"),
    "summary": w(
        "Wer freiwillig in sein Herkunftsland zurückkehrt, kann vorher in Bayern etwas lernen, das dort weiterhilft: "
        "einzeln geplant, mit Zertifikat und kostenlos.",
        "People who return voluntarily to their country of origin can learn something in Bavaria beforehand that helps "
        "them there: planned individually, with a certificate, free of charge.",
        "من يعود طوعًا إلى بلده الأصلي يمكنه أن يتعلّم قبل ذلك في بافاريا ما يفيده هناك: وفق خطة فردية، ومع شهادة، ومجانًا.",
    ),
    "show_in_menus": True,
}

BODY = [
    text(
        w(
            "Ein Neustart gelingt leichter mit einem Plan und mit Können, das gefragt ist. Das Projekt verbindet beides: "
            "Ein Coaching klärt, was eine Person nach der Rückkehr vorhat. Eine Qualifizierung gibt ihr das Wissen dafür.",
            "A new start is easier with a plan and with skills that are in demand. The project combines both: coaching "
            "clarifies what a person wants to do after returning, and training provides the knowledge for it.",
            "تنجح البداية الجديدة على نحو أسهل مع خطة ومهارات مطلوبة. يجمع المشروع بين الأمرين: فالتدريب الشخصي يوضّح ما "
            "ينوي الشخص فعله بعد عودته، والتأهيل يمنحه المعرفة اللازمة لذلك.",
        ),
        w(
            "Die Teilnahme ist freiwillig. Niemand wird zu einer Rückkehr gedrängt.",
            "Taking part is voluntary. Nobody is pushed to return.",
            "المشاركة طوعية. لا يُدفَع أحد إلى العودة.",
        ),
    ),
    block(
        "facts",
        {
            "heading": w("Auf einen Blick", "At a glance", "في لمحة"),
            "facts": [
                {
                    "name": w("Voller Name", "Full name", "الاسم الكامل"),
                    "value": "<p>"
                    + w(
                        "Reintegrationscoaching mit individueller Qualifizierung für Rückkehrwillige PLUS",
                        "Reintegrationscoaching mit individueller Qualifizierung für Rückkehrwillige PLUS (reintegration "
                        "coaching with individual training for people willing to return)",
                        "Reintegrationscoaching mit individueller Qualifizierung für Rückkehrwillige PLUS (تدريب شخصي لإعادة "
                        "الاندماج مع تأهيل فردي للراغبين في العودة)",
                    )
                    + "</p>",
                },
                {
                    "name": w("Träger", "Run by", "الجهة المسؤولة"),
                    "value": "<p>"
                    + w(
                        "Bayerisches Landesamt für Asyl und Rückführungen (LfAR)",
                        "Bavarian State Office for Asylum and Return (Bayerisches Landesamt für Asyl und Rückführungen, LfAR)",
                        "مكتب ولاية بافاريا لشؤون اللجوء والعودة (Bayerisches Landesamt für Asyl und Rückführungen, LfAR)",
                    )
                    + "</p>",
                },
                {
                    "name": w("Bildungspartner", "Training partner", "شريك التأهيل"),
                    "value": "<p>"
                    + w(
                        "Berufliche Fortbildungszentren der Bayerischen Wirtschaft (bfz) gGmbH",
                        "Berufliche Fortbildungszentren der Bayerischen Wirtschaft (bfz) gGmbH, vocational training centres "
                        "of the Bavarian economy",
                        "مراكز التأهيل المهني للاقتصاد البافاري (Berufliche Fortbildungszentren der Bayerischen Wirtschaft, bfz)",
                    )
                    + "</p>",
                },
                {
                    "name": w("Laufzeit", "Duration", "المدة"),
                    "value": "<p>"
                    + w(
                        "1. März 2024 bis 28. Februar 2027",
                        "1 March 2024 to 28 February 2027",
                        "من 1 مارس/آذار 2024 إلى 28 فبراير/شباط 2027",
                    )
                    + "</p>",
                },
                {
                    "name": w("Ziel", "Target", "الهدف"),
                    "value": "<p>"
                    + w(
                        "mindestens 150 Teilnehmende in drei Jahren",
                        "at least 150 participants in three years",
                        "150 مشاركًا ومشاركة على الأقل خلال ثلاث سنوات",
                    )
                    + "</p>",
                },
                {
                    "name": w("Umfang", "Amount of training", "حجم التأهيل"),
                    "value": "<p>"
                    + w(
                        "im Durchschnitt 20 bis 25 Unterrichtseinheiten, online oder vor Ort",
                        "20 to 25 teaching units on average, online or on site",
                        "من 20 إلى 25 حصة دراسية في المتوسط، عبر الإنترنت أو حضوريًا",
                    )
                    + "</p>",
                },
                {
                    "name": w("Kosten", "Price", "التكلفة"),
                    "value": "<p>"
                    + w(
                        "für Teilnehmende kostenlos", "free of charge for participants", "مجاني للمشاركين والمشاركات"
                    )
                    + "</p>",
                    "is_unconfirmed": True,
                },
            ],
        },
    ),
    block(
        "steps",
        {
            "heading": w("So läuft es ab", "How it works", "كيف تسير الأمور"),
            "steps": steps(
                (
                    w("Beratung", "Counselling", "الاستشارة"),
                    w(
                        "Sie sprechen mit einer Beratungsstelle Ihrer Wahl. Das Gespräch ist freiwillig und ergebnisoffen.",
                        "You talk to a counselling centre of your choice. The conversation is voluntary and open-ended.",
                        "تتحدث مع مركز استشارة تختاره بنفسك. المحادثة طوعية ومفتوحة النتيجة.",
                    ),
                ),
                (
                    w("Anmeldung durch die Beratungsstelle", "Referral by the centre", "التسجيل عن طريق المركز"),
                    w(
                        "Wenn Sie teilnehmen möchten, meldet die Beratungsstelle Sie an. Das geschieht nur mit Ihrem Einverständnis "
                        "und zuerst ohne Ihren Namen.",
                        "If you want to take part, the centre refers you to the project. This happens only with your consent and "
                        "at first without your name.",
                        "إذا رغبت في المشاركة، يسجّلك المركز في المشروع. لا يحدث ذلك إلا بموافقتك، وفي البداية دون ذكر اسمك.",
                    ),
                ),
                (
                    w("Erstes Gespräch", "First talk", "المحادثة الأولى"),
                    w(
                        "Das Projekt prüft die Anmeldung und spricht mit Ihnen über Ihre Erfahrung und Ihre Pläne.",
                        "The project checks the referral and talks with you about your experience and your plans.",
                        "يراجع المشروع التسجيل ويتحدث معك عن خبراتك وخططك.",
                    ),
                ),
                (
                    w("Ihr Plan", "Your plan", "خطتك"),
                    w(
                        "Gemeinsam legen Sie fest, was Sie lernen, wo und wann: online oder vor Ort, passend zu Ihrem Alltag.",
                        "Together you decide what you learn, where and when: online or on site, to fit your everyday life.",
                        "تحدّدون معًا ما ستتعلّمه وأين ومتى: عبر الإنترنت أو حضوريًا، بما يناسب حياتك اليومية.",
                    ),
                ),
                (
                    w("Qualifizierung", "Training", "التأهيل"),
                    w(
                        "Sie lernen bei den bfz, was in Ihrem Plan steht.",
                        "At the bfz you learn what is in your plan.",
                        "تتعلّم لدى مراكز bfz ما تنص عليه خطتك.",
                    ),
                ),
                (
                    w("Zertifikat", "Certificate", "الشهادة"),
                    w(
                        "Am Ende erhalten Sie ein Zertifikat. Es hilft zum Beispiel, wenn Sie zu Hause ein Darlehen für eine Gründung "
                        "beantragen.",
                        "At the end you receive a certificate. It helps, for example, when you apply for a start-up loan at home.",
                        "في النهاية تحصل على شهادة. وهي تفيدك مثلًا عند طلب قرض لتأسيس عمل في بلدك.",
                    ),
                ),
            ),
        },
    ),
    text(
        h2(w("Wer kann teilnehmen?", "Who can take part?", "من يمكنه المشاركة؟")),
        w(
            "Das Projekt richtet sich an Menschen, die",
            "The project is for people who",
            "المشروع موجّه إلى الأشخاص الذين",
        ),
        bullets(
            w("in Bayern leben,", "live in Bavaria,", "يعيشون في بافاريا،"),
            w(
                "die Staatsangehörigkeit eines Landes außerhalb der Europäischen Union haben,",
                "are nationals of a country outside the European Union,",
                "ويحملون جنسية دولة من خارج الاتحاد الأوروبي،",
            ),
            w(
                "freiwillig zurückkehren möchten und Zeit für einen Kurs haben,",
                "wish to return voluntarily and have time for training,",
                "ويرغبون في العودة طوعًا ولديهم وقت لدورة تأهيلية،",
            ),
            w(
                "von einer Beratungsstelle begleitet werden.",
                "are supported by a counselling centre.",
                "ويرافقهم مركز استشارة.",
            ),
        ),
        w(
            "Der Aufenthaltsstatus allein entscheidet nicht. Fragen Sie Ihre Beratungsstelle: Sie klärt mit dem Projekt, was möglich ist.",
            "Your residence status alone does not decide. Ask your counselling centre: it will find out with the project what "
            "is possible.",
            "وضع الإقامة وحده لا يحسم الأمر. اسأل مركز الاستشارة: فهو يستوضح مع المشروع ما هو ممكن.",
        ),
    ),
    block(
        "unconfirmed",
        {
            "text": "<p>"
            + w(
                "Die Bedingungen im Einzelnen stimmt die Projektleitung noch ab. Verbindlich ist die Auskunft des Projekts.",
                "The project management is still settling the conditions in detail. What the project tells you is binding.",
                "لا تزال إدارة المشروع تضبط الشروط بالتفصيل. المعلومات الملزمة هي ما يبلغك به المشروع.",
            )
            + "</p>",
        },
    ),
    block(
        "questions",
        {
            "heading": w("Fragen und Antworten", "Questions and answers", "أسئلة وأجوبة"),
            "questions": [
                {
                    "question": w("Was kann man lernen?", "What can people learn?", "ما الذي يمكن تعلّمه؟"),
                    "answer": "<p>"
                    + w(
                        "Das richtet sich nach dem Plan jeder Person. Bisher veröffentlichte Themen sind Küche und Service, Fotografie, "
                        "soziale Medien und Webdesign, Friseurhandwerk und Schneiderei.",
                        "That depends on each person's plan. Topics published so far are kitchen and service, photography, social "
                        "media and web design, hairdressing and tailoring.",
                        "يتوقف ذلك على خطة كل شخص. المجالات المنشورة حتى الآن هي: المطبخ والخدمة، والتصوير، ووسائل التواصل "
                        "الاجتماعي وتصميم المواقع، وتصفيف الشعر، والخياطة.",
                    )
                    + "</p>",
                },
                {
                    "question": w(
                        "In welcher Sprache ist das Zertifikat?",
                        "Which language is the certificate in?",
                        "بأي لغة تصدر الشهادة؟",
                    ),
                    "answer": "<p>"
                    + w(
                        "In einem veröffentlichten Beispiel war es dreisprachig: Türkisch, Deutsch und Englisch. Welche Sprachen möglich "
                        "sind, sagt Ihnen das Projekt.",
                        "In a published example it was in three languages: Turkish, German and English. The project can tell you "
                        "which languages are possible.",
                        "في أحد الأمثلة المنشورة صدرت بثلاث لغات: التركية والألمانية والإنجليزية. يخبرك المشروع باللغات الممكنة.",
                    )
                    + "</p>",
                },
                {
                    "question": w(
                        "Muss ich zurückkehren, wenn ich mich beraten lasse?",
                        "Do I have to return if I ask for advice?",
                        "هل يجب أن أعود إذا طلبت الاستشارة؟",
                    ),
                    "answer": "<p>"
                    + w(
                        "Nein. Beratung ist ergebnisoffen. Sie können sich jederzeit anders entscheiden.",
                        "No. Counselling is open-ended. You can change your mind at any time.",
                        "لا. الاستشارة مفتوحة النتيجة، ويمكنك تغيير قرارك في أي وقت.",
                    )
                    + "</p>",
                },
            ],
        },
    ),
    text(
        h2(w("Was bisher geschah", "What has happened so far", "ما تحقق حتى الآن")),
        w(
            "Das Vorgängerprojekt lief von Oktober 2020 bis Dezember 2022. In den ersten zwölf Monaten nahmen 49 Menschen teil; "
            "die Hälfte von ihnen kehrte mit Zertifikat zurück.",
            "The forerunner ran from October 2020 to December 2022. 49 people took part in the first twelve months; half of "
            "them returned with a certificate.",
            "استمر المشروع السابق من أكتوبر/تشرين الأول 2020 إلى ديسمبر/كانون الأول 2022. شارك فيه 49 شخصًا خلال الأشهر الاثني "
            "عشر الأولى، وعاد نصفهم ومعهم شهادة.",
        ),
        w(
            "Zum ersten Vernetzungstag in Nürnberg im Juli 2025 kamen mehr als 100 Teilnehmende aus Beratung, Verwaltung und "
            "Ehrenamt. Bis Herbst 2025 folgten Informationsveranstaltungen in sieben Orten.",
            "More than 100 participants from counselling, administration and voluntary work came to the first networking day in "
            "Nuremberg in July 2025. By autumn 2025 there had been information sessions in seven towns.",
            "حضر أول يوم للتواصل في نورنبرغ في يوليو/تموز 2025 أكثر من 100 مشارك ومشاركة من مجالات الاستشارة والإدارة والعمل "
            "التطوعي. وحتى خريف 2025 أقيمت لقاءات إعلامية في سبع مدن.",
        ),
        h2(w("Förderung", "Funding", "التمويل")),
        w(
            "Das Projekt wird aus dem Asyl-, Migrations- und Integrationsfonds (AMIF) der Europäischen Union kofinanziert. Die "
            "Gesamtkosten betragen rund 1,2 Millionen Euro, davon kommen rund 1,1 Millionen Euro aus der Förderung.",
            "The project is co-financed by the Asylum, Migration and Integration Fund (AMIF) of the European Union. Its total "
            "cost is about 1.2 million euros, of which about 1.1 million euros are the grant.",
            "يُموَّل المشروع تمويلًا مشتركًا من صندوق اللجوء والهجرة والاندماج (AMIF) التابع للاتحاد الأوروبي. تبلغ التكلفة "
            "الإجمالية نحو 1.2 مليون يورو، منها نحو 1.1 مليون يورو من المنحة.",
        ),
    ),
    block(
        "way",
        {
            "heading": w("Der nächste Schritt", "The next step", "الخطوة التالية"),
            "text": "<p>"
            + w(
                "Lesen Sie, wie Beratung abläuft und was Sie vor einer Entscheidung wissen sollten.",
                "Read how counselling works and what is good to know before you decide.",
                "اقرأ كيف تجري الاستشارة وما يحسن أن تعرفه قبل أن تقرر.",
            )
            + "</p>",
            "page": "rueckkehr",
            "label": w("Über Rückkehr nachdenken", "Thinking about return", "التفكير في العودة"),
        },
    ),
]
