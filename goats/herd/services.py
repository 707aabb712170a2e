"""Writers of the herd: what is bought and placed, born, weaned, handed on, and how goats end."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from goats.herd.lives import told_of
from goats.herd.receivers import check_receiver, proposed_for
from goats.herd.writing import (
    Draft,
    Writer,
    add_events,
    begin,
    hold,
    life_then,
    next_number,
)
from goats.models import Goat, GoatEvent, Household
from goats.rules.events import Kind
from upk.access import Role
from upk.offices.models import Office, User
from upk.problems import Problem
from upk.refusing import raise_if_any

MOST_AT_ONCE = 100
MOST_KIDS = 5


@dataclass(frozen=True, slots=True)
class NewGoats:
    """Alike goats that come together. ``price`` each, whole rupiah."""

    count: int
    sex: str
    breed: str
    price: int
    funding: str
    funding_year: int | None = None
    born_on: date | None = None

    def values(self) -> dict[str, object]:
        """The facts by the names of the columns, as they are stored."""
        return {
            "sex": str(self.sex), "breed": self.breed.strip(), "price": self.price,
            "funding": str(self.funding), "funding_year": self.funding_year,
            "born_on": self.born_on,
        }  # fmt: skip


@transaction.atomic
def buy_goats(
    office: Office, new: NewGoats, *, bought_on: date, request_key: UUID, by: User
) -> list[Goat]:
    """Take goats into the register that the surplus didn't pay. Idempotent by ``request_key``.

    Raises ``ValidationError`` for a day that hasn't come or is closed, facts that don't fit, and
    goats from the surplus: those are bought by a plan of aid, which pays them.
    """
    content = {"buy": office.pk, "count": new.count, "on": bought_on, **new.values()}
    writer = begin(office, request_key, content, by)
    if not writer.is_new:
        return list(writer.submission.goats.order_by("number"))
    raise_if_any(_problems_without_purchase(new) + new_goats_problems(new, bought_on))
    return enter_goats(writer, new, bought_on)


def _problems_without_purchase(new: NewGoats) -> list[Problem]:
    if new.funding != Goat.Funding.SURPLUS and new.funding_year is None:
        return []
    text = "Kambing dari surplus dibeli lewat rencana Bantuan RTM, sekaligus pembayarannya."
    return [Problem("surplus", text, "funding")]


def enter_goats(writer: Writer, new: NewGoats, on: date) -> list[Goat]:
    """Number goats and note that they were bought, for a writer who holds the office."""
    first = next_number(writer.office)
    goats = Goat.objects.bulk_create(
        Goat(
            office=writer.office, number=first + n, origin=Goat.Origin.BOUGHT, generation=1,
            submission=writer.submission, recorded_by=writer.by, **new.values(),
        )
        for n in range(new.count)
    )  # fmt: skip
    add_events(writer, [Draft(goat, Kind.BOUGHT, on) for goat in goats])
    return goats


def new_goats_problems(new: NewGoats, on: date) -> list[Problem]:
    """What is wrong with the facts of goats that come on a day."""
    found = []
    if not 1 <= new.count <= MOST_AT_ONCE:
        found.append(Problem("count", f"Isi 1 sampai {MOST_AT_ONCE} ekor.", "count"))
    if not new.breed.strip():
        found.append(Problem("empty", "Wajib diisi.", "breed"))
    if new.price < 0 or (new.funding == Goat.Funding.SURPLUS and new.price == 0):
        found.append(Problem("price", "Harga harus lebih dari nol.", "price"))
    if new.born_on and new.born_on > on:
        text = "Lahir sesudah dibeli. Periksa tanggalnya."
        found.append(Problem("born_on", text, "born_on"))
    return found


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who receives a goat and when. ``choice_reason``: why not the proposed household.

    ``early_reason``: why before the kid is weaned, which only the manager decides.
    """

    household: Household
    on: date
    choice_reason: str = ""
    early_reason: str = ""

    def content(self, goat: Goat) -> dict[str, object]:
        """What the form says, to know it again."""
        reasons = [self.choice_reason.strip(), self.early_reason.strip()]
        return {"goat": goat.pk, "to": self.household.pk, "on": self.on, "why": reasons}


@transaction.atomic
def place_goat(goat: Goat, receiver: Receiver, *, request_key: UUID, by: User) -> GoatEvent:
    """Give an unplaced goat of the office to a household. Idempotent by ``request_key``.

    Raises ``ValidationError`` where the household can't receive one, another than the proposed one
    is chosen without a reason, or the goat can't be placed then.
    """
    writer = begin(goat.office, request_key, {"place": 1, **receiver.content(goat)}, by)
    if not writer.is_new:
        return writer.submission.goat_events.get()
    held = hold([goat.pk])[goat.pk]
    check_receiver(receiver.household, receiver.on)
    reason = _reason_of_choice(receiver, None, writer)
    draft = Draft(
        held, Kind.PLACED, receiver.on, household=receiver.household, choice_reason=reason
    )
    return add_events(writer, [draft])[0]


@transaction.atomic
def hand_over(goat: Goat, receiver: Receiver, *, request_key: UUID, by: User) -> GoatEvent:
    """The mother goes on to the next household; her kids stay. Idempotent by ``request_key``.

    Raises ``ValidationError`` where it can't be, the household can't receive one, another than the
    proposed one is chosen without a reason, or, before the kid is weaned, unless the manager gives
    one.
    """
    writer = begin(goat.office, request_key, {"hand_over": 1, **receiver.content(goat)}, by)
    if not writer.is_new:
        return writer.submission.goat_events.get()
    held = hold([goat.pk])[goat.pk]
    giver = _keeper(held, receiver.on, writer)
    check_receiver(receiver.household, receiver.on)
    reason = _reason_of_choice(receiver, giver, writer)
    draft = Draft(
        held, Kind.HANDED_ON, receiver.on, household=receiver.household, giver=giver,
        choice_reason=reason, reason=_early_reason(held, receiver, writer),
    )  # fmt: skip
    return add_events(writer, [draft])[0]


def _reason_of_choice(receiver: Receiver, giver: Household | None, writer: Writer) -> str:
    """Why another than the proposed household, empty for that one."""
    village = giver.village_id if giver else None
    proposed = proposed_for(writer.office, village, receiver.on)
    if proposed is None or proposed.pk == receiver.household.pk:
        return ""
    if giver is None and proposed.village_id != receiver.household.village_id:
        proposed = proposed_for(writer.office, receiver.household.village_id, receiver.on)
        if proposed and proposed.pk == receiver.household.pk:
            return ""  # the office decides which village gets a new goat
    if not receiver.choice_reason.strip():
        text = "Bukan rumah tangga yang diusulkan sistem: tulis alasannya."
        raise ValidationError({"choice_reason": ValidationError(text, code="choice")})
    return receiver.choice_reason


def _early_reason(goat: Goat, receiver: Receiver, writer: Writer) -> str:
    """The manager's reason for a hand-over before weaning, empty for one that isn't early."""
    told = told_of([goat], writer.book, receiver.on)[goat.pk]
    if told.hand_over is None or not told.hand_over.is_early:
        return ""
    if writer.by.role != Role.MANAGER:
        text = "Anaknya belum disapih. Hanya manajer yang dapat memutuskan serah terima lebih awal."
        raise ValidationError(text, code="early")
    if not receiver.early_reason.strip():
        text = "Anaknya belum disapih: tulis alasan serah terima lebih awal."
        raise ValidationError({"early_reason": ValidationError(text, code="early")})
    return receiver.early_reason


def _keeper(goat: Goat, on: date, writer: Writer) -> Household | None:
    """The household that kept the goat at the end of a day, as known so far."""
    keeper = life_then(goat, on, writer.book).keeper
    return Household.objects.get(pk=keeper) if keeper else None


@transaction.atomic
def record_birth(
    mother: Goat, sexes: Sequence[str], *, on: date, request_key: UUID, by: User
) -> list[Goat]:
    """A mother gave birth: each kid becomes a goat that belongs to her keeper.

    ``sexes`` of the kids that live. Idempotent by ``request_key``; gives the kids.
    Raises ``ValidationError`` for what can't be: a male, too young, within a gestation, not placed.
    """
    content = {"birth": mother.pk, "on": on, "kids": [str(sex) for sex in sexes]}
    writer = begin(mother.office, request_key, content, by)
    if not writer.is_new:
        return list(writer.submission.goats.order_by("number"))
    if not 0 <= len(sexes) <= MOST_KIDS or not set(sexes) <= set(Goat.Sex.values):
        raise ValidationError(f"Isi paling banyak {MOST_KIDS} anak.", code="kids")
    held = hold([mother.pk])[mother.pk]
    keeper = _keeper(held, on, writer)
    draft = Draft(held, Kind.GAVE_BIRTH, on, household=keeper)
    [birth] = add_events(writer, [draft], more_follow=bool(sexes))
    first = next_number(writer.office)
    kids = Goat.objects.bulk_create(
        Goat(
            office=writer.office, number=first + n, origin=Goat.Origin.BORN, sex=sex,
            breed=held.breed, born_on=on, mother=held, generation=held.generation + 1,
            submission=writer.submission, recorded_by=by,
        )
        for n, sex in enumerate(sexes)
    )  # fmt: skip
    add_events(writer, [Draft(kid, Kind.BORN, on, household=keeper, birth=birth) for kid in kids])
    return kids


@transaction.atomic
def wean_kids(kids: Collection[Goat], *, on: date, request_key: UUID, by: User) -> list[GoatEvent]:
    """Kids are weaned: their mother may go on. Idempotent by ``request_key``.

    Where the office doesn't follow kids they leave the herd with it. Raises ``ValidationError`` for
    what can't be.
    """
    ids = sorted(kid.pk for kid in kids)
    if not ids:
        raise ValidationError("Pilih anak yang disapih.", code="nobody")
    office = next(iter(kids)).office
    writer = begin(office, request_key, {"wean": ids, "on": on}, by)
    if not writer.is_new:
        return list(writer.submission.goat_events.filter(kind=Kind.WEANED))
    held = hold({*ids, *(kid.mother_id for kid in kids if kid.mother_id)})
    drafts = []
    for pk in ids:
        keeper = _keeper(held[pk], on, writer)
        drafts.append(Draft(held[pk], Kind.WEANED, on, household=keeper))
        if not writer.book.on(on).follows_kids:
            drafts.append(Draft(held[pk], Kind.UNFOLLOWED, on, household=keeper))
    return [event for event in add_events(writer, drafts) if event.kind == Kind.WEANED]


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened where the goat is: illness, mating, an end, a settlement.

    ``to``: who receives a given kid.
    """

    kind: Kind
    on: date
    cause: str = ""
    minutes: str = ""
    is_negligent: bool = False
    reason: str = ""
    to: Household | None = None

    def content(self, goat: Goat) -> dict[str, object]:
        """What the form says, to know it again."""
        texts = [self.cause.strip(), self.minutes.strip(), self.reason.strip()]
        return {
            "happened": str(self.kind), "goat": goat.pk, "on": self.on, "said": texts,
            "negligent": self.is_negligent, "to": self.to and self.to.pk,
        }  # fmt: skip


HAPPENINGS = frozenset(
    {
        Kind.MATED, Kind.ILL, Kind.DIED, Kind.SOLD, Kind.LOST, Kind.GIVEN, Kind.UNFOLLOWED,
        Kind.TAKEN_BACK, Kind.RELEASED,
    }
)  # fmt: skip
BY_MANAGER = frozenset({Kind.TAKEN_BACK, Kind.RELEASED})
NEEDS_CAUSE = frozenset({Kind.DIED, Kind.SOLD, Kind.LOST, Kind.ILL})


@transaction.atomic
def record_happening(goat: Goat, happening: Happening, *, request_key: UUID, by: User) -> GoatEvent:
    """Note what happened to a goat where it is. Idempotent by ``request_key``.

    A death or loss without negligence ends the obligation; negligence or a sale leaves a
    replacement due. Raises ``ValidationError`` for what can't be, a missing cause or reason, and
    what only the manager decides.
    """
    writer = begin(goat.office, request_key, happening.content(goat), by)
    if not writer.is_new:
        return writer.submission.goat_events.get()
    _check_happening(happening, by)
    ids = {goat.pk, goat.mother_id} - {None}
    held = hold(ids)[goat.pk]
    life = life_then(held, happening.on, writer.book)
    keeper = life.debtor if happening.kind == Kind.RELEASED else life.keeper
    there = Household.objects.get(pk=keeper) if keeper else None
    moves = happening.kind in (Kind.GIVEN, Kind.TAKEN_BACK)
    draft = Draft(
        held, happening.kind, happening.on, household=happening.to if moves else there,
        giver=there if moves else None, cause=happening.cause, minutes=happening.minutes,
        is_negligent=happening.is_negligent and there is not None, reason=happening.reason,
    )  # fmt: skip
    return add_events(writer, [draft])[0]


def _check_happening(happening: Happening, by: User) -> None:
    if happening.kind not in HAPPENINGS:
        raise ValueError(f"recorded by a service of its own: {happening.kind}")
    errors = {}
    if happening.kind in NEEDS_CAUSE and not happening.cause.strip():
        errors["cause"] = "Tulis sebabnya."
    if happening.kind in BY_MANAGER and not happening.reason.strip():
        errors["reason"] = "Tulis alasannya."
    if happening.kind == Kind.GIVEN and happening.to is None:
        errors["to"] = "Pilih penerimanya."
    if errors:
        raise ValidationError(errors)
    if happening.kind in BY_MANAGER and by.role != Role.MANAGER:
        raise ValidationError("Hanya manajer yang memutuskan hal ini.", code="manager")
