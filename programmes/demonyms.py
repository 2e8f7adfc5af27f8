"""What people of a country are called, for the search: "syrisch" finds what is for Syria. Our own list, no translation.

German: an adjective, which takes the endings, then nouns. English and Arabic: as people write them. Names of countries
come from CLDR, in the main languages of the portal's readers.
"""

from babel import Locale

NAME_LANGUAGES = ("de", "en", "ar", "tr", "ru", "fa")
GERMAN_ENDINGS = ("", "e", "er", "en")
DEMONYMS: dict[str, tuple[str, str, str]] = {
    "AF": ("afghanisch Afghane Afghanin Afghanen", "Afghan", "أفغاني أفغانية أفغان"),
    "AL": ("albanisch Albaner Albanerin", "Albanian", "ألباني ألبانية ألبان"),
    "AM": ("armenisch Armenier Armenierin", "Armenian", "أرمني أرمنية أرمن"),
    "AZ": ("aserbaidschanisch Aserbaidschaner Aserbaidschanerin", "Azerbaijani", "أذربيجاني أذربيجانية أذريون"),
    "BD": ("bangladeschisch Bangladescher Bangladescherin", "Bangladeshi", "بنغلاديشي بنغلاديشية"),
    "BF": ("burkinisch Burkiner Burkinerin", "Burkinabe", "بوركيني بوركينية"),
    "BJ": ("beninisch Beniner Beninerin", "Beninese", "بنيني بنينية"),
    "CD": ("kongolesisch Kongolese Kongolesin Kongo", "Congolese Congo", "كونغولي كونغولية"),
    "CI": ("ivorisch Ivorer Ivorerin Elfenbeinküste", "Ivorian", "إيفواري إيفوارية ساحل العاج"),
    "CM": ("kamerunisch Kameruner Kamerunerin", "Cameroonian", "كاميروني كاميرونية"),
    "CN": ("chinesisch Chinese Chinesin Chinesen", "Chinese", "صيني صينية"),
    "CO": ("kolumbianisch Kolumbianer Kolumbianerin", "Colombian", "كولومبي كولومبية"),
    "DZ": ("algerisch Algerier Algerierin", "Algerian", "جزائري جزائرية جزائريون"),
    "EG": ("ägyptisch Ägypter Ägypterin", "Egyptian", "مصري مصرية مصريون"),
    "ET": ("äthiopisch Äthiopier Äthiopierin", "Ethiopian", "إثيوبي إثيوبية"),
    "GE": ("georgisch Georgier Georgierin", "Georgian", "جورجي جورجية"),
    "GH": ("ghanaisch Ghanaer Ghanaerin", "Ghanaian", "غاني غانية"),
    "GM": ("gambisch Gambier Gambierin", "Gambian", "غامبي غامبية"),
    "GN": ("guineisch Guineer Guineerin", "Guinean", "غيني غينية"),
    "GW": ("guinea-bissauisch", "Bissau-Guinean", "غينيا بيساو"),
    "IN": ("indisch Inder Inderin", "Indian", "هندي هندية هنود"),
    "IQ": ("irakisch Iraker Irakerin Iraki", "Iraqi", "عراقي عراقية عراقيون"),
    "IR": ("iranisch Iraner Iranerin", "Iranian", "إيراني إيرانية إيرانيون"),
    "JO": ("jordanisch Jordanier Jordanierin", "Jordanian", "أردني أردنية أردنيون"),
    "KE": ("kenianisch Kenianer Kenianerin", "Kenyan", "كيني كينية"),
    "KG": ("kirgisisch Kirgise Kirgisin Kirgisen", "Kyrgyz", "قيرغيزي قيرغيزية"),
    "KZ": ("kasachisch Kasache Kasachin Kasachen", "Kazakh", "كازاخي كازاخية كازاخستاني"),
    "LB": ("libanesisch Libanese Libanesin Libanesen", "Lebanese", "لبناني لبنانية لبنانيون"),
    "LK": ("sri-lankisch Sri-Lanker", "Sri-Lankan", "سريلانكي سريلانكية"),
    "MA": ("marokkanisch Marokkaner Marokkanerin", "Moroccan", "مغربي مغربية مغاربة"),
    "MD": ("moldauisch Moldauer Moldauerin Moldawien moldawisch", "Moldovan", "مولدوفي مولدوفية"),
    "MK": ("nordmazedonisch mazedonisch Mazedonier Mazedonien", "Macedonian", "مقدوني مقدونية"),
    "ML": ("malisch Malier Malierin", "Malian", "مالي مالية"),
    "MN": ("mongolisch Mongole Mongolin Mongolen", "Mongolian", "منغولي منغولية"),
    "NE": ("nigrisch Nigrer Nigrerin", "Nigerien", "نيجري نيجرية"),
    "NG": ("nigerianisch Nigerianer Nigerianerin", "Nigerian", "نيجيري نيجيرية نيجيريون"),
    "NP": ("nepalesisch Nepalese Nepalesin", "Nepali Nepalese", "نيبالي نيبالية"),
    "PK": ("pakistanisch Pakistaner Pakistanerin Pakistani", "Pakistani", "باكستاني باكستانية باكستانيون"),
    "RS": ("serbisch Serbe Serbin Serben", "Serbian Serb", "صربي صربية صرب"),
    "RU": ("russisch Russe Russin Russen", "Russian", "روسي روسية روس"),
    "SD": ("sudanesisch Sudanese Sudanesin", "Sudanese", "سوداني سودانية سودانيون"),
    "SL": ("sierra-leonisch Sierra-Leoner", "Sierra-Leonean", "سيراليوني سيراليونية"),
    "SN": ("senegalesisch Senegalese Senegalesin", "Senegalese", "سنغالي سنغالية"),
    "SO": ("somalisch Somalier Somalierin Somali", "Somali", "صومالي صومالية صوماليون"),
    "SY": ("syrisch Syrer Syrerin", "Syrian", "سوري سورية سوريون سوريين"),
    "TG": ("togoisch Togoer Togoerin", "Togolese", "توغولي توغولية"),
    "TJ": ("tadschikisch Tadschike Tadschikin", "Tajik", "طاجيكي طاجيكية"),
    "TN": ("tunesisch Tunesier Tunesierin", "Tunisian", "تونسي تونسية تونسيون"),
    "TR": ("türkisch Türke Türkin Türken", "Turkish Turk", "تركي تركية أتراك"),
    "UZ": ("usbekisch Usbeke Usbekin", "Uzbek", "أوزبكي أوزبكية"),
    "VE": ("venezolanisch Venezolaner Venezolanerin", "Venezuelan", "فنزويلي فنزويلية"),
    "VN": ("vietnamesisch Vietnamese Vietnamesin", "Vietnamese", "فيتنامي فيتنامية"),
    "XK": ("kosovarisch Kosovare Kosovarin Kosovaren", "Kosovan Kosovar", "كوسوفي كوسوفية كوسوفيون"),
}


def country_words(code: str) -> str:
    """Every word somebody may look for a country and its people by."""
    names = [Locale(language).territories.get(code, "") for language in NAME_LANGUAGES]
    german, english, arabic = DEMONYMS.get(code, ("", "", ""))
    adjective, *nouns = german.split() or [""]
    forms = [adjective + ending for ending in GERMAN_ENDINGS] if adjective else []
    return " ".join(filter(None, [*names, *forms, *nouns, english, arabic]))
