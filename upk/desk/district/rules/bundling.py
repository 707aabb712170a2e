"""Which bundles' files are thrown away, and which issues a bundle stands for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Kept:
    """A finished bundle whose file still lies there."""

    pk: int
    quarter: str
    finished_at: datetime


def contents_digest(issues: Iterable[tuple[str, int, str]]) -> str:
    """A digest of which issues go in: (office's code, revision, digest of the value) of each."""
    lines = sorted(f"{code} {revision} {digest}" for code, revision, digest in issues)
    return sha256("\n".join(lines).encode()).hexdigest()


def to_throw_away(bundles: Iterable[Kept], now: datetime, days: int) -> list[int]:
    """Ids of bundles whose file goes: older than ``days``, or a newer one of the quarter is there.

    Whatever goes can be made again: the packs themselves are kept for ever.
    """
    newest: dict[str, Kept] = {}
    kept = list(bundles)
    for bundle in kept:
        if bundle.quarter not in newest or newest[bundle.quarter].pk < bundle.pk:
            newest[bundle.quarter] = bundle
    return [
        bundle.pk
        for bundle in kept
        if newest[bundle.quarter] is not bundle or now - bundle.finished_at > timedelta(days=days)
    ]
