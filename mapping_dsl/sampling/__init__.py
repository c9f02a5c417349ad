"""Samples that a mapping's boundaries ask for, what its examples reach, and how many small changes they notice."""

from mapping_dsl.sampling.boundaries import Sample, boundary_samples

__all__ = ["Sample", "boundary_samples"]
