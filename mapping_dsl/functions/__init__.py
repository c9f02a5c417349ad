"""The functions beyond FEEL: what reports from the public need and the standard does not have.

`registry` holds them all; each family is one file. Those that take an answer's name (`asked`, `label`, `option`)
belong to the statements, which know the form.
"""

from . import contact, lists, text, times
from .registry import registry

__all__ = ["contact", "lists", "registry", "text", "times"]
