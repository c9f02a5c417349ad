"""What is drawn on the pages of a PDF, read in child processes that nothing can hurt us through."""

from runtime.pdfs.children import PdfUnreadable, open_pages
from runtime.pdfs.pages import Look, Page, Rule, Run

__all__ = ["Look", "Page", "PdfUnreadable", "Rule", "Run", "open_pages"]
