"""What the state of a quarter's report is called: one table for office, district and paper.

The words are the same whoever reads; who has to do something next, and so the colour, differs. What
only one of them can know (an office that its turn has come, the district that work has begun) is
named where it is known.
"""

ISSUED, RECEIVED, RETURNED, ACCEPTED = "issued", "received", "returned", "accepted"
OUTDATED, NOT_EXPECTED = "outdated", "not_expected"

NAMES = {
    ISSUED: "Terbit",
    RECEIVED: "Diterima kabupaten",
    RETURNED: "Dikembalikan",
    ACCEPTED: "Disetujui",
    OUTDATED: "Perlu terbit ulang",
    NOT_EXPECTED: "Tidak diminta",
}
