"""How services write forms down, as data that an analyst reads and writes."""

from runtime.intake.layout.files import LayoutUnusable, layout_to_json, read_layout, read_layouts
from runtime.intake.layout.layout import Layout, Template

__all__ = ["Layout", "LayoutUnusable", "Template", "layout_to_json", "read_layout", "read_layouts"]
