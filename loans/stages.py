"""Where a loan stands in its life, for the eye: what is done, what comes next, and who does it.

Follows the steps that were taken (``loans.lifecycle``); a step back undoes those after it. The
words are the screen's. No Django.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from loans.lifecycle import (
    ACTIVE,
    CANCELLED,
    PROPOSED,
    REFUSED,
    RESCHEDULED,
    SETTLED,
    VERIFIED,
    WAITING,
    WRITTEN_OFF,
)

PATH = (PROPOSED, VERIFIED, WAITING, ACTIVE, SETTLED)
LABELS = {
    PROPOSED: "Usulan",
    VERIFIED: "Verifikasi",
    WAITING: "Persetujuan",
    ACTIVE: "Pencairan",
    SETTLED: "Lunas",
    RESCHEDULED: "Dijadwal ulang",
    WRITTEN_OFF: "Dihapus",
    REFUSED: "Ditolak",
    CANCELLED: "Batal",
}
NEXT = {
    PROPOSED: "Tim Verifikasi memeriksa kelompok dan pemanfaatnya; sekretaris mencatat hasilnya.",
    VERIFIED: "Tim Pendanaan atau MAD memutuskan; manajer mencatat keputusannya.",
    WAITING: "Menunggu dana; bendahara mencairkan. Yang menyetujui tidak boleh mencairkan.",
    ACTIVE: "Kelompok mengangsur sampai lunas; bendahara menerima setoran.",
    SETTLED: "Cetak surat lunas di Dokumen. Kelompok dapat mengajukan usulan baru.",
    RESCHEDULED: "Pinjaman penggantinya yang diangsur. Manajer dapat membatalkan penjadwalannya.",
    WRITTEN_OFF: "Yang masih dibayar kelompok diterima sebagai pendapatan, di bawah.",
    REFUSED: "Kelompok dapat mengajukan usulan baru. Manajer dapat menarik penolakan ini.",
    CANCELLED: "Kelompok dapat mengajukan usulan baru.",
}
"""What comes after a status, and who does it."""


class State(StrEnum):
    """How the stepper shows a stage."""

    DONE = "done"
    NOW = "now"
    LATER = "later"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the loan's life; ``on`` is the day it was reached, where that is known."""

    status: str
    label: str
    state: State
    on: date | None = None


def reached(steps: Iterable[tuple[str, date]]) -> dict[str, date]:
    """Statuses of the path that still hold, with the day each was first reached.

    ``steps`` are the status that each led to and its day, in order.
    """
    found: dict[str, date] = {}
    for status, on in steps:
        if status in PATH:
            for later in PATH[PATH.index(status) + 1 :]:
                found.pop(later, None)
            found.setdefault(status, on)
    return found


def stages(steps: Iterable[tuple[str, date]]) -> list[Stage]:
    """The stages of a loan that has taken these steps, from the proposal to the end."""
    steps = list(steps)
    done = reached(steps)
    furthest = max((PATH.index(status) for status in done), default=-1)
    shown = [
        Stage(status, LABELS[status], State.DONE, done.get(status))
        for status in PATH[: furthest + 1]
    ]
    last, last_on = steps[-1] if steps else ("", None)
    if last and last not in PATH:
        return [*shown, Stage(last, LABELS[last], State.STOPPED, last_on)]
    return shown + [
        Stage(status, LABELS[status], State.LATER if n else State.NOW)
        for n, status in enumerate(PATH[furthest + 1 :])
    ]
