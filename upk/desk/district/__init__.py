"""The district's desk: offices quarter by quarter, their issued figures side by side and together.

It reads what was issued (``reports.models.IssuedReport``, ``IssuedFigure``) and nothing else of an
office's books: of an office that has not issued it learns whether it has begun, never a figure.
"""
