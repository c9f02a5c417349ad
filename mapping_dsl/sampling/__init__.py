"""Samples that a mapping's boundaries ask for, what its examples reach, and how many small changes they notice."""

from mapping_dsl.sampling.boundaries import Sample, boundary_samples
from mapping_dsl.sampling.coverage import Coverage, coverage
from mapping_dsl.sampling.drafting import ExampleDraft, draft_example
from mapping_dsl.sampling.places import Place
from mapping_dsl.sampling.scoring import Fate, Score, score
from mapping_dsl.sampling.trial import Trial, trial

__all__ = [
    "Coverage",
    "ExampleDraft",
    "Fate",
    "Place",
    "Sample",
    "Score",
    "Trial",
    "boundary_samples",
    "coverage",
    "draft_example",
    "score",
    "trial",
]
