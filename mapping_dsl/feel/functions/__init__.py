"""FEEL's own functions, one file for each family (DMN 1.5, 10.3.4)."""

from mapping_dsl.feel.functions.registry import Registry

standard = Registry()
