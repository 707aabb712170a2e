"""Where a piece may lie, in degrees."""

from decimal import Decimal

SOUTH, NORTH = Decimal(-11), Decimal(6)
WEST, EAST = Decimal(95), Decimal(141)
"""Indonesia from Rote to Weh and from Weh to Merauke, rounded outwards to whole degrees."""


def is_in_indonesia(latitude: Decimal, longitude: Decimal) -> bool:
    """Whether a point lies within Indonesia's outermost degrees."""
    return SOUTH <= latitude <= NORTH and WEST <= longitude <= EAST
