"""What the office holds about a person, all of it, in words that they understand (UU 27/2022, 7).

One value, from which the PDF and the JSON are made. Amounts are whole rupiah, days ISO in JSON.
Of groups, loans and trainings it names what concerns the person, nobody else.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from goats.models import (
    AidHandover,
    GoatEvent,
    Household,
    HouseholdAssessment,
    HouseholdMember,
    HouseholdPhoto,
)
from grants.models import GrantTeam
from groups.models import Membership
from loans.models import (
    MemberRepayment,
    MemberVerification,
    Recovery,
    Repayment,
    Share,
    StepShare,
)
from training.models import Participant
from upk.offices.models import Person
from upk.trail.keys import keys_of, unseal
from upk.trail.models import TrailEntry
from visits.models import Visit

Value = str | int | date | datetime | bool | None


@dataclass(frozen=True, slots=True)
class Section:
    """A table about the person: its title, headings and rows."""

    key: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True, slots=True)
class Held:
    """Everything that is held about somebody on a day."""

    person: Person
    on: date
    facts: tuple[tuple[str, Value], ...]
    sections: tuple[Section, ...]


def held_about(person: Person, on: date) -> Held:
    """All that is held about ``person``; a constant number of queries."""
    sections = [
        Section(key, title, columns, tuple(rows(person))) for key, title, columns, rows in _SECTIONS
    ]
    return Held(person, on, _facts(person), tuple(s for s in sections if s.rows))


def _facts(person: Person) -> tuple[tuple[str, Value], ...]:
    return (
        ("Nama", person.name),
        ("Jenis kelamin", person.get_sex_display()),
        ("Desa", person.village.name),
        ("Tanggal lahir", person.birth_date),
        ("NIK", person.nik or None),
        ("Nomor KK", person.kk or None),
        ("Telepon", person.phone or None),
        ("Alamat", person.address or None),
    )


def _memberships(person: Person) -> Iterator[tuple[Value, ...]]:
    rows = Membership.objects.filter(person=person).select_related("group").order_by("since", "id")
    for row in rows:
        yield str(row.group), row.get_position_display(), row.since, row.until


def _shares(person: Person) -> Iterator[tuple[Value, ...]]:
    rows = Share.objects.filter(person=person).select_related("loan").order_by("loan_id")
    for row in rows:
        yield row.loan.code, row.loan.get_status_display(), row.loan.disbursed_on, row.principal


def _steps(person: Person) -> Iterator[tuple[Value, ...]]:
    rows = StepShare.objects.filter(person=person).select_related("step__loan").order_by("step_id")
    for row in rows:
        yield (
            row.step.loan.code, row.step.get_to_status_display(), row.step.happened_on, row.amount,
        )  # fmt: skip


def _questions(person: Person) -> Iterator[tuple[Value, ...]]:
    rows = MemberVerification.objects.filter(person=person).select_related("loan").order_by("pk")
    for row in rows:
        yield row.loan.code, row.income, row.cost, row.recommended


def _payments(person: Person) -> Iterator[tuple[Value, ...]]:
    rows = MemberRepayment.objects.filter(person=person).select_related("repayment__loan")
    for row in rows.order_by("repayment__paid_on", "id"):
        paid = row.repayment
        yield paid.loan.code, paid.paid_on, row.principal, row.interest, row.penalty


def _brought(person: Person) -> Iterator[tuple[Value, ...]]:
    """Payments that the person brought to the office, or that are about the person's death."""
    rows = Repayment.objects.filter(Q(paid_in_by=person) | Q(person=person))
    for row in rows.select_related("loan").order_by("paid_on", "id"):
        part = "penyetor" if row.paid_in_by_id == person.pk else "meninggal dunia"
        yield row.loan.code, row.paid_on, part, row.principal + row.interest + row.penalty
    back = Recovery.objects.filter(paid_in_by=person).select_related("write_off__loan")
    for row in back.order_by("paid_on", "id"):
        yield row.write_off.loan.code, row.paid_on, "penyetor", row.amount


def _trainings(person: Person) -> Iterator[tuple[Value, ...]]:
    rows = Participant.objects.filter(person=person).select_related("batch", "batch__kind")
    for row in rows.order_by("enrolled_on", "id"):
        yield f"{row.batch.kind} {row.batch.number}", row.get_role_display(), row.enrolled_on


def _homes(person: Person):
    inside = HouseholdMember.objects.filter(person=person).values("household")
    return Household.objects.filter(Q(head=person) | Q(pk__in=inside)).order_by("pk")


def _households(person: Person) -> Iterator[tuple[Value, ...]]:
    for home in _homes(person).select_related("village"):
        part = "kepala" if home.head_id == person.pk else "anggota"
        place = ", ".join(filter(None, (home.address, home.hamlet, home.village.name)))
        yield str(home), part, place, home.registered_on, home.get_state_display()


def _assessments(person: Person) -> Iterator[tuple[Value, ...]]:
    rows = HouseholdAssessment.objects.filter(household__in=_homes(person)).order_by("assessed_on")
    for row in rows.select_related("household"):
        yield str(row.household), row.assessed_on, row.score


def _aid(person: Person) -> Iterator[tuple[Value, ...]]:
    homes = _homes(person)
    given = AidHandover.objects.filter(line__household__in=homes).select_related("line")
    for row in given.order_by("handed_on", "id"):
        yield row.line.get_kind_display(), row.handed_on
    events = GoatEvent.objects.filter(Q(household__in=homes) | Q(giver__in=homes))
    for event in events.select_related("goat").order_by("happened_on", "id"):
        yield f"{event.goat}: {event.get_kind_display()}", event.happened_on


def _teams(person: Person) -> Iterator[tuple[Value, ...]]:
    rows = GrantTeam.objects.filter(
        Q(chair=person) | Q(secretary=person) | Q(treasurer=person)
    ).select_related("grant")
    for row in rows.order_by("since", "id"):
        part = "ketua" if row.chair_id == person.pk else "bendahara"
        part = "sekretaris" if row.secretary_id == person.pk else part
        yield str(row.grant), part, row.since


def _visits(person: Person) -> Iterator[tuple[Value, ...]]:
    """Visits at which the person was present as an officer, or to the own groups and named."""
    mine = Membership.objects.filter(person=person)
    here = Q(officers__membership__in=mine.values("pk"))
    told = Q(group__in=mine.values("group")) & _names(Visit, person.name)
    for row in Visit.objects.filter(here | told).distinct().order_by("visited_on", "id"):
        yield row.get_kind_display(), row.visited_on


def _names(model, name: str) -> Q:
    """SQL that holds where one of the model's texts has the name."""
    found = Q(pk=None)
    for field in model._meta.concrete_fields:
        if field.get_internal_type() in ("CharField", "TextField") and not field.choices:
            found |= Q(**{f"{field.name}__icontains": name})
    return found


def _files(person: Person) -> Iterator[tuple[Value, ...]]:
    photos = HouseholdPhoto.objects.filter(household__in=_homes(person), file__removed_at=None)
    for photo in photos.select_related("file").order_by("pk"):
        yield "foto rumah tangga", photo.file.name, photo.attached_at


def _trail(person: Person) -> Iterator[tuple[Value, ...]]:
    """What was changed and seen of the person, by whom; as far as the key still opens it."""
    key = keys_of([person.pk]).get(person.pk)
    rows = TrailEntry.objects.filter(person=person).select_related("user").order_by("pk")
    for row in rows:
        inside = unseal(row.sealed, key) or {}
        fields = ", ".join(sorted({**row.changes, **(inside.get("changes") or {})}))
        who = row.user.name if row.user else row.command or None
        yield row.at, row.get_event_display(), who, fields or None


Rows = Callable[[Person], Iterator[tuple[Value, ...]]]
_SECTIONS: tuple[tuple[str, str, tuple[str, ...], Rows], ...] = (
    ("memberships", "Keanggotaan kelompok", ("Kelompok", "Kedudukan", "Mulai", "Sampai"),
     _memberships),
    ("shares", "Bagian pinjaman", ("Pinjaman", "Keadaan", "Dicairkan", "Alokasi (Rp)"), _shares),
    ("steps", "Langkah usulan", ("Pinjaman", "Langkah", "Tanggal", "Jumlah (Rp)"), _steps),
    ("verification", "Hasil verifikasi",
     ("Pinjaman", "Penghasilan (Rp)", "Pengeluaran (Rp)", "Rekomendasi (Rp)"), _questions),
    ("payments", "Angsuran per anggota",
     ("Pinjaman", "Tanggal", "Pokok (Rp)", "Jasa (Rp)", "Denda (Rp)"), _payments),
    ("brought", "Setoran atas nama orang ini", ("Pinjaman", "Tanggal", "Sebagai", "Jumlah (Rp)"),
     _brought),
    ("trainings", "Pelatihan", ("Angkatan", "Sebagai", "Didaftar"), _trainings),
    ("households", "Rumah tangga miskin", ("RTM", "Sebagai", "Tempat", "Terdaftar", "Keadaan"),
     _households),
    ("assessments", "Penilaian rumah tangga", ("RTM", "Tanggal", "Nilai"), _assessments),
    ("aid", "Bantuan dan kambing", ("Apa", "Tanggal"), _aid),
    ("grant_teams", "Pengurus TPK", ("Kegiatan", "Sebagai", "Sejak"), _teams),
    ("visits", "Kunjungan yang dihadiri atau menyebut nama", ("Kunjungan", "Tanggal"), _visits),
    ("files", "Berkas", ("Jenis", "Nama berkas", "Disimpan"), _files),
    ("trail", "Jejak perubahan", ("Waktu", "Kejadian", "Oleh", "Yang diubah"), _trail),
)  # fmt: skip
