"""Moving in and out: an office's data as a workbook, checked whole before anything is written.

Decision 025. ``columns`` says what a sheet holds, ``sheets`` lists them all; ``cells`` reads one
cell, ``reading`` a whole file, ``checks`` what several rows say together. ``writing`` brings a
clean workbook into an office that has no books yet; ``exporting`` writes it back.
"""
