"""Short hands for writing a form down in three languages at once."""

from dataclasses import dataclass, field


@dataclass
class Blueprint:
    """Collects the words of a form while it is written: German goes into the page, the others beside it."""

    english: dict[str, str] = field(default_factory=dict)
    arabic: dict[str, str] = field(default_factory=dict)

    def say(self, german: str, english: str, arabic: str) -> str:
        """The German words; said twice, they must be said alike, for translations hang on them."""
        if (self.english.setdefault(german, english), self.arabic.setdefault(german, arabic)) != (english, arabic):
            raise ValueError(f"two translations of {german!r}")
        return german

    def prose(self, *paragraphs: tuple[str, str, str]) -> str:
        return "".join(f"<p>{self.say(*paragraph)}</p>" for paragraph in paragraphs)

    def points(self, *items: tuple[str, str, str]) -> str:
        return "<ul>" + "".join(f"<li>{self.say(*item)}</li>" for item in items) + "</ul>"

    def step(self, key: str, title: tuple, *fields: dict, intro: str = "", exits: tuple = (), condition=None) -> dict:
        return {
            "type": "step",
            "value": {
                "key": key,
                "title": self.say(*title),
                "intro": intro,
                "condition": self.condition(condition),
                "fields": list(fields),
                "exits": list(exits),
            },
        }

    def exit(self, key: str, value: str, title: tuple, text: str) -> dict:
        return {"field": key, "answer": value, "title": self.say(*title), "text": text}

    def question(
        self,
        kind: str,
        key: str,
        label: tuple,
        data_class: str = "need",
        *,
        hint: tuple | None = None,
        required: bool = True,
        meaning: str = "",
        condition: tuple[str, str] | None = None,
        options: tuple[tuple, ...] = (),
        **settings,
    ) -> dict:
        value = {
            "key": key,
            "label": self.say(*label),
            "hint": self.say(*hint) if hint else "",
            "required": required,
            "data_class": data_class,
            "meaning": meaning,
            "condition": self.condition(condition),
            **settings,
        }
        if options:
            value["options"] = [{"code": code, "label": self.say(*words)} for code, *words in options]
        return {"type": kind, "value": value}

    def notice(self, title: tuple, text: str, tone: str = "info") -> dict:
        value = {"heading": self.say(*title), "text": text, "tone": tone, "condition": self.condition(None)}
        return {"type": "notice", "value": value}

    @staticmethod
    def condition(condition: tuple[str, str] | None) -> dict:
        key, value = condition or ("", "")
        return {"field": key, "answer": value}
