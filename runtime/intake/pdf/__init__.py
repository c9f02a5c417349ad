"""A PDF as a witness: what is drawn on its pages, as lines whose looks tell labels from answers."""

from runtime.intake.pdf.reading import pdf_lines

__all__ = ["pdf_lines"]
