"""A PDF as a witness: what is drawn on its pages, as lines whose looks tell labels from answers."""

from runtime.intake.pdf.reading import PdfText, pdf_lines, read_pdf

__all__ = ["PdfText", "pdf_lines", "read_pdf"]
