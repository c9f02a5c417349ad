"""FEEL's own functions, one file for each family (DMN 1.5, 10.3.4)."""

from mapping_dsl.feel.functions import booleans, contexts, conversion, dates, lists, numbers, ranges, statistics, text
from mapping_dsl.feel.functions.registry import Registry

standard = Registry()
for _family in (conversion, booleans, text, lists, statistics, numbers, dates, ranges, contexts):
    standard.include(_family.registry)
