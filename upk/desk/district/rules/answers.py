"""What the district may still say to an issued report, and why not."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from upk.problems import Problem


class Answer(StrEnum):
    """The district's answers, as they are kept."""

    RECEIVED = "received"
    RETURNED = "returned"
    ACCEPTED = "accepted"


VERDICTS = (Answer.RETURNED, Answer.ACCEPTED)


@dataclass(frozen=True, slots=True)
class Issue:
    """What is known of the issue that is answered; ``given`` are the answers it has already."""

    is_newest: bool
    is_outdated: bool
    given: Collection[str]


def open_answers(issue: Issue) -> tuple[Answer, ...]:
    """What can be said now: first that it was received, then a verdict, then nothing more."""
    if not issue.is_newest or issue.is_outdated or any(v in issue.given for v in VERDICTS):
        return ()
    if Answer.RECEIVED not in issue.given:
        return (Answer.RECEIVED,)
    return VERDICTS


def problems_of(issue: Issue, answer: Answer, note: str) -> list[Problem]:
    """All reasons why ``answer`` can't be given."""
    found = []
    if not issue.is_newest:
        found.append(Problem("old", "Sudah ada revisi yang lebih baru; jawab revisi itu."))
    if issue.is_outdated:
        text = "Buku kantor ini dibuka kembali; tunggu sampai laporannya diterbitkan ulang."
        found.append(Problem("outdated", text))
    if verdict := next((v for v in VERDICTS if v in issue.given), None):
        word = "disetujui" if verdict == Answer.ACCEPTED else "dikembalikan"
        found.append(Problem("decided", f"Laporan ini sudah {word}."))
    if answer in VERDICTS and Answer.RECEIVED not in issue.given:
        found.append(Problem("not_received", "Nyatakan laporan ini diterima lebih dahulu."))
    if answer == Answer.RETURNED and not note:
        text = "Tulis apa yang harus diperbaiki, agar kantor tahu apa yang dilakukan."
        found.append(Problem("note", text, "note"))
    return found
