"""From a checked program to one Python function that runs it: straight on, each answer read once, and without the tests
whose answer the form's schema already tells. The interpreter is its oracle.

`generator` joins the parts: `names` (what a name stands for), `decisions`, `rules` (flags and triage), `fields` and
`groups` (records). What the code looks like stands in `shapes`; what it writes down while it runs in `told`.
"""

from mapping_dsl.generating.generator import Generated, generate

__all__ = ["Generated", "generate"]
