"""What is drawn on the pages of a PDF, read in child processes so that a PDF can hurt nothing else."""

from runtime.pdfs.children import MAX_PDF_BYTES, MAX_SECONDS, PdfUnreadable, draw
from runtime.pdfs.pages import Drawn, Look, Page, Rule, Run

__all__ = ["MAX_PDF_BYTES", "MAX_SECONDS", "Drawn", "Look", "Page", "PdfUnreadable", "Rule", "Run", "draw"]
