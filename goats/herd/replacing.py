"""Settling a replacement with another goat, and reversing what was entered by mistake."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from goats.herd.lives import events_of, facts_of
from goats.herd.problems import told
from goats.herd.services import NewGoats, enter_goats
from goats.herd.writing import Draft, Writer, add_events, begin, hold, life_then, refresh
from goats.models import EventReversal, Goat, GoatEvent, Household
from goats.rules.events import Kind
from goats.rules.life import Impossible, lead
from upk.access import Role
from upk.offices.models import User
from upk.periods import format_date


@transaction.atomic
def replace_goat(
    goat: Goat, *, sex: str, breed: str, born_on: date | None, on: date, request_key: UUID, by: User
) -> Goat:
    """The household that owes a replacement brings another goat, which the office can place.

    Idempotent by ``request_key``; gives the new goat, which cost the office nothing.
    Raises ``ValidationError`` if no replacement is due, or for a day that can't be.
    """
    content = {"replace": goat.pk, "sex": str(sex), "breed": breed.strip(), "born": born_on,
               "on": on}  # fmt: skip
    writer = begin(goat.office, request_key, content, by)
    if not writer.is_new:
        return writer.submission.goats.get()
    held = hold([goat.pk])[goat.pk]
    debtor = life_then(held, on, writer.book).debtor
    new = NewGoats(1, sex, breed, 0, Goat.Funding.REPLACEMENT, born_on=born_on)
    [other] = enter_goats(writer, new, on)
    there = Household.objects.get(pk=debtor) if debtor else None
    add_events(writer, [Draft(held, Kind.REPLACED, on, household=there, replacement=other)])
    return other


@transaction.atomic
def reverse_event(event: GoatEvent, *, reason: str, request_key: UUID, by: User) -> EventReversal:
    """From now on the event never happened; with a birth go its kids. Idempotent by the key.

    Raises ``ValidationError`` without a reason, for what lies in closed books, by somebody else
    than who wrote it or the manager, and where something recorded later rests on it.
    """
    content = {"reverse": event.pk, "reason": reason.strip()}
    writer = begin(event.goat.office, request_key, content, by)
    if not writer.is_new:
        return EventReversal.objects.get(event=event)
    together = _together(event)
    goats = hold({e.goat_id for e in together} | {event.goat.mother_id} - {None})
    _check_reversal(event, reason, writer.office, by)
    if event.kind == Kind.BOUGHT and event.goat.funding == Goat.Funding.SURPLUS:
        text = "Kambing ini dibayar dari Bantuan RTM. Batalkan pembayarannya di sana."
        raise ValidationError(text, code="paid")
    made = _reverse(writer, together, goats, reason)
    return next(row for row in made if row.event_id == event.pk)


def take_goats_back(writer: Writer, goats: Sequence[Goat], reason: str) -> None:
    """Goats never were bought after all: for a writer who takes the payment back.

    Raises ``ValidationError`` where something happened to one of them, or in closed books.
    """
    held = hold([goat.pk for goat in goats])
    bought = list(GoatEvent.objects.standing().filter(goat__in=held, kind=Kind.BOUGHT))
    for event in bought:
        if writer.office.is_closed(event.happened_on):
            shut = format_date(writer.office.books_closed_through)
            raise ValidationError(f"Sudah dilaporkan: buku ditutup sampai {shut}.", code="closed")
        _check_replacement(event)
    _reverse(writer, bought, held, reason)


def _reverse(
    writer: Writer, together: Sequence[GoatEvent], goats: dict[int, Goat], reason: str
) -> list[EventReversal]:
    """Reverse events of goats that are held, if what is left can have happened."""
    gone = {e.pk for e in together}
    known = events_of({e.goat_id for e in together})
    for pk in {e.goat_id for e in together}:
        left = [e for e in known[pk] if e.id not in gone]
        try:
            lead(facts_of(goats[pk]), left, writer.book)
        except Impossible as error:
            raise ValidationError(told(error), code=error.reason) from error
    made = [
        EventReversal.objects.create(
            event=e, reason=reason.strip(), submission=writer.submission, recorded_by=writer.by
        )
        for e in together
    ]
    mothers = {goats[pk].mother_id for pk in goats} - {None}
    refresh({*goats, *mothers}, writer.office)
    return made


def _together(event: GoatEvent) -> list[GoatEvent]:
    """The event, and what was only recorded with it: kids with their birth, and a kid's leaving
    the herd with its weaning."""
    if event.kind == Kind.GAVE_BIRTH:
        return [event, *event.kids_born.standing().order_by("pk")]
    if event.kind == Kind.WEANED:
        own = GoatEvent.objects.standing().filter(goat=event.goat, kind=Kind.UNFOLLOWED)
        return [event, *own.filter(submission=event.submission)]
    return [event]


def _check_reversal(event: GoatEvent, reason: str, office, by: User) -> None:
    if not reason.strip():
        raise ValidationError({"reason": "Tulis alasannya."})
    if EventReversal.objects.filter(event=event).exists():
        raise ValidationError("Peristiwa ini sudah dibatalkan.", code="reversed")
    if by.role != Role.MANAGER and event.recorded_by_id != by.pk:
        text = "Hanya pencatatnya atau manajer yang membatalkan peristiwa."
        raise ValidationError(text, code="other")
    if office.is_closed(event.happened_on):
        shut = format_date(office.books_closed_through)
        raise ValidationError(f"Sudah dilaporkan: buku ditutup sampai {shut}.", code="closed")
    if event.kind == Kind.BORN:
        raise ValidationError("Batalkan peristiwa beranak pada induknya.", code="birth")
    _check_replacement(event)


def _check_replacement(event: GoatEvent) -> None:
    """A replacement's coming goes after the settlement that rests on it."""
    rests = GoatEvent.objects.standing().filter(replacement=event.goat_id)
    if event.kind == Kind.BOUGHT and rests.exists():
        text = "Kambing ini pengganti kambing lain. Batalkan dahulu penggantiannya."
        raise ValidationError(text, code="replacement")
