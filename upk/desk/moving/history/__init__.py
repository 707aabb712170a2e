"""Leaving with everything, and coming back the same: a sheet for each table of an office.

``layout`` derives the sheets from the models; ``values`` and ``texts`` make cells exact;
``contents`` is the index. ``leaving`` writes, ``returning`` restores what ``rows`` reads;
``papers`` carries the files. Decision 025.
"""
