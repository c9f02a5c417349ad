"""What a mapping makes of a submission by each of its ways: interpreted, traced, both kinds of generated code."""

from collections.abc import Iterator, Mapping
from typing import Any

import mapping_dsl
from mapping_dsl.answers import Answers
from mapping_dsl.checker import check
from mapping_dsl.feel.frames import Frame
from mapping_dsl.generating import Generated, generate
from mapping_dsl.interpreter import interpret
from mapping_dsl.outcome import Outcome
from mapping_dsl.program import assemble


class Ways:
    """A mapping in every form in which it can run."""

    def __init__(self, source: mapping_dsl.Source) -> None:
        program = assemble(source)
        self.interpreted = interpret(program, check(program).meanings)
        self.generated = Generated(self.interpreted)
        self._defensive = generate(self.interpreted, trusting=False)

    def outcomes(self, document: Mapping[str, Any]) -> dict[str, Outcome]:
        """The outcome of each way. The generated code for what is in doubt must do for all others too."""
        return dict(self._outcomes(self.interpreted.reader.read(document)))

    def _outcomes(self, answers: Answers) -> Iterator[tuple[str, Outcome]]:
        for is_traced in (False, True):
            outcome, _ = self.interpreted.run(self.interpreted.start(answers, is_traced=is_traced))
            yield "traced" if is_traced else "interpreted", outcome
        generated = self.generated.run(answers)
        assert generated is not None, "there is code of this mapping"
        assert self._defensive is not None, "there is code of this mapping for what is in doubt"
        yield "generated", generated
        yield "generated for doubt", self.generated.outcome(*self._defensive(Frame({}, answers.now), answers))


def assert_agree(outcomes: Mapping[str, Outcome]) -> None:
    """That all ways say the same, down to the last field."""
    wanted = outcomes["interpreted"]
    told = {way: outcome.to_json() for way, outcome in outcomes.items() if outcome.digest != wanted.digest}
    assert all(got == wanted.to_json() for got in told.values()), told
    assert not told
