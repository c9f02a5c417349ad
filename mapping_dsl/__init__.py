"""The mapping language: from a mapping's text and a submission to records, flags and triage. Knows no database."""

from mapping_dsl.compiler import Mapping, check, compile, format
from mapping_dsl.examples import ExampleResult
from mapping_dsl.failures import LibraryFailure, MappingError, MappingFailure
from mapping_dsl.library import ENGINE_VERSION, Library, Source
from mapping_dsl.outcome import Outcome
from mapping_dsl.trace import Trace

__all__ = [
    "ENGINE_VERSION",
    "ExampleResult",
    "Library",
    "LibraryFailure",
    "Mapping",
    "MappingError",
    "MappingFailure",
    "Outcome",
    "Source",
    "Trace",
    "check",
    "compile",
    "format",
]
