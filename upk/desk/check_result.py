"""What a check of the books says."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Result:
    """What a check looked at and what it found; without ``faults`` all is well."""

    key: str
    title: str
    looked_at: str
    faults: tuple[str, ...] = ()
