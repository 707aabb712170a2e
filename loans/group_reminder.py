"""The reminder for a group in arrears: the office's wording with the group's figures."""

from dataclasses import dataclass
from datetime import date

from groups.models import Group, Membership
from loans.collection import late_positions, rules_in_force
from loans.models import Loan
from loans.reminders import UnknownNumber, fill, mobile_number, whatsapp_link
from upk.money import rupiah
from upk.offices.models import Person, User
from upk.periods import format_date

NO_CHAIR = "pengurus"
"""Who is addressed while the group has no chair."""

NO_LINK = {
    "empty": "Nomor telepon ketua dan kelompok belum dicatat.",
    "odd": "Nomor telepon yang dicatat bukan nomor telepon Indonesia yang lengkap.",
    "landline": "Nomor telepon yang dicatat bukan nomor ponsel.",
}


@dataclass(frozen=True, slots=True)
class Reminder:
    """``link`` opens the text in WhatsApp; empty where there is none, and ``no_link`` says why.

    ``text`` is empty where the group isn't late.
    """

    text: str
    arrears: int
    link: str
    no_link: str


def reminder_for(group: Group, user: User, as_of: date) -> Reminder:
    """The reminder of a day for all late loans of a group that ``user`` may see."""
    office = group.office
    loans = Loan.objects.visible_to(user).filter(group=group)
    late = late_positions(office, loans, as_of)
    if not late:
        return Reminder("", 0, "", "")
    chair = Person.objects.filter(
        memberships__in=Membership.objects.on(as_of).filter(
            group=group, position=Membership.Position.CHAIR
        )
    ).first()
    arrears = sum(p.standing.arrears for p in late)
    text = fill(
        rules_in_force(office, as_of).reminder,
        {
            "kelompok": group.name,
            "ketua": chair.name if chair else NO_CHAIR,
            "desa": group.village.name,
            "kantor": office.name,
            "jatuh_tempo": format_date(min(p.standing.oldest_unpaid_due for p in late)),
            "jumlah": rupiah(arrears),
            "tanggal": format_date(as_of),
        },
    )
    try:
        number = mobile_number((chair.phone if chair else "") or group.phone)
    except UnknownNumber as error:
        return Reminder(text, arrears, "", NO_LINK[error.code])
    return Reminder(text, arrears, whatsapp_link(number, text), "")
