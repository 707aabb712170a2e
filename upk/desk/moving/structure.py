"""What a sheet's XML says besides its cells: hidden rows, merged cells, how many rows. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.parsers import expat

_CHUNK = 256 * 1024


@dataclass(slots=True)
class Structure:
    """``hidden``: numbers of hidden rows; ``merged``: references like ``B2:C3``."""

    rows: int = 0
    hidden: list[int] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)


def structure_of(stream: BinaryIO) -> Structure:
    """Read through a sheet once, a piece at a time. Raises ``ValueError`` for broken XML."""
    found, parser = Structure(), expat.ParserCreate()

    def begin(name: str, attributes: dict[str, str]) -> None:
        kind = name.rpartition(":")[2]
        if kind == "row":
            found.rows += 1
            if attributes.get("hidden") in ("1", "true"):
                found.hidden.append(int(attributes.get("r", found.rows)))
        elif kind == "mergeCell":
            found.merged.append(attributes.get("ref", "?"))

    parser.StartElementHandler = begin
    try:
        while piece := stream.read(_CHUNK):
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise ValueError(str(error)) from error
    return found


def in_ranges(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Runs of numbers that follow one another: ``[3, 4, 5, 9]`` → ``[(3, 5), (9, 9)]``."""
    runs: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs
