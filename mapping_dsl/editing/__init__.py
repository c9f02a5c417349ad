"""Working on a mapping's text: edits that change the smallest span, and what an editor asks of a text and a cursor.

A line is named by its number, from 1. Every edit gives a Change, or raises EditRefused with a sentence that says why.
"""

from mapping_dsl.editing.blocks import add_lines, move_line, remove_line
from mapping_dsl.editing.changes import Change, EditRefused, TextEdit
from mapping_dsl.editing.columns import add_column, move_column, remove_column, set_cell
from mapping_dsl.editing.items import add_item, remove_item
from mapping_dsl.editing.parts import Part, set_part

__all__ = [
    "Change",
    "EditRefused",
    "Part",
    "TextEdit",
    "add_column",
    "add_item",
    "add_lines",
    "move_column",
    "move_line",
    "remove_column",
    "remove_item",
    "remove_line",
    "set_cell",
    "set_part",
]
