"""The proof of the herd: every life led again, and the copies for lists (see ``check_books``)."""

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Count, Max, Q
from django.db.models.functions import Coalesce

from goats.herd.lives import told_of
from goats.herd.writing import copies_of
from goats.models import Goat, GoatEvent, HerdRules, Household
from goats.rules.events import RuleBook
from goats.rules.life import Impossible
from upk.desk.check_result import Result
from upk.ids import id_set
from upk.money import number
from upk.offices.models import Office
from upk.periods import format_date, today


def check_herd(offices: Sequence[Office]) -> Result:
    """Numbers have no gaps, no life contradicts itself, and lists show what it leads to.

    The day a hand-over is due is led from today's rules, so it is compared as of today.
    """
    goats = list(Goat.objects.filter(office__in=offices).select_related("office").order_by("pk"))
    faults = _gaps(offices)
    books = _books(offices)
    by_office: dict[int, list[Goat]] = defaultdict(list)
    for goat in goats:
        by_office[goat.office_id].append(goat)
    for own in by_office.values():
        faults += _faults(own, books[own[0].office_id])
    events = GoatEvent.objects.filter(office__in=offices).count()
    looked_at = f"{number(len(goats))} ekor, {number(events)} peristiwa"
    return Result("herd", "Kambing sesuai peristiwanya", looked_at, tuple(faults))


def _gaps(offices: Sequence[Office]) -> list[str]:
    """Numbers follow each other, from the last one on that a goat of the old books has."""
    old = Q(is_from_old_books=True)
    rows = Goat.objects.filter(office__in=offices).order_by().values_list("office__code")
    counted = rows.annotate(
        count=Count("pk"), new=Count("pk", filter=~old), last=Max("number"),
        before=Coalesce(Max("number", filter=old), 0),
    )  # fmt: skip
    return [
        f"{code}: {count} ekor, nomor terakhir {last}"
        for code, count, new, last, before in sorted(counted)
        if before + new != last
    ]


def _books(offices: Sequence[Office]) -> dict[int, RuleBook]:
    rows: dict[int, list] = defaultdict(list)
    for row in HerdRules.objects.filter(office__in=offices).order_by("since", "id"):
        rows[row.office_id].append((row.since, row.value))
    return defaultdict(RuleBook, {office: RuleBook(tuple(found)) for office, found in rows.items()})


def _faults(goats: Sequence[Goat], book: RuleBook) -> list[str]:
    on = today(goats[0].office)
    code = goats[0].office.code
    try:
        found = told_of(goats, book, on)
    except Impossible as error:
        day = format_date(error.event.on)
        return [f"{code}: peristiwa {error.event.kind} pada {day} tidak mungkin ({error.reason})"]
    homes = {told.life.stays[-1].household for told in found.values() if told.life.stays}
    villages = dict(Household.objects.filter(pk__in=id_set(homes)).values_list("pk", "village_id"))
    faults = []
    for goat in goats:
        wanted = copies_of(found[goat.pk], goat, villages)
        wrong = [name for name, value in wanted.items() if getattr(goat, name) != value]
        if wrong:
            faults.append(f"{code} {goat.tag}: {', '.join(wrong)} tidak sesuai peristiwanya")
    return faults
