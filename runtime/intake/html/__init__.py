"""An HTML body as the lines that people see, each told by the page's structure and looks for what it is."""

from runtime.intake.html.page import HtmlPage, html_lines, read_page

__all__ = ["HtmlPage", "html_lines", "read_page"]
