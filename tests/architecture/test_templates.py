"""Templates print: no inline code, nothing marked safe in passing, each one asked for by somebody."""

import ast
import re

from tests.architecture import sources

# Names Django, Wagtail or allauth ask for; a file of ours under such a name replaces theirs.
ASKED_FOR_BY_OTHERS = (
    re.compile(r"(400|403|403_csrf|404|500)\.html"),
    re.compile(
        r"portal/emails/(login_code|password_reset_key|unknown_account)\..+"
    ),  # the adapter of allauth names them
    re.compile(r"(account|allauth|mfa|django/forms|wagtailadmin|wagtail_localize|wagtailusers)/.+"),
)
# Where text is marked as safe HTML, each with the reason why it is.
MARKED_SAFE = {
    "portal/templatetags/option_tags.py": "options of a list: value and label of each escaped",
    "portal/structured.py": "a block of JSON: every sign of markup in it is written as \\u003C and so on",
    "search/selectors.py": "names the type of a hit's snippet",
    "search/snippets.py": "a hit's snippet: every piece escaped, then <mark> around the words found",
}
TEMPLATE_MARKS = re.compile(r"\|\s*safe\b|{%\s*autoescape\s+off|\|\s*safeseq\b")
# Text templates are no HTML: escaping would put &amp; into a plain mail.
PLAIN = (".txt",)


def without_comments(html: str) -> str:
    html = re.sub(r"{#.*?#}", "", html)
    return re.sub(r"{%\s*comment\b.*?{%\s*endcomment\s*%}", "", html, flags=re.DOTALL)


def test_no_template_marks_text_as_safe():
    found = [
        sources.name(path)
        for path in sources.templates()
        if path.suffix not in PLAIN and TEMPLATE_MARKS.search(without_comments(sources.text(path)))
    ]

    assert found == []


def test_no_plain_mail_escapes_its_words():
    """A text mail says "Rückkehr & Neustart", not "Rückkehr &amp; Neustart"."""
    included = "\n".join(re.findall(r"{%\s*include\s+[^%]+%}", mentioned()))
    found = [
        sources.name(path)
        for path in sources.templates()
        if path.suffix in PLAIN
        and "{{" in sources.text(path)
        and f'"{sources.template_name(path)}"' not in included  # a part takes this over from the mail it stands in
        and "autoescape off" not in sources.text(path)
        and not re.search(r"{%\s*extends", sources.text(path))
        and "robots" not in path.name
    ]

    assert found == []


def test_code_marks_text_as_safe_only_where_it_is_explained():
    found = set()
    for path in sources.python(sources.APPS):
        for node in ast.walk(sources.tree(path)):
            used = getattr(node, "id", None) or getattr(node, "attr", None)
            if isinstance(node, ast.Name | ast.Attribute) and used in ("mark_safe", "SafeString", "SafeText"):
                found.add(sources.name(path))

    assert found <= set(MARKED_SAFE), found - set(MARKED_SAFE)


def test_no_inline_script_style_or_handler():
    inline = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>|<style\b|\sstyle=|\son[a-z]+=[\"']|javascript:", re.IGNORECASE)
    found = [
        f"{sources.name(path)}: {hit[0]}"
        for path in sources.templates()
        if path.suffix == ".html" and "emails" not in path.parts
        for hit in inline.finditer(without_comments(sources.text(path)))
        if 'type="application/ld+json"' not in hit[0]
    ]

    assert found == []


def test_loads_are_sorted():
    found = []
    for path in sources.templates():
        for load in re.findall(r"{%\s*load\s+([^%]+?)\s*%}", sources.text(path)):
            names = load.split(" from ")[0].split()
            if names != sorted(names):
                found.append(f"{sources.name(path)}: {load}")

    assert found == []


def test_includes_say_what_they_get():
    """Wagtail's own parts read the context of its pages."""
    found = [
        f"{sources.name(path)}: {include}"
        for path in sources.templates()
        for include in re.findall(r"{%\s*include\s+([^%]+?)\s*%}", without_comments(sources.text(path)))
        if not include.endswith(" only") and not include.startswith('"wagtailadmin/')
    ]

    assert found == []


def test_every_sentence_of_a_template_can_be_translated():
    """Words between tags stand in a translation tag or come from a variable."""
    found = []
    for path in sources.templates():
        html = without_comments(sources.text(path))
        html = re.sub(r"{%\s*blocktranslate\b.*?{%\s*endblocktranslate\s*%}", "", html, flags=re.DOTALL)
        html = re.sub(r"<(script|style|svg|title)\b.*?</\1>", "", html, flags=re.DOTALL)
        html = re.sub(r"{%.*?%}|{{.*?}}", " ", html, flags=re.DOTALL)
        html = re.sub(r"<!--.*?-->|<[^>]*>|&\w+;", " ", html, flags=re.DOTALL)
        words = re.findall(r"[^\W\d_]{3,}", html)
        if words and not set(words) <= PROPER_NAMES and path.name not in UNTRANSLATED:
            found.append(f"{sources.name(path)}: {' '.join(words[:6])}")

    assert found == []


# The portal, and names of languages in that language.
PROPER_NAMES = {"Neustart", "Portal", "Leichte", "Sprache", "ReturningfromGermany"}
# The page for the worst case asks no catalogue: it says everything in three languages.
UNTRANSLATED = {"robots.txt", "500.html"}


def page_templates() -> set[str]:
    """The templates Wagtail derives from the names of page models."""
    found = set()
    for path in sources.python(sources.APPS):
        if "models" not in path.parts and path.stem != "models":
            continue
        app = path.relative_to(sources.ROOT).parts[0]
        for node in sources.tree(path).body:
            if isinstance(node, ast.ClassDef):
                snake = re.sub(r"(((?<=[a-z])[A-Z])|([A-Z](?![A-Z]|$)))", r"_\1", node.name).lower().strip("_")
                found.add(f"{app}/{snake}.html")
    return found


def mentioned() -> str:
    """All text in which a template's name can stand."""
    code = [sources.text(path) for path in sources.python(sources.APPS)]
    return "\n".join(code + [sources.text(path) for path in sources.templates()])


def is_asked_for(name: str, text: str) -> bool:
    if any(pattern.fullmatch(name) for pattern in ASKED_FOR_BY_OTHERS) or f'"{name}"' in text:
        return True
    if "/emails/" in name:
        stem = re.sub(r"(\.subject)?\.(txt|html)$", "", name)
        folder, _, last = stem.rpartition("/")
        # queue(template="events/emails/confirmed"), or a folder in one place and the kinds of mail in another
        return f'"{stem}"' in text or (f'f"{folder}/{{' in text and re.search(rf"[\"']{last}[\"']", text) is not None)
    return False


def test_every_template_is_asked_for():
    text, derived = mentioned(), page_templates()
    names = {sources.template_name(path) for path in sources.templates()}

    assert {name for name in names - derived if not is_asked_for(name, text)} == set()


def test_the_reachability_guard_notices_a_template_nobody_asks_for():
    assert not is_asked_for("events/forgotten.html", mentioned())
    assert is_asked_for("404.html", "")
