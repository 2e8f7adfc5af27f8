"""The home page."""

from home.demo_content.words import Words, block

w = Words()

FIELDS = {
    "title": w("Neu anfangen, gut vorbereitet", "A new start, well prepared", "بداية جديدة باستعداد جيد"),
    "summary": w(
        "Information, Beratungsstellen, Kurse und Veranstaltungen rund um freiwillige Rückkehr und Neustart. Kostenlos und "
        "ohne Anmeldung.",
        "Information, counselling centres, training and events about voluntary return and a new start. Free of charge, no "
        "account needed.",
        "معلومات ومراكز استشارة ودورات وفعاليات حول العودة الطوعية والبداية الجديدة. مجانًا ودون تسجيل.",
    ),
    "lead": w(
        "Sie denken über eine Rückkehr nach, oder Sie begleiten Menschen, die das tun? Hier finden Sie verlässliche "
        "Information und Stellen, die zuhören. Jede Beratung ist kostenlos, freiwillig und ergebnisoffen: Sie entscheiden.",
        "Are you thinking about going back, or do you support people who are? Here you find reliable information and "
        "people who listen. Counselling is free, voluntary and open-ended: the decision is yours.",
        "هل تفكّر في العودة إلى بلدك، أو ترافق أشخاصًا يفكّرون في ذلك؟ ستجد هنا معلومات موثوقة وجهات تصغي إليك. "
        "الاستشارة مجانية وطوعية ومفتوحة النتيجة: القرار لك وحدك.",
    ),
    "shows_events": True,
    "access_heading": w(
        "Leichte Sprache und Gebärdensprache", "Easy language and sign language", "اللغة السهلة ولغة الإشارة"
    ),
    "easy_language_text": w(
        "Das Wichtigste über dieses Portal in Leichter Sprache.",
        "The most important things about this portal in easy German.",
        "أهم المعلومات عن هذه البوابة باللغة الألمانية السهلة.",
    ),
    "sign_language_text": w(
        "Videos in Deutscher Gebärdensprache gibt es noch nicht. Sie kommen an diese Stelle.",
        "There are no videos in German Sign Language yet. They will appear here.",
        "لا تتوفر بعد مقاطع فيديو بلغة الإشارة الألمانية. ستجدها لاحقًا في هذا المكان.",
    ),
}

ENTRANCES = [
    block(
        "entrance",
        {
            "title": w("Ich denke über Rückkehr nach", "I am thinking about return", "أفكّر في العودة"),
            "text": w(
                "Was Beratung leistet, welche Schritte es gibt und wie Sie einen Kurs für den Neustart bekommen.",
                "What counselling can do, which steps there are and how to get training for a new start.",
                "ما الذي تقدّمه الاستشارة، وما هي الخطوات، وكيف تحصل على دورة تأهيلية لبدايتك الجديدة.",
            ),
            "page": "rueckkehr",
        },
    ),
    block(
        "entrance",
        {
            "title": w("Ich helfe ehrenamtlich", "I am a volunteer", "أساعد كمتطوّع أو متطوّعة"),
            "text": w(
                "Was Sie weitergeben können, wo Ihre Rolle endet und wen Sie anrufen.",
                "What you can pass on, where your role ends and whom to call.",
                "ما الذي يمكنك نقله من معلومات، وأين تنتهي حدود دورك، وبمن تتصل.",
            ),
            "page": "ehrenamt",
        },
    ),
    block(
        "entrance",
        {
            "title": w("Ich berate Menschen", "I work in a counselling centre", "أعمل في مركز استشارة"),
            "text": w(
                "Wie Sie Teilnehmende anmelden, was Sie dafür brauchen und was danach geschieht.",
                "How to refer people to the project, what you need for it and what happens next.",
                "كيف تحيل الأشخاص إلى المشروع، وما الذي تحتاجه لذلك، وماذا يحدث بعدها.",
            ),
            "page": "beratung",
        },
    ),
    block(
        "entrance",
        {
            "title": w("Ich arbeite in einer Behörde", "I work for a public authority", "أعمل في دائرة حكومية"),
            "text": w(
                "Ziele, Ablauf und Förderung des Projekts auf einen Blick.",
                "Aims, procedure and funding of the project at a glance.",
                "أهداف المشروع وسيره وتمويله في لمحة واحدة.",
            ),
            "page": "projekt",
        },
    ),
]

BODY = [
    block(
        "directory_search",
        {
            "heading": w("Beratung in Ihrer Nähe", "Counselling near you", "استشارة بالقرب منك"),
            "text": w(
                "Geben Sie Ihren Ort oder Ihre Postleitzahl in Bayern ein. Sie wählen selbst, mit welcher Stelle Sie sprechen.",
                "Enter your town or postcode in Bavaria. You choose yourself which centre you talk to.",
                "أدخل اسم مدينتك أو رمزك البريدي في بافاريا. أنت من يختار المركز الذي تتحدث معه.",
            ),
        },
    ),
]
