"""What the trail tells of a model's rows; each model says it in its ``TRAIL``."""

from collections.abc import Mapping
from dataclasses import dataclass, field

HIDDEN = "•••"
"""In place of a value that isn't kept, or can't be read any more."""


@dataclass(frozen=True)
class Told:
    """Which columns of a model are told, and how.

    ``copies`` and ``hidden`` aren't: the former follow append-only rows, which tell more, the
    latter are secrets. ``private`` values say something about a person and are sealed under the
    key of ``person`` (path to the id); where that is empty, only that they changed is told.
    ``instead`` names, for a column that nobody can read, the property to tell. ``office`` is the
    path to the office's id, asked where the row doesn't say whose it is and nobody of an office is
    at work.
    """

    copies: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    private: tuple[str, ...] = ()
    person: str = ""
    office: str = "office_id"
    instead: Mapping[str, str] = field(default_factory=dict)
    is_named_after_person: bool = False


EXEMPT = {
    "goats.householdchange": "only an address goes, when its head becomes anonymous: told as that",
    "offices.storedfile": "only removed, when somebody becomes anonymous: told as that",
    "axes.accessattempt": "counts failures for the lock; the trail has the failures themselves",
    "axes.accessattemptexpiration": "belongs to the count of failures",
    "axes.accessfailurelog": "not written here; the trail has the failures",
    "axes.accesslog": "not written here; the trail has logins and logouts",
    "auth.group": "not used: roles say who may do what",
    "auth.permission": "not used: roles say who may do what",
    "contenttypes.contenttype": "Django's list of models",
    "sessions.session": "who came and went is told; a session's own content changes all day",
    "district.bundle": "made by the server from issued reports; the row says who asked for it",
    "ledger.vouchercounter": "last number given; the entries tell of each number",
    "moving.upload": "its columns say who uploaded and who confirmed; the event tells of moving in",
    "moving.uploadproblem": "what is wrong with a file, for a day",
    "signin.authenticator": "setting it up, taking it off and wrong codes are told as events",
    "signin.knownbrowser": "a login from a new one is told as an event",
    "signin.recoverycode": "using one is told as an event",
    "signin.session": "who came and went is told; a session's own content changes all day",
    "profile.codeguess": "wrong codes by address, forgotten after a quarter of an hour",
    "trail.personkey": "keys of the trail itself; destroying one is told as an event",
}
"""Models whose rows change without being told, and why. All others are append-only or told."""
