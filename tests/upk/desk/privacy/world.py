"""An office with somebody whose loan is settled, and a household that has moved away."""

from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from goats.households.services import Facts, correct_household
from goats.households.steps import attach_household_photo, record_step
from goats.models import Household
from goats.rules.households import Step
from groups.models import Membership
from loans.models import Loan
from tests import factories
from tests.goats.households_made import confirmed
from tests.maintenance.register.village import photo_bytes
from upk.desk.privacy.forgetting import set_rule
from upk.offices.models import Office, Person, StoredFile, User, Village
from upk.trail.events import Event
from upk.trail.services import record

NIK, KK = "3314015203700001", "3314010101100001"
NAMES = ("Sri Wahyuni Tersimpan", "Karto Suwiryo Tersimpan")
PRIVATE = (*NAMES, "0812-3456-7890", "Krajan RT 07", "Jalan Lama 9", NIK, KK)
DAYS = (date(2009, 9, 30), date(2009, 12, 31), date(2010, 2, 15))
LATER = date(2021, 6, 1)
PHOTO = photo_bytes()


@dataclass
class World:
    """An office with a member whose loan is settled, and a household that has moved away."""

    manager: User
    loan: Loan
    member: Person
    home: Household
    photo: StoredFile

    @property
    def office(self) -> Office:
        return self.loan.office

    @property
    def ids(self) -> list[int]:
        return [self.member.pk, self.home.head_id]


def completed(manager: User, loan: Loan, village: Village) -> World:
    """The members of a settled loan have left; the office has a rule and an old household."""
    today = factories.TODAY
    set_rule(manager.office, years=10, since=today, on=today, by=manager)
    member = leave_the_group(loan)
    home = moved_household(village, manager)
    photo = attach_household_photo(home, picture("bu sri.jpg"), by=manager).file
    record(
        event=Event.IDENTITY_SHOWN, user=manager, office=manager.office, subject=member,
        about=member.name,
    )  # fmt: skip
    return World(manager, loan, member, home, photo)


def picture(name: str = "b.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PHOTO, "image/jpeg")


def leave_the_group(loan: Loan) -> Person:
    """The members of a settled loan leave; the last of them with everything personal."""
    Membership.objects.filter(group=loan.group).update(until=date(2009, 12, 20))
    person = loan.shares.last().person
    person.name, person.phone, person.address = NAMES[0], "0812-3456-7890", "Krajan RT 07"
    person.birth_date = date(1970, 3, 12)
    person.set_identity(nik=NIK)
    person.save()
    return person


def moved_household(village: Village, by: User) -> Household:
    home = confirmed(village, by=by, name=NAMES[1], kk=KK, address="Jalan Lama 9")
    correct_household(
        home, Facts("Krajan", "Jalan Lama 9 B", home.head, home.proposed_by),
        changed_on=date(2009, 1, 5), reason="Pindah kamar", request_key=uuid4(), by=by,
    )  # fmt: skip
    record_step(
        home, Step.MOVED, on=date(2009, 11, 1), note="Transmigrasi", request_key=uuid4(),
        by=by,
    )  # fmt: skip
    home.refresh_from_db()
    return home
