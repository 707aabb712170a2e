"""Why something can't be written about a visit, as values: all reasons, each with its field."""

from collections.abc import Mapping, Sequence
from datetime import date

from groups.models import Group, Membership
from upk.access import STAFF, Role
from upk.offices.models import Office, User, Village
from upk.periods import format_date, today
from upk.problems import Problem
from visits.models import Visit, VisitPhoto
from visits.rules import CLOSING

WRITERS = (*STAFF, Role.FACILITATOR)
"""Who writes about visits: the office, and who is responsible for the village."""

MOST_MEMBERS = 2000
"""More people than any meeting of a village has."""


def access_problems(places: Sequence[tuple[Village, Group | None]], by: User) -> list[Problem]:
    """Why ``by`` may not write about a village, or a group isn't one of it; one query."""
    asked = {village.pk: village for village, _ in places}
    seen: set[int] = set()
    if by.role in WRITERS:
        rows = Village.objects.visible_to(by).filter(pk__in=asked)
        seen = set(rows.values_list("pk", flat=True))
    found = [
        Problem("out_of_sight", f"Anda tidak mencatat kunjungan Desa {village}.")
        for pk, village in asked.items()
        if pk not in seen
    ]
    for village, group in places:
        if group and group.village_id != village.pk:
            found.append(Problem("group", "Pilih kelompok dari desa itu.", "group"))
    return found


def day_problems(
    office: Office, day: date, field: str, group: Group | None = None
) -> list[Problem]:
    """What is wrong with a day: to come, reported, or before the group was founded."""
    if day > today(office):
        return [Problem("future", f"{format_date(day)} belum tiba. Periksa tanggalnya.", field)]
    if office.is_closed(day):
        closed = format_date(office.books_closed_through)
        text = (
            f"Sudah dilaporkan: buku ditutup sampai {closed}. Pilih tanggal sesudahnya, "
            "atau minta manajer membuka triwulannya."
        )
        return [Problem("closed", text, field)]
    if group and group.founded_on and day < group.founded_on:
        text = f"Kelompok ini baru berdiri pada {format_date(group.founded_on)}."
        return [Problem("before_group", text, field)]
    return []


def visitor_problems(office: Office, visitor: User, by: User) -> list[Problem]:
    """Who may be named as the visitor: a facilitator only writes down his or her own visits."""
    if visitor.office_id != office.pk:
        return [Problem("visitor", "Pilih pengguna dari kantor ini.", "visitor")]
    if by.role == Role.FACILITATOR and visitor.pk != by.pk:
        return [Problem("visitor", "Anda mencatat kunjungan Anda sendiri.", "visitor")]
    return []


def fact_problems(values: Mapping[str, object], group: Group | None) -> list[Problem]:
    """What is wrong with what the visit says."""
    found = []
    if values["kind"] not in Visit.Kind.values:
        found.append(Problem("kind", "Pilih jenisnya.", "kind"))
    elif values["kind"] == Visit.Kind.GROUP and group is None:
        text = "Pertemuan kelompok dicatat pada kelompoknya. Buka dari halaman kelompok itu."
        found.append(Problem("kind", text, "kind"))
    if not values["agenda"]:
        found.append(Problem("agenda", "Tulis acaranya.", "agenda"))
    if not 0 <= values["member_count"] <= MOST_MEMBERS:
        text = f"Tulis angka 0 sampai {MOST_MEMBERS}."
        found.append(Problem("member_count", text, "member_count"))
    next_on = values["next_on"]
    if next_on and next_on <= values["visited_on"]:
        text = "Pertemuan berikutnya sesudah tanggal kunjungan ini."
        found.append(Problem("next_on", text, "next_on"))
    return found


Key = tuple[int, int | None, int, date, str]
"""Village, group, visitor, day and kind of a visit."""


def same_problems(keys: Sequence[Key], corrects: Visit | None) -> list[Problem]:
    """Whether one of the visits is recorded already, from another form, or twice; one query."""
    same = Visit.objects.standing().filter(
        village__in={key[0] for key in keys}, visited_on__in={key[3] for key in keys}
    )
    same = same.exclude(pk=corrects.pk if corrects else None).order_by()
    columns = ("village_id", "group_id", "visitor_id", "visited_on", "kind")
    taken, found = set(same.values_list(*columns)), []
    for key in keys:
        if key in taken:
            text = (
                f"Kunjungan ini pada {format_date(key[3])} sudah dicatat. "
                "Perbaiki catatan itu bila ada yang kurang."
            )
            found.append(Problem("same", text, "visited_on"))
        taken.add(key)
    return found


def officer_problems(
    group: Group | None, officers: Sequence[Membership], day: date
) -> list[Problem]:
    """Whether all that were ticked were officers of the group on that day."""
    wrong = [
        membership
        for membership in officers
        if group is None
        or membership.group_id != group.pk
        or membership.position == Membership.Position.MEMBER
        or membership.since > day
        or (membership.until and membership.until < day)
    ]
    if not wrong:
        return []
    text = f"Pengurus pada {format_date(day)} lain. Tandai lagi yang hadir."
    return [Problem("officers", text, "officers")]


def agreement_problems(rows: Sequence[Mapping[str, object]], visited_on: date) -> list[Problem]:
    """What is wrong with what was agreed; each agreement says who, what and by when."""
    found = []
    for number, row in enumerate(rows, start=1):
        if not (row["text"] and row["who"] and row["due_on"]):
            text = f"Kesepakatan {number}: isi apa, siapa, dan paling lambat kapan."
            found.append(Problem("agreement", text))
        elif row["due_on"] < visited_on:
            text = f"Kesepakatan {number}: batas waktunya sebelum tanggal kunjungan."
            found.append(Problem("agreement", text))
    return found


def replacement_problems(office: Office, visit: Visit, reason: str, by: User) -> list[Problem]:
    """Why no other row may take the place of this visit."""
    found = []
    if not reason.strip():
        found.append(Problem("reason", "Tulis alasannya.", "reason"))
    if visit.is_void or Visit.objects.filter(corrects=visit).exists():
        text = "Catatan ini sudah diganti atau dibatalkan. Buka yang terbaru."
        found.append(Problem("corrected", text))
    if office.is_closed(visit.visited_on):
        closed = format_date(office.books_closed_through)
        found.append(Problem("closed", f"Sudah dilaporkan: buku ditutup sampai {closed}."))
    if by.role != Role.MANAGER and by.pk not in (visit.recorded_by_id, visit.visitor_id):
        found.append(Problem("other", "Hanya pencatatnya atau manajer yang memperbaiki catatan."))
    if any(last_step(agreement) in CLOSING for agreement in visit.agreements.all()):
        text = "Kesepakatan dari kunjungan ini sudah ditutup. Buka dahulu kesepakatan itu."
        found.append(Problem("agreement_closed", text))
    return found


def photo_problems(photo: VisitPhoto, by: User) -> list[Problem]:
    """Why this person doesn't take a photo out of sight."""
    if by.role == Role.MANAGER or by.pk == photo.attached_by_id:
        return []
    return [Problem("other", "Hanya yang menambahkan foto ini atau manajer yang menariknya.")]


def last_step(agreement) -> str | None:
    """The kind of the agreement's last step; ``None`` without one."""
    step = agreement.steps.order_by("-id").first()
    return step.kind if step else None
