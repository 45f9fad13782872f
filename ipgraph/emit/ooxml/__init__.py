"""Changing a workbook without rewriting it: single parts of the file are patched, all others are copied as they are.

Loading and saving with openpyxl would lose what it does not know: computed results of formulas, shapes, details of
charts, threaded comments, extensions. Paragraph numbers are those of ECMA-376 (Office Open XML), part 1 unless another
part is named. Nothing in here knows of plans.
"""
