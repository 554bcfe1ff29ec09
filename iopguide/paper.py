"""The questionnaire on paper: codes of answers, boxes to read from the top, letters of results, rules in words."""

from collections.abc import Iterator
from itertools import groupby
from string import ascii_lowercase, ascii_uppercase

from iopguide import rules
from iopguide.questionnaire import UNSURE, Condition, Outcome, Questionnaire, Said

_COUNTS = ("no", "one", "two", "three", "four", "five")


def voices(said: Said) -> str:
    """Words for both readers; the style sheet shows those for the reader chosen under 'Who is this for?'."""
    if said.me == said.them:
        return said.me
    return f'<span class="ig-me">{said.me}</span><span class="ig-them">{said.them}</span>'


def codes(questionnaire: Questionnaire) -> dict[tuple[str, str], str]:
    """The code of each answer on paper, such as 3b, and 3? for a skip."""
    found = {}
    for number, question in enumerate(questionnaire.questions, 1):
        for letter, answer in zip(ascii_lowercase, question.answers, strict=False):
            found[question.id, answer.id] = f"{number}{letter}"
        found[question.id, UNSURE] = f"{number}?"
    return found


class Paper:
    """What the paper form says."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self._form = questionnaire
        self._codes = codes(questionnaire)
        self._texts = {
            (question.id, answer.id): voices(answer.text)
            for question in questionnaire.questions
            for answer in question.answers
        }

    def letter(self, outcome: Outcome) -> str:
        """The letter of a result. A link to it would leave its name in the browser's history."""
        return ascii_uppercase[list(self._form.outcomes).index(outcome)]

    def code(self, question: str, answer: str) -> str:
        """The code of an answer."""
        return self._codes[question, answer]

    def only_if(self, condition: Condition) -> str:
        """When a question is to be answered or a note read: '5a, 5f or 6b', or the words of a tap before question 1."""
        taps: dict[tuple[str, str], str] = {
            (tap.id, answer.id): f"\u201c{answer.text.me}\u201d" for tap in self._form.setup for answer in tap.answers
        }
        named = [(atom.question or "", answer) for atom in rules.atoms(condition) for answer in atom.answers]
        return _listed([self._codes.get(place) or taps[place] for place in named], "or")

    def boxes(self) -> Iterator[tuple[str, list[str]]]:
        """Each box in order: its result, and sentences of which one has to be true."""
        for outcome, group in groupby(self._form.rules, key=lambda rule: rule.then):
            yield outcome, [sentence for rule in group for sentence in self._sentences(rule.when)]

    def pointed(self) -> Iterator[tuple[int, list[str]]]:
        """For each number of points the codes that have it."""
        table: dict[int, list[str]] = {}
        for question, answers in self._form.points.items():
            for answer, points in answers.items():
                table.setdefault(points, []).append(f"**{self._codes[question, answer]}**")
        return iter(sorted(table.items()))

    def _sentences(self, condition: Condition) -> list[str]:
        """A condition as sentences of which one has to be true."""
        if condition.any:
            return [sentence for part in condition.any for sentence in self._sentences(part)]
        if condition.question:
            return [self._answer(condition.question, answer) for answer in condition.answers]
        if condition.all:
            parts = [" or ".join(self._sentences(part)) for part in condition.all]
            return [f"All of these together: {'; and '.join(parts)}"]
        return [self._counted(condition)]

    def _answer(self, question: str, answer: str) -> str:
        words = self._texts.get((question, answer), self._form.unsure.me)
        return f"**{self._codes[question, answer]}** {words}"

    def _counted(self, condition: Condition) -> str:
        if condition.points:
            skips = (
                f", and 1 more for each **?** in questions {_listed(self._group(None), 'and')},"
                if condition.counting_skips
                else ""
            )
            return f"Your points{skips} come to {condition.points} or more"
        if condition.skipped and condition.at_least == 1:
            return f"There is a **?** in question {_listed(self._group(condition.skipped), 'or')}"
        if condition.skipped:
            many = _COUNTS[condition.at_least or 0]
            group = _listed(self._group(condition.skipped), "and")
            return f"There is a **?** in {many} or more of questions {group}"
        return "Nothing in the boxes above is true"

    def _group(self, group: str | None) -> list[str]:
        numbers = {question.id: str(number) for number, question in enumerate(self._form.questions, 1)}
        wanted = {"safety": (True,), "others": (False,), None: (True, False)}[group]
        return [numbers[question.id] for question in rules.decisive(self._form) if question.safety in wanted]


def _listed(words: list[str], last: str) -> str:
    return f" {last} ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
