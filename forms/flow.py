"""Which steps and questions apply, given what was typed so far. Nothing here validates or writes."""

from dataclasses import dataclass

from forms.codes import FieldKind, YesNo
from forms.definition import Condition, Definition, Exit, Field, Step

# {step: {name of the input: [values]}}, as the browser sent it.
Raw = dict[str, dict[str, list[str]]]


def input_name(step: Step, field: Field) -> str:
    return f"{step.key}-{field.key}"


@dataclass(frozen=True)
class Flow:
    definition: Definition
    raw: Raw

    def steps(self) -> list[Step]:
        return [step for step in self.definition.steps if self.holds(step.condition)]

    def is_asked(self, field: Field) -> bool:
        return self.holds(field.condition)

    def holds(self, condition: Condition | None) -> bool:
        """An answer counts only where its own question is asked; conditions look back, so this comes to an end."""
        if condition is None:
            return True
        for step in self.definition.steps:
            for field in step.questions:
                if field.key == condition.field:
                    is_chosen = condition.value in self.codes(step, field)
                    return is_chosen and self.holds(step.condition) and self.is_asked(field)
        return False

    def codes(self, step: Step, field: Field) -> list[str]:
        """What was chosen, as codes."""
        values = [value for value in self.raw.get(step.key, {}).get(input_name(step, field), []) if value]
        if field.kind == FieldKind.CONSENT:
            return [YesNo.YES] if values else []
        return values

    def exit_of(self, step: Step) -> Exit | None:
        """The exit the answers of a step lead to."""
        for item in step.exits:
            if self.holds(Condition(item.field, item.value)):
                return item
        return None

    def with_step(self, step: str, data: dict[str, list[str]]) -> "Flow":
        """The flow as it would be with this step's input."""
        return Flow(self.definition, {**self.raw, step: data})
