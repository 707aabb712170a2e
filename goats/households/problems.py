"""Why something can't be written about a household, as values: all reasons, each with its field."""

from datetime import date

from goats.models import STATES, AidHandover, Household, HouseholdMember, HouseholdStep
from goats.models.goat import GoatEvent
from goats.rules.events import RECEIPTS
from goats.rules.households import ALLOWED, State, Step, Told, state_of
from upk.offices import identity
from upk.offices.models import Office, Person, Village
from upk.periods import format_date, today
from upk.problems import Problem


def day_problems(
    office: Office, day: date, *, field: str, since: date | None = None, may_be_closed: bool = False
) -> list[Problem]:
    """What is wrong with the day of a row: to come, reported, before the household's registration.

    ``may_be_closed``: for what no report counts.
    """
    if day > today(office):
        return [Problem("future", f"{format_date(day)} belum tiba. Periksa tanggalnya.", field)]
    if office.is_closed(day) and not may_be_closed:
        shut = format_date(office.books_closed_through)
        text = (
            f"Sudah dilaporkan: buku ditutup sampai {shut}. Pilih tanggal sesudahnya, "
            "atau minta manajer membuka triwulannya."
        )
        return [Problem("closed", text, field)]
    if since and day < since:
        text = f"Rumah tangga ini baru terdaftar mulai {format_date(since)}."
        return [Problem("before_household", text, field)]
    return []


def household_of(person: Person, but: Household | None = None) -> Household | None:
    """The household that somebody heads or lives in; None without one."""
    real = Household.objects.real().select_related("village")
    if but:
        real = real.exclude(pk=but.pk)
    if found := real.filter(head=person).first():
        return found
    inside = HouseholdMember.objects.filter(person=person, departure__isnull=True)
    return real.filter(pk__in=inside.values("household")).first()


def household_of_kk(office: Office, kk: str, but: Household | None = None) -> Household | None:
    """The household whose head or member has this KK; None for an empty one."""
    if not (digests := identity.digests(kk)):
        return None
    real = Household.objects.real().filter(village__office=office).select_related("village")
    if but:
        real = real.exclude(pk=but.pk)
    inside = HouseholdMember.objects.filter(departure__isnull=True, person__kk_digest__in=digests)
    return (
        real.filter(head__kk_digest__in=digests).first()
        or real.filter(pk__in=inside.values("household")).first()
    )


def place_of(household: Household) -> str:
    """A household without a name: number, hamlet and village."""
    place = ", ".join(part for part in (household.hamlet, household.village.name) if part)
    return f"RTM {household.pk} ({place})"


def namesakes(village: Village, hamlet: str, name: str) -> list[Household]:
    """Households of a hamlet whose head has the same name."""
    found = Household.objects.real().filter(
        village=village, hamlet__iexact=hamlet.strip(), head__name__iexact=name.strip()
    )
    return list(found.select_related("village", "head"))


def namesake_problems(village: Village, hamlet: str, name: str) -> list[Problem]:
    """Households that may be the same one: shown, until it is said that they aren't."""
    return [
        Problem(
            "namesake",
            f"Mungkin sudah terdaftar: {other.head.name}, {place_of(other)}, "
            f"{STATES[State(other.state)].lower()}. Centang bila memang rumah tangga lain.",
            "is_another",
        )
        for other in namesakes(village, hamlet, name)
    ]


def told_steps(household: Household) -> list[Told]:
    """The standing steps of a household as values; one query."""
    rows = HouseholdStep.objects.standing().filter(household=household)
    return [
        Told(pk, Step(kind), on) for pk, kind, on in rows.values_list("pk", "kind", "happened_on")
    ]


def step_problems(household: Household, kind: Step, on: date, text: str) -> list[Problem]:
    """Why a step can't follow those that stand."""
    steps = told_steps(household)
    found = []
    state = state_of(steps)
    if kind not in ALLOWED[state]:
        found.append(Problem("state", f"Tidak dapat dicatat: keadaannya {STATES[state].lower()}."))
    elif steps and max(step.on for step in steps) > on:
        last = format_date(max(step.on for step in steps))
        found.append(
            Problem("order", f"Langkah terakhirnya pada {last}. Periksa tanggalnya.", "on")
        )
    if not text:
        field = "minutes" if kind == Step.CONFIRMED else "note"
        found.append(Problem("empty", "Wajib diisi.", field))
    goats = GoatEvent.objects.standing()
    if (
        kind == Step.VOID
        and (goats.filter(household=household) | goats.filter(giver=household)).exists()
    ):
        found.append(Problem("goat", "Sudah menerima kambing: tidak dapat dibatalkan."))
    aid = AidHandover.objects.standing().filter(line__household=household)
    if kind == Step.VOID and aid.exists():
        found.append(Problem("aid", "Sudah menerima bantuan: tidak dapat dibatalkan."))
    leaves = kind in {Step.GRADUATED, Step.MOVED, Step.DIED}
    if leaves and _receipts(household).filter(happened_on__gt=on).exists():
        found.append(Problem("goat", "Sesudah tanggal itu masih menerima kambing.", "on"))
    if leaves and aid.filter(handed_on__gt=on).exists():
        found.append(Problem("aid", "Sesudah tanggal itu masih menerima bantuan.", "on"))
    return found


def _receipts(household: Household):
    return GoatEvent.objects.standing().filter(household=household, kind__in=RECEIPTS)


def reversal_problems(office: Office, step: HouseholdStep, reason: str) -> list[Problem]:
    """Why a step can't be taken back."""
    found = []
    if not reason:
        found.append(Problem("reason", "Tulis alasannya.", "reason"))
    if office.is_closed(step.happened_on):
        shut = format_date(office.books_closed_through)
        found.append(Problem("closed", f"Sudah dilaporkan: buku ditutup sampai {shut}."))
    last = HouseholdStep.objects.standing().filter(household=step.household)
    last = last.order_by("happened_on", "pk").last()
    if last is None or last.pk != step.pk:
        found.append(Problem("order", "Batalkan langkah yang terakhir lebih dahulu."))
    is_confirmation = step.kind == Step.CONFIRMED
    if (
        is_confirmation
        and _receipts(step.household).filter(happened_on__gte=step.happened_on).exists()
    ):
        found.append(
            Problem("goat", "Sudah menerima kambing: penetapannya tidak dapat dibatalkan.")
        )
    aid = AidHandover.objects.standing().filter(line__household=step.household)
    if is_confirmation and aid.filter(handed_on__gte=step.happened_on).exists():
        found.append(Problem("aid", "Sudah menerima bantuan: penetapannya tidak dapat dibatalkan."))
    return found
