"""How the demo pages are written down: each German string with its translations beside it."""

from collections import defaultdict


class Words:
    """Takes the words of one page and gives back the German ones; the rest waits for the translation."""

    def __init__(self):
        self.translations: dict[str, dict[str, str]] = defaultdict(dict)

    def __call__(self, german: str, en: str = "", ar: str = "") -> str:
        for language, text in (("en", en), ("ar", ar)):
            if text:
                self.translations[language][german] = text
        return german


def prose(*paragraphs: str) -> str:
    return "".join(text if text.startswith("<") and not text.startswith("<b>") else f"<p>{text}</p>" for text in paragraphs)


def h2(text: str) -> str:
    return f"<h2>{text}</h2>"


def bullets(*items: str) -> str:
    return "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"


def block(kind: str, value: object) -> dict:
    return {"type": kind, "value": value}


def text(*paragraphs: str) -> dict:
    return block("text", prose(*paragraphs))


def steps(*pairs: tuple[str, str]) -> list[dict]:
    return [{"title": title, "text": prose(*((body,) if isinstance(body, str) else body))} for title, body in pairs]
