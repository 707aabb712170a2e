"""What grants are for: the sectors of an allocation. Pure.

Source: domain.md 7. Operasional is allotted per phase, to the UPK and the villages' teams; nobody
proposes it (domain.md 12, Grants).
"""

PHYSICAL, ECONOMIC, EDUCATION, HEALTH = "fisik", "ekonomi", "pendidikan", "kesehatan"
OPERATIONAL = "operasional"

SECTORS = (
    (PHYSICAL, "Fisik"),
    (ECONOMIC, "Ekonomi"),
    (EDUCATION, "Pendidikan"),
    (HEALTH, "Kesehatan"),
    (OPERATIONAL, "Operasional"),
)
"""Every sector with its name, in the order of the published allocation."""

PROPOSED = tuple(sector for sector in SECTORS if sector[0] != OPERATIONAL)
"""The sectors in which villages send proposals."""

NAMES = dict(SECTORS)
