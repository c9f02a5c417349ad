"""When an XLSForm asks a question (`relevant`), as FEEL: the part of XPath that forms are written with."""

import re
from collections.abc import Callable, Mapping
from typing import Final

from mapping_dsl.forms import AnswerType, Question

_LONGEST: Final = 2_000
_MOST_DEPTH: Final = 30
_TOKEN: Final = re.compile(
    r"\s*(?:(?P<question>\$\{\s*(?P<name>[^}\s]{1,200})\s*\})|(?P<text>'[^']*'|\"[^\"]*\")|(?P<number>\d+(?:\.\d+)?)"
    r"|(?P<word>[A-Za-z][\w.-]*)|(?P<sign>!=|<=|>=|[=<>(),+*-]|\.))"
)
_COMPARISONS: Final = frozenset({"=", "!=", "<", "<=", ">", ">="})


class NotTranslated(ValueError):
    """A condition that has no FEEL here; the sentence says what of it."""


def to_feel(condition: str, names: Mapping[str, str], questions: Mapping[str, Question]) -> str:
    """The condition in FEEL. `names` are the questions' own names by the sheet's. Raises NotTranslated."""
    if len(condition) > _LONGEST:
        raise NotTranslated(f"it has more than {_LONGEST} characters")
    return _Translating(condition, names, questions).whole()


class _Translating:
    """Reads the condition by recursive descent: or, and, comparison, operand."""

    def __init__(self, condition: str, names: Mapping[str, str], questions: Mapping[str, Question]) -> None:
        self.names = names
        self.questions = questions
        self.tokens = list(_tokens(condition))
        self.at = self.depth = 0

    def whole(self) -> str:
        """All of the condition."""
        written = self._joined("or", lambda: self._joined("and", self._comparison))
        if self.at < len(self.tokens):
            raise NotTranslated(f"“{self.tokens[self.at][1]}” is not expected there")
        return written

    def _joined(self, word: str, part: Callable[[], str]) -> str:
        parts = [part()]
        while self._take(word):
            parts.append(part())
        return f" {word} ".join(parts)

    def _comparison(self) -> str:
        left_kind, left = self._operand()
        sign = self._next()[1]
        if sign not in _COMPARISONS:
            if left_kind == "test":
                return left
            raise NotTranslated(f"“{left}” by itself says nothing that is true or false")
        self.at += 1
        right_kind, right = self._operand()
        if right_kind == "question" and left_kind != "question":
            mirrored = sign.translate(str.maketrans("<>", "><"))
            return self._compared(right, mirrored, left_kind, left)
        return self._compared(left, sign, right_kind, right)

    def _compared(self, question: str, sign: str, kind: str, value: str) -> str:
        if kind == "text" and value == '""':
            return f"{question} {sign} null"  # XPath's empty text is an answer that is blank
        asked = self.questions.get(question)
        is_choice = asked is not None and asked.type in (AnswerType.CHOICE, AnswerType.STRING)
        if kind == "number" and is_choice and sign in ("=", "!="):
            return f'{question} {sign} "{value}"'
        return f"{question} {sign} {value}"

    def _operand(self) -> tuple[str, str]:
        """The next operand, and whether it is a question, a text, a number, or a test by itself."""
        kind, written = self._next()
        self.at += 1
        if kind == "question":
            return kind, self._question(written)
        if kind == "text":
            return kind, self._text(written)
        if kind == "number":
            return kind, written
        if kind == "word":
            return self._call(written)
        if written == "(":
            return "test", f"({self._inside()})"
        if written == "-" and self._next()[0] == "number":
            self.at += 1
            return "number", f"-{self.tokens[self.at - 1][1]}"
        raise NotTranslated(f"“{written or 'the end'}” is not expected there")

    def _call(self, function: str) -> tuple[str, str]:
        if not self._take("("):
            raise NotTranslated(f"“{function}” is not known here")
        if function == "not":
            return "test", f"not({self._inside()})"
        if function in ("true", "false"):
            self._close()
            return "test", function
        if function in ("selected", "count-selected", "string-length", "number", "int"):
            return self._of_question(function)
        raise NotTranslated(f"the function {function} is not known here")

    def _of_question(self, function: str) -> tuple[str, str]:
        kind, question = self._operand()
        if kind != "question":
            raise NotTranslated(f"{function} asks for a question")
        if function == "selected":
            if not self._take(","):
                raise NotTranslated("selected asks for a question and a choice")
            _, choice = self._operand()
            self._close()
            return "test", self._selected(question, choice)
        self._close()
        written = {"count-selected": f"count({question})", "string-length": f"string length({question})"}
        return "question", written.get(function, question)

    def _selected(self, question: str, choice: str) -> str:
        asked = self.questions.get(question)
        several = asked is not None and asked.type is AnswerType.CHOICES
        const = choice if choice.startswith('"') else f'"{choice}"'
        return f"list contains({question}, {const})" if several else f"{question} = {const}"

    def _inside(self) -> str:
        self.depth += 1
        if self.depth > _MOST_DEPTH:
            raise NotTranslated("its brackets stand inside each other too deeply")
        written = self._joined("or", lambda: self._joined("and", self._comparison))
        self._close()
        self.depth -= 1
        return written

    def _close(self) -> None:
        if not self._take(")"):
            raise NotTranslated("a bracket is not closed")

    def _question(self, name: str) -> str:
        if name not in self.names:
            raise NotTranslated(f"there is no question {name}")
        return self.names[name]

    def _text(self, quoted: str) -> str:
        if "\\" in quoted or '"' in quoted[1:-1]:
            raise NotTranslated(f"{quoted} holds a mark that FEEL writes otherwise")
        return f'"{quoted[1:-1]}"'

    def _next(self) -> tuple[str, str]:
        return self.tokens[self.at] if self.at < len(self.tokens) else ("", "")

    def _take(self, written: str) -> bool:
        if self._next()[1] != written or self._next()[0] == "text":
            return False
        self.at += 1
        return True


def _tokens(condition: str) -> list[tuple[str, str]]:
    found = []
    at = 0
    while condition[at:].strip():
        token = _TOKEN.match(condition, at)
        if token is None:
            raise NotTranslated(f"“{condition[at:].strip()[:20]}” is not known here")
        kind = next(one for one in ("question", "text", "number", "word", "sign") if token[one])
        found.append((kind, token["name"] if kind == "question" else token[kind]))
        at = token.end()
    return found
