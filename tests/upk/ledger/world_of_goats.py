"""What goats add to the world: lives with every sort of row, and those of another office."""

from datetime import date
from uuid import uuid4

from goats.herd.photos import attach_photo
from goats.herd.replacing import replace_goat, reverse_event
from goats.herd.services import (
    Happening,
    NewGoats,
    Receiver,
    buy_goats,
    hand_over,
    place_goat,
    record_birth,
    record_happening,
    wean_kids,
)
from goats.herd.settings import add_rules, set_population
from goats.models import Goat, GoatEvent, Household
from goats.rules.events import DEFAULT_RULES, Kind
from tests import factories
from tests.goats.households_made import confirmed
from tests.maintenance.register.village import photo_bytes, upload
from tests.upk.ledger.world_of_households import add_households
from upk.offices.models import Office, User, Village

CONFIRMED = date(2010, 1, 2)
BOUGHT, PLACED, BORN, WEANED, HANDED = (date(2010, 1, day) for day in (4, 5, 10, 20, 25))


def _buy(office: Office, by: User, on: date = BOUGHT, sex: str = "F") -> Goat:
    new = NewGoats(1, sex, "Kacang", 600_000, Goat.Funding.DONATION)
    return buy_goats(office, new, bought_on=on, request_key=uuid4(), by=by)[0]


def _place(goat: Goat, household: Household, by: User) -> GoatEvent:
    receiver = Receiver(household, PLACED, choice_reason="musyawarah")
    return place_goat(goat, receiver, request_key=uuid4(), by=by)


def _home(village: Village, by: User) -> Household:
    return confirmed(village, need=1, on=CONFIRMED, by=by)


def add_old_goat(office: Office, by: User) -> int:
    """The event of a goat bought before the books are closed."""
    goat = _buy(office, by, date(2009, 12, 6))
    return GoatEvent.objects.get(goat=goat).pk


def _happen(goat: Goat, kind: Kind, on: date, by: User, **facts) -> GoatEvent:
    happening = Happening(kind, on, cause="kembung", **facts)
    return record_happening(goat, happening, request_key=uuid4(), by=by)


def add_goats(village: Village, other: Office, by: User) -> dict[str, int]:
    """Ids by name: a mother handed on, her kid, a buck, a debt, a settled one, a foreign goat."""
    office = village.office
    first, second = _home(village, by), _home(village, by)
    mother, buck, owed, settled, unplaced = (
        _buy(office, by, sex=sex) for sex in ("F", "M", "F", "F", "F")
    )
    for goat in (mother, buck, owed, settled):
        _place(goat, first, by)
    [kid] = record_birth(mother, ["F"], on=BORN, request_key=uuid4(), by=by)
    wean_kids([kid], on=WEANED, request_key=uuid4(), by=by)
    receiver = Receiver(second, HANDED, choice_reason="musyawarah")
    handed = hand_over(mother, receiver, request_key=uuid4(), by=by)
    mated = _happen(mother, Kind.MATED, date(2010, 1, 27), by)
    ill = _happen(mother, Kind.ILL, date(2010, 1, 26), by)
    reversal = reverse_event(ill, reason="Salah", request_key=uuid4(), by=by)
    died = _happen(owed, Kind.DIED, date(2010, 2, 1), by, is_negligent=True)
    _happen(settled, Kind.SOLD, date(2010, 2, 1), by)
    other_goat = replace_goat(
        settled, sex="F", breed="Kacang", born_on=None, on=date(2010, 2, 2), request_key=uuid4(),
        by=by,
    )  # fmt: skip
    events = {f"goat_{event.kind}": event.pk for event in mother.events.exclude(pk=ill.pk)}
    elsewhere = factories.create_user(office=other)
    away = _home(factories.create_village(other), elsewhere)
    foreign = _buy(other, elsewhere)
    return {
        **events,
        **add_households(first, second, away, by),
        "mother": mother.pk, "buck": buck.pk, "goat_owed": owed.pk, "kid": kid.pk,
        "goat_settled": settled.pk, "goat_unplaced": unplaced.pk, "replacement": other_goat.pk,
        "kid_born": kid.events.get(kind=Kind.BORN).pk,
        "kid_weaned": kid.events.get(kind=Kind.WEANED).pk,
        "goat_died": died.pk, "goat_replaced": settled.events.get(kind=Kind.REPLACED).pk,
        "goat_ill": ill.pk, "goat_reversal": reversal.pk, "handed": handed.pk, "mated": mated.pk,
        "first_home": first.pk, "second_home": second.pk, "foreign_home": away.pk,
        "foreign_home_village": away.village_id, "foreign_goat": foreign.pk,
        "foreign_goat_event": foreign.events.get().pk,
        "herd_user": elsewhere.pk, "herd_key": foreign.submission_id,
        "goat_photo": attach_photo(mother, upload(photo_bytes()), by=by).pk,
        "herd_rules": add_rules(office, DEFAULT_RULES, since=date(2010, 1, 1), by=by).pk,
        "population": set_population(office, {village: 3000}, year=2009, by=by)[0].pk,
    }  # fmt: skip
