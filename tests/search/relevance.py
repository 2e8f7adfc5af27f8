"""A judged set: some fifty documents as a portal of this kind holds them, and what a reader means by a query.

Gains: 3 the very thing, 2 a good answer, 1 worth a look. What is not named is worth nothing.
"""

from search.registry import SearchDocument
from tests.builders.search import make_document

EVERYBODY = ("de", "de-simple", "en", "ar")


def _centre(name: str, title: str, town: str, summary: str, body: str = "", keywords: str = "") -> SearchDocument:
    return make_document(
        kind="centre",
        object_id=name,
        title=title,
        summary=summary,
        body=body,
        keywords=f"{town} {keywords}",
        path=f"beratungsstellen/{name}/",
        serves=EVERYBODY,
    )


def _programme(name: str, title: str, summary: str, body: str = "", keywords: str = "") -> SearchDocument:
    return make_document(
        kind="programme",
        object_id=name,
        title=title,
        summary=summary,
        body=body,
        keywords=keywords,
        path=f"programme/{name}/",
        serves=EVERYBODY,
    )


def _event(name: str, title: str, summary: str, body: str = "") -> SearchDocument:
    return make_document(
        kind="event",
        object_id=name,
        title=title,
        summary=summary,
        body=body,
        path=f"veranstaltungen/{name}/",
        serves=EVERYBODY,
    )


def _page(
    name: str, title: str, summary: str, body: str = "", language="de", serves=("de", "de-simple")
) -> SearchDocument:
    return make_document(
        kind="page",
        object_id=name,
        title=title,
        summary=summary,
        body=body,
        language=language,
        serves=serves,
        path=f"{name}/",
    )


ZAB = "Rückkehrberatung der Ausländerbehörde für Menschen in ANKER-Einrichtungen und im ganzen Regierungsbezirk."
ZRB = "Unabhängige und ergebnisoffene Rückkehrberatung, kostenlos und vertraulich."

DOCUMENTS = [
    _centre("zab-obb-muc", "Zentrale Ausländerbehörde (ZAB) Oberbayern, Standort München", "München", ZAB),
    _centre(
        "zab-obb-in", "Zentrale Ausländerbehörde (ZAB) Oberbayern, Standort Ingolstadt", "Ingolstadt Manching", ZAB
    ),
    _centre("zab-ndb", "Zentrale Ausländerbehörde (ZAB) Niederbayern", "Deggendorf", ZAB),
    _centre("zab-opf", "Zentrale Ausländerbehörde (ZAB) Oberpfalz", "Regensburg", ZAB),
    _centre("zab-ofr-ba", "Zentrale Ausländerbehörde (ZAB) Oberfranken, Standort Bamberg", "Bamberg", ZAB),
    _centre("zab-ofr-bt", "Zentrale Ausländerbehörde (ZAB) Oberfranken, Standort Bayreuth", "Bayreuth", ZAB),
    _centre("zab-mfr-zir", "Zentrale Ausländerbehörde (ZAB) Mittelfranken, Standort Zirndorf", "Zirndorf 90513", ZAB),
    _centre("zab-mfr-an", "Zentrale Ausländerbehörde (ZAB) Mittelfranken, Standort Ansbach", "Ansbach", ZAB),
    _centre("zab-ufr", "Zentrale Ausländerbehörde (ZAB) Unterfranken", "Geldersheim Niederwerrn Schweinfurt", ZAB),
    _centre("zab-sch", "Zentrale Ausländerbehörde (ZAB) Schwaben", "Augsburg", ZAB),
    _centre(
        "zrb-nord",
        "Zentrale Rückkehrberatung (ZRB) Nordbayern",
        "Nürnberg",
        ZRB,
        "Träger ist die Arbeiterwohlfahrt (AWO) Nürnberg mit dem Bayerischen Roten Kreuz. Zuständig für Mittelfranken, "
        "Oberfranken und Oberpfalz. Beratung auf Arabisch, Farsi und Russisch.",
    ),
    _centre(
        "zrb-west",
        "Zentrale Rückkehrberatung (ZRB) Westbayern",
        "Würzburg",
        ZRB,
        "Träger ist der Caritasverband für die Diözese Würzburg. Zuständig für Unterfranken.",
    ),
    _centre(
        "zrb-sued",
        "Zentrale Rückkehrberatung (ZRB) Südbayern",
        "Augsburg",
        ZRB,
        "Caritas, Diakonie und Rotes Kreuz in Augsburg. Zuständig für Schwaben und Oberbayern. Beratung auf Arabisch.",
    ),
    _centre(
        "zrb-so-mue",
        "Zentrale Rückkehrberatung Südostbayern",
        "Mühldorf a.Inn",
        ZRB,
        "Caritas-Zentrum Mühldorf. Für Oberbayern-Ost.",
    ),
    _centre("zrb-so-deg", "Zentrale Rückkehrberatung Südbayern, Außenstelle Deggendorf", "Deggendorf", ZRB, "Caritas."),
    _centre(
        "coming-home",
        "Coming Home – Büro für Rückkehrhilfen",
        "München",
        "Rückkehrhilfe der Landeshauptstadt München.",
        "Sozialreferat, Amt für Wohnen und Migration. Beratung, Reisekosten, Starthilfe, Vermittlung von Kursen.",
    ),
    _centre(
        "bfz",
        "Berufliche Fortbildungszentren der Bayerischen Wirtschaft (bfz)",
        "München Augsburg",
        "Qualifizierung vor der Ausreise, vor Ort oder digital.",
        "Werkstätten für Nähen, Küche, Fotografie, Friseur.",
        "bfz Qualifizierung",
    ),
    _centre(
        "solwodi-by",
        "SOLWODI Bayern e.V.",
        "Regensburg",
        "Fachberatungsstelle für Frauen in Not.",
        "Hilfe für Opfer von Gewalt, Menschenhandel und Zwangsprostitution.",
    ),
    _centre(
        "awo-neustadt",
        "Flüchtlings- und Integrationsberatung Neustadt a.d.Aisch",
        "Neustadt a.d.Aisch",
        "Beratung zu Asyl, Wohnen und Arbeit.",
        "Arbeiterwohlfahrt im Landkreis Neustadt a.d.Aisch-Bad Windsheim.",
    ),
    _centre(
        "diakonie-weiden",
        "Migrationsberatung Weiden i.d.OPf.",
        "Weiden i.d.OPf.",
        "Beratung für erwachsene Zugewanderte.",
        "Schuldnerberatung und Suchtberatung im selben Haus.",
    ),
    _centre("ottilien", "Beratung St. Ottilien", "Eresing", "Offene Sprechstunde für Geflüchtete im Kloster."),
    _programme(
        "rcp",
        "Reintegrationscoaching PLUS",
        "Coaching und individuelle Qualifizierung für Rückkehrwillige in Bayern.",
        "20 bis 25 Unterrichtseinheiten, digital oder vor Ort, mit Zertifikat. Gefördert aus dem AMIF.",
        "RCP Coaching Kurs",
    ),
    _programme(
        "brp",
        "Bayerisches Rückkehrprogramm",
        "Zuschüsse des Freistaats Bayern für die freiwillige Rückkehr.",
        "Hilfe bei Gepäck, Wohnung, Existenzgründung, Ausbildung und medizinischer Versorgung.",
    ),
    _programme(
        "brp-irak",
        "Sonderprogramm Irak",
        "Zusätzliche Zuschüsse für irakische Staatsangehörige aus Bayern.",
        "Beendet am 30.06.2025.",
    ),
    _programme(
        "reag-garp",
        "REAG/GARP 2.0",
        "Reisekosten, Reisebeihilfe und Startgeld für die freiwillige Ausreise.",
        "Für Menschen ohne eigene Mittel. Auch nach Syrien wieder möglich. Flugticket oder Bus, medizinische Kosten.",
    ),
    _programme(
        "shp",
        "StarthilfePlus",
        "Ergänzende Reintegrationsunterstützung im Zielland, ausgezahlt durch IOM.",
        "Geld nach der Rückkehr, Wohnkosten für Familien.",
    ),
    _programme(
        "eurp",
        "European Reintegration Programme (EURP)",
        "Reintegrationshilfe der EU, durchgeführt von Frontex.",
        "Bis 2024 Joint Reintegration Services (JRS). Hilfe nach der Ankunft und in den ersten zwölf Monaten.",
    ),
    _programme(
        "ura", "URA Kosovo", "Rückkehrprojekt im Kosovo: soziale und psychologische Beratung, Arbeit, Miete.", ""
    ),
    _programme("awo-kosovo", "AWO Kosovo-Projekt", "Begleitung von Rückkehrern im Kosovo.", "Pristina und Prizren."),
    _programme(
        "integplan",
        "IntegPlan Einzelfallförderung",
        "Hilfe für besondere Fälle und Fortbildung für Beraterinnen.",
        "Kranke, alte und alleinreisende Menschen; Zusammenarbeit der Beratungsstellen.",
    ),
    _programme(
        "starthope",
        "StartHope@Home",
        "Coaching für Existenzgründerinnen und Existenzgründer.",
        "In zehn Modulen von der Idee zum Geschäftsplan. Selbständigkeit nach der Rückkehr.",
    ),
    _programme(
        "dsik",
        "Savings Game und Microbusiness Game",
        "Planspiele zu Haushaltsgeld und kleinem Unternehmen.",
        "Sparkasse.",
    ),
    _programme(
        "solwodi-rr",
        "SOLWODI Rückkehr- und Reintegrationsprojekt",
        "Für Frauen allein oder mit Kindern.",
        "Nach Gewalt, Ausbeutung oder Krankheit.",
    ),
    _programme("vc", "Virtual Counselling", "Anonyme Online-Beratung in der Landessprache per Messenger.", "IOM."),
    _programme(
        "zirf",
        "ZIRF-Counselling",
        "Auskunft zur Lage im Herkunftsland: Gesundheit, Arbeit, Wohnen.",
        "Länderinformationen nur für Beratungsstellen.",
    ),
    _programme(
        "ph", "Perspektive Heimat", "Zentren für Migration und Entwicklung, Arbeit und Ausbildung.", "Beendet. GIZ."
    ),
    _event(
        "netz", "Vernetzungstag in Nürnberg", "Fachtag für Beratungsstellen, Behörden und Ehrenamtliche.", "Workshops."
    ),
    _event("info-erl", "Regionale Informationsveranstaltung Erlangen", "Das Projekt stellt sich vor.", "Landratsamt."),
    _event(
        "info-aug", "Regionale Informationsveranstaltung Augsburg", "Das Projekt stellt sich vor.", "Für Ehrenamtliche."
    ),
    _page(
        "projekt",
        "Das Projekt",
        "Reintegrationscoaching mit individueller Qualifizierung: was es ist, wer teilnehmen kann.",
        "Ablauf in Schritten: Erstgespräch, Plan, Unterricht, Zertifikat. Gefördert vom AMIF der Europäischen Union.",
    ),
    _page(
        "rueckkehr",
        "Ich denke über eine Rückkehr nach",
        "Was Sie wissen sollten und wer Ihnen hilft.",
        "Die Beratung ist freiwillig und kostenlos. Sie können den Asylantrag zurücknehmen. Geld, Reise, Papiere.",
    ),
    _page(
        "ehrenamt",
        "Für Ehrenamtliche",
        "Wie Sie Menschen begleiten, die über eine Rückkehr nachdenken.",
        "Helferkreise.",
    ),
    _page("beratung", "Für Beratungsstellen", "So melden Sie eine Person an: Anmeldung, Formular, Zeitplan.", ""),
    _page("datenschutz", "Datenschutz", "Welche Daten wir verarbeiten und welche Rechte Sie haben.", ""),
    _page("barrierefreiheit", "Barrierefreiheit", "Erklärung zur Barrierefreiheit und Meldung von Hindernissen.", ""),
    _page("impressum", "Impressum", "Bayerisches Landesamt für Asyl und Rückführungen (LfAR).", ""),
    _page(
        "rueckkehr",
        "I am thinking about returning",
        "What you should know and who can help you.",
        "Counselling is voluntary and free of charge. Money, travel, papers.",
        "en",
        ("en",),
    ),
    _page(
        "projekt",
        "The project",
        "Reintegration coaching with individual training.",
        "Steps and funding.",
        "en",
        ("en",),
    ),
    _page(
        "rueckkehr",
        "أفكر في العودة",
        "ما يجب أن تعرفه ومن يمكنه مساعدتك.",
        "المشورة طوعية ومجانية. المال والسفر والأوراق.",
        "ar",
        ("ar",),
    ),
    _page("projekt", "المشروع", "التدريب على إعادة الاندماج مع تأهيل فردي.", "الخطوات والتمويل.", "ar", ("ar",)),
]

ZRBS = {"zrb-nord": 3, "zrb-west": 3, "zrb-sued": 3, "zrb-so-mue": 3, "zrb-so-deg": 3}

# (language of the reader, what is typed, gain by object)
JUDGED = [
    ("de", "ZRB", {"zrb-nord": 3, "zrb-west": 3, "zrb-sued": 3}),
    ("de", "Zentrale Rückkehrberatung", ZRBS),
    ("de", "ZRB Nürnberg", {"zrb-nord": 3}),
    ("de", "Nuernberg", {"zrb-nord": 3, "netz": 3}),
    ("de", "Nürnbreg", {"zrb-nord": 3, "netz": 3}),
    ("de", "Zirndorf", {"zab-mfr-zir": 3}),
    ("de", "90513", {"zab-mfr-zir": 3}),
    ("de", "Zirndrof Ausländerbehörde", {"zab-mfr-zir": 3}),
    ("de", "ZAB Mittelfranken", {"zab-mfr-zir": 3, "zab-mfr-an": 3}),
    ("de", "Mühldorf am Inn", {"zrb-so-mue": 3}),
    ("de", "Muehldorf", {"zrb-so-mue": 3}),
    ("de", "Neustadt an der Aisch", {"awo-neustadt": 3}),
    ("de", "Neustadt a. d. Aisch", {"awo-neustadt": 3}),
    ("de", "Weiden in der Oberpfalz", {"diakonie-weiden": 3}),
    ("de", "Sankt Ottilien", {"ottilien": 3}),
    ("de", "Deggendorf Caritas", {"zrb-so-deg": 3}),
    ("de", "München Rückkehrhilfe", {"coming-home": 3}),
    ("de", "Existenzgründung", {"starthope": 3, "brp": 2}),
    ("de", "Existensgründung", {"starthope": 3, "brp": 2}),
    ("de", "Existenzgründer", {"starthope": 3, "brp": 1}),
    ("de", "selbständig machen nach der Rückkehr", {"starthope": 3, "brp": 1, "rueckkehr": 1}),
    ("de", "Geschäftsplan", {"starthope": 3}),
    ("de", "Reintegrationscoaching", {"rcp": 3, "projekt": 3}),
    ("de", "Coaching", {"rcp": 3, "starthope": 3, "projekt": 2}),
    ("de", "Qualifizierungen", {"rcp": 3, "bfz": 3, "projekt": 3}),
    ("de", "Kurs Friseur", {"bfz": 3, "rcp": 1}),
    ("de", "Irak", {"brp-irak": 3}),
    ("de", "Rückkehr nach Syrien", {"reag-garp": 3}),
    ("de", "Programme Kosovo", {"ura": 3, "awo-kosovo": 3}),
    ("de", "Reisekosten", {"reag-garp": 3, "coming-home": 2}),
    ("de", "Flugtickets", {"reag-garp": 3}),
    ("de", "REAG GARP", {"reag-garp": 3}),
    ("de", "Starthilfe", {"shp": 3, "coming-home": 2}),
    ("de", "Hilfe für Frauen", {"solwodi-by": 3, "solwodi-rr": 3}),
    ("de", "Menschenhandel", {"solwodi-by": 3}),
    ("de", "Suchtberatung", {"diakonie-weiden": 3}),
    ("de", "Schulden", {"diakonie-weiden": 3}),
    ("de", "Beratung auf Arabisch", {"zrb-nord": 3, "zrb-sued": 3}),
    ("de", "Veranstaltung Erlangen", {"info-erl": 3}),
    ("de", "Informationsveranstaltungen", {"info-erl": 3, "info-aug": 3}),
    ("de", "Ehrenamt", {"ehrenamt": 3, "netz": 2, "info-aug": 2}),
    ("de", "Onlineberatung", {"vc": 3}),
    ("de", "Asylantrag zurücknehmen", {"rueckkehr": 3}),
    ("de", "Datenschutzerklärung", {"datenschutz": 3}),
    ("de", "AMIF", {"rcp": 3, "projekt": 3}),
    ("de-simple", "Geld für die Reise", {"rueckkehr": 3, "reag-garp": 3}),
    ("de", "Wo bekomme ich Hilfe in Augsburg?", {"zrb-sued": 3, "zab-sch": 3, "bfz": 1, "info-aug": 1}),
    ("en", "return counselling", {"rueckkehr": 3, "vc": 1, "zirf": 1}),
    ("en", "reintegration training", {"projekt": 3}),
    ("en", "Muenchen", {"coming-home": 3, "zab-obb-muc": 3, "bfz": 2}),
    ("ar", "العودة", {"rueckkehr": 3}),
    ("ar", "مشورة مجانية", {"rueckkehr": 3}),
    ("ar", "المشروع", {"projekt": 3}),
    ("ar", "إعادة الإندماج", {"projekt": 3}),
]
