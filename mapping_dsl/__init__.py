"""The mapping language: from a mapping's text and a submission to records, flags and triage. Knows no database."""

from mapping_dsl.failures import LibraryFailure, MappingError, MappingFailure
from mapping_dsl.library import ENGINE_VERSION, Library, Source

__all__ = ["ENGINE_VERSION", "Library", "LibraryFailure", "MappingError", "MappingFailure", "Source"]
