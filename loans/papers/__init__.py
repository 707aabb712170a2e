"""Papers of a loan as PDF: from the group's proposal to the settlement letter.

A paper is a small definition (``proposal``, ``verification``, ``lending``, ``servicing``): for
which loans it may be asked, its parts (tables), who signs. Its wording is a text with placeholders
that each office may replace (``texts``, ``wording``, ``markup``). ``facts`` reads all that papers
tell of loans in a constant number of queries, ``render`` makes one PDF of many papers.
"""
