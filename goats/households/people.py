"""Who a household's head or member is: somebody of the register, or somebody new."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from goats.households.problems import household_of, household_of_kk, place_of
from goats.models import Household
from upk.offices import identity
from upk.offices.models import Person, Village
from upk.offices.services import hold_identities
from upk.problems import Problem
from upk.refusing import raise_if_any


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody as a form names him or her; whoever has this NIK already is taken."""

    name: str
    sex: str
    birth_date: date | None = None
    nik: str = ""
    kk: str = ""
    phone: str = ""

    def content(self) -> dict[str, object]:
        """What the form says, to know it again; numbers as digests."""
        return {
            "name": self.name.strip(), "sex": self.sex, "born": self.birth_date,
            "nik": identity.digest(self.nik), "kk": identity.digest(self.kk), "phone": self.phone,
        }  # fmt: skip


def hold_person(new: NewPerson) -> None:
    """Let nobody else enter the same NIK or KK until the transaction ends."""
    hold_identities([identity.digest(new.nik), identity.digest(new.kk)])


def known_person(village: Village, new: NewPerson) -> Person | None:
    """The person of the office with this NIK, held; None for an empty or an unknown one."""
    if not new.nik:
        return None
    people = Person.objects.select_for_update(no_key=True).filter(office_id=village.office_id)
    return people.with_nik(new.nik).first()


def person_problems(
    village: Village, known: Person | None, new: NewPerson, but: Household | None = None
) -> list[Problem]:
    """Why somebody can't be taken: another name or KK, or in a household already.

    ``but``: the own household, whose KK a member shares.
    """
    found = []
    if not new.name.strip():
        found.append(Problem("empty", "Wajib diisi.", "name"))
    if known and known.name.strip().lower() != new.name.strip().lower():
        text = "NIK ini sudah tercatat atas nama lain. Periksa nama atau NIK-nya."
        found.append(Problem("other_name", text, "nik"))
    if known and new.kk and known.kk_digest not in (None, *identity.digests(new.kk)):
        text = "Nomor KK berbeda dengan yang tercatat pada orang ini. Periksa KK-nya."
        found.append(Problem("other_kk", text, "kk"))
    if known and (home := household_of(known)):
        text = f"NIK ini sudah terdaftar di {place_of(home)}."
        found.append(Problem("registered", text, "nik"))
    kk = new.kk or (known.kk if known else "")
    home = household_of_kk(village.office, kk, but)
    if home and not any(problem.code == "registered" for problem in found):
        found.append(Problem("registered", f"KK ini sudah terdaftar: {place_of(home)}.", "kk"))
    return found


def take_person(village: Village, known: Person | None, new: NewPerson) -> Person:
    """The known person, with the KK that was lacking, or a new one.

    Raises ``ValidationError`` where somebody recorded the same NIK at that moment.
    """
    if known:
        if new.kk and not known.kk_digest:
            known.set_identity(nik=known.nik, kk=new.kk)
            known.save(update_fields=["nik_cipher", "nik_digest", "kk_cipher", "kk_digest"])
        return known
    person = Person(
        office_id=village.office_id, village=village, name=new.name.strip(), sex=new.sex,
        birth_date=new.birth_date, phone=new.phone.strip(),
    )  # fmt: skip
    person.set_identity(nik=new.nik, kk=new.kk)
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError:
        raise_if_any(
            [Problem("registered", "NIK ini baru saja tercatat. Kirim sekali lagi.", "nik")]
        )
        raise
    return person
