"""PDF: the words of its pages in the order of reading, with headings, lists, tables and pages."""

from flows.reading.pdf.document import read_pdf

__all__ = ["read_pdf"]
