"""What the example's villages got from the programme, and how they keep it: pure data.

Sums of grants by sector are what the office published (data/kalijambe_grants.csv), as is that
levies began in 2005 and that all 14 villages had their Perdes by 2009 (domain.md 1). Years,
works, people, marks and amounts of single grants, levies and inspections are invented.
"""
