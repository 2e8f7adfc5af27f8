"""Steps 3 to 5 of the referral: whether it fits, who in general terms, and how one talks with the person."""

from forms.demo_content.blueprint import Blueprint


def eligibility(b: Blueprint) -> dict:
    elsewhere = (
        "Ihre Angaben bleiben höchstens 30 Tage als Entwurf gespeichert. Sie können sie sofort löschen.",
        "What you filled in stays stored as a draft for 30 days at most. You can delete it at once.",
        "تبقى بياناتك محفوظة كمسودة 30 يومًا على الأكثر. يمكنك حذفها فورًا.",
    )
    return b.step(
        "voraussetzungen",
        ("Voraussetzungen", "Who can take part", "شروط المشاركة"),
        b.question(
            "yes_no",
            "lives_in_bavaria",
            ("Lebt die Person in Bayern?", "Does the person live in Bavaria?", "هل يعيش الشخص في بافاريا؟"),
            with_unknown=False,
        ),
        b.question(
            "district",
            "district",
            ("Landkreis oder kreisfreie Stadt", "District or city", "المنطقة أو المدينة"),
            meaning="district",
            condition=("lives_in_bavaria", "yes"),
        ),
        b.question(
            "yes_no",
            "third_country",
            (
                "Hat die Person die Staatsangehörigkeit eines Landes außerhalb der EU und keine der EU?",
                "Is the person a national of a country outside the EU, and of none inside?",
                "هل يحمل الشخص جنسية بلد خارج الاتحاد الأوروبي ولا يحمل جنسية من داخله؟",
            ),
            with_unknown=False,
        ),
        b.question(
            "yes_no",
            "wants_to_return",
            (
                "Denkt die Person freiwillig über eine Rückkehr nach?",
                "Is the person thinking about returning of their own free will?",
                "هل يفكر الشخص في العودة بمحض إرادته؟",
            ),
            with_unknown=False,
        ),
        b.question(
            "yes_no",
            "same_measure",
            (
                "Nimmt die Person schon an einer gleichen geförderten Maßnahme teil?",
                "Does the person already take part in the same kind of funded training?",
                "هل يشارك الشخص بالفعل في تدبير ممول من النوع نفسه؟",
            ),
            with_unknown=False,
        ),
        b.question(
            "choice",
            "status_group",
            ("Aufenthalt", "Residence", "الإقامة"),
            meaning="status_group",
            hint=(
                "Nur die Gruppe, keine Nummern der Ausländerbehörde.",
                "Only the group, no numbers of the immigration office.",
                "المجموعة فقط، دون أرقام دائرة الأجانب.",
            ),
            options=(
                ("procedure", "im Asylverfahren", "in the asylum procedure", "في إجراءات اللجوء"),
                ("tolerated", "geduldet", "tolerated", "لديه وقف ترحيل مؤقت"),
                ("obliged", "ausreisepflichtig", "obliged to leave", "ملزم بالمغادرة"),
                ("permit", "mit Aufenthaltserlaubnis", "with a residence permit", "لديه تصريح إقامة"),
                ("other", "anderes", "other", "غير ذلك"),
            ),
        ),
        exits=(
            b.exit(
                "lives_in_bavaria",
                "no",
                (
                    "Das Projekt hilft nur in Bayern",
                    "The project helps in Bavaria only",
                    "يساعد المشروع في بافاريا فقط",
                ),
                b.prose(
                    (
                        "Für Menschen in anderen Bundesländern gibt es andere Angebote. Beratungsstellen in ganz "
                        "Deutschland nennt das Portal ReturningfromGermany.",
                        "For people in other federal states there are other offers. The portal ReturningfromGermany "
                        "lists counselling centres all over Germany.",
                        "توجد عروض أخرى للأشخاص في الولايات الأخرى. يذكر موقع ReturningfromGermany مراكز الاستشارة في "
                        "ألمانيا كلها.",
                    ),
                    elsewhere,
                ),
            ),
            b.exit(
                "third_country",
                "no",
                (
                    "Das Projekt ist für Menschen aus Ländern außerhalb der EU",
                    "The project is for people from countries outside the EU",
                    "المشروع مخصص لأشخاص من بلدان خارج الاتحاد الأوروبي",
                ),
                b.prose(
                    (
                        "Der Fonds, der das Projekt bezahlt, lässt nur Drittstaatsangehörige zu.",
                        "The fund that pays for the project admits third-country nationals only.",
                        "لا يسمح الصندوق الممول للمشروع إلا بمشاركة مواطني بلدان ثالثة.",
                    ),
                    elsewhere,
                ),
            ),
            b.exit(
                "wants_to_return",
                "no",
                ("Das Projekt begleitet Rückkehr", "The project accompanies return", "يرافق المشروع العودة"),
                b.prose(
                    (
                        "Ohne den eigenen Wunsch zur Rückkehr passt das Angebot nicht. Die Rückkehrberatung selbst "
                        "bleibt offen, kostenlos und ohne Verpflichtung.",
                        "Without the person's own wish to return the offer does not fit. Return counselling itself "
                        "stays open, free of charge and without obligation.",
                        "لا يناسب العرض من لا يرغب بنفسه في العودة. تبقى استشارات العودة متاحة ومجانية وغير ملزمة.",
                    ),
                    elsewhere,
                ),
            ),
            b.exit(
                "same_measure",
                "yes",
                (
                    "Gleiche Maßnahmen werden nicht zweimal gefördert",
                    "The same training is not funded twice",
                    "لا يُموَّل التدبير نفسه مرتين",
                ),
                b.prose(
                    (
                        "Wenn die andere Maßnahme endet, können Sie die Person wieder vorschlagen.",
                        "When the other training ends you can propose the person again.",
                        "عند انتهاء التدبير الآخر يمكنكم اقتراح الشخص مرة أخرى.",
                    ),
                    elsewhere,
                ),
            ),
        ),
    )


def person(b: Blueprint) -> dict:
    return b.step(
        "person",
        ("Zur Person", "About the person", "عن الشخص"),
        b.question("year", "year_of_birth", ("Geburtsjahr", "Year of birth", "سنة الميلاد"), meaning="year_of_birth"),
        b.question(
            "choice",
            "gender",
            ("Geschlecht", "Gender", "الجنس"),
            meaning="gender",
            hint=(
                "Für die Statistik der EU-Förderung.",
                "For the statistics of the EU funding.",
                "لإحصاءات التمويل الأوروبي.",
            ),
            options=(
                ("female", "weiblich", "female", "أنثى"),
                ("male", "männlich", "male", "ذكر"),
                ("diverse", "divers", "diverse", "غير ذلك"),
                ("unknown", "keine Angabe", "not stated", "بدون بيان"),
            ),
        ),
        b.question(
            "country",
            "nationality",
            ("Staatsangehörigkeit", "Nationality", "الجنسية"),
            meaning="nationality",
            with_stateless=True,
        ),
        b.question(
            "country",
            "destination_country",
            ("Zielland", "Destination country", "بلد الوجهة"),
            meaning="destination_country",
        ),
        b.question(
            "text",
            "destination_region",
            ("Region oder Stadt im Zielland", "Region or city there", "المنطقة أو المدينة في بلد الوجهة"),
            required=False,
            max_length=120,
        ),
        b.question(
            "yes_no",
            "is_minor",
            ("Ist die Person minderjährig?", "Is the person under 18?", "هل الشخص قاصر؟"),
            with_unknown=False,
        ),
        b.question(
            "consent",
            "guardian_consent",
            (
                "Die Zustimmung der Sorgeberechtigten oder des Jugendamts liegt uns vor.",
                "We hold the consent of the guardians or the youth welfare office.",
                "لدينا موافقة أولياء الأمر أو مكتب رعاية الشباب.",
            ),
            "operational",
            condition=("is_minor", "yes"),
            text="",
        ),
        intro=b.prose(
            (
                "Ohne Namen und ohne Geburtsdatum.",
                "Without name and without birth date.",
                "بدون اسم وبدون تاريخ ميلاد.",
            )
        ),
    )


def communication(b: Blueprint) -> dict:
    return b.step(
        "verstaendigung",
        ("Verständigung", "Communication", "التواصل"),
        b.question(
            "languages",
            "languages",
            ("Sprachen der Person", "The person's languages", "لغات الشخص"),
            meaning="languages",
        ),
        b.question(
            "choice",
            "reading",
            ("Lesen und Schreiben", "Reading and writing", "القراءة والكتابة"),
            hint=("In der Sprache, die am besten geht.", "In the language that works best.", "باللغة الأنسب له."),
            options=(
                ("fluent", "sicher", "with ease", "بسهولة"),
                ("some", "ein wenig", "a little", "قليلًا"),
                ("none", "gar nicht", "not at all", "لا، على الإطلاق"),
                ("unknown", "nicht bekannt", "not known", "غير معروف"),
            ),
        ),
        b.question(
            "yes_no",
            "interpreter",
            (
                "Braucht die Person für Deutsch eine Dolmetscherin oder einen Dolmetscher?",
                "Does the person need an interpreter for German?",
                "هل يحتاج الشخص إلى مترجم شفهي للألمانية؟",
            ),
            meaning="interpreter",
            with_unknown=True,
        ),
    )
