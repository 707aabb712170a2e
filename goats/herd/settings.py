"""Writers of what the herd is judged and compared by: dated rules, and inhabitants."""

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from goats.herd.problems import told
from goats.herd.writing import hold, refresh
from goats.models import GoatEvent, HerdRules, VillagePopulation
from goats.rules.events import Kind, Rules
from goats.rules.life import Impossible
from upk.ledger.services import lock_office
from upk.offices.models import Office, User, Village
from upk.periods import format_date, today

AT_ONCE = 1_000
"""Goats that are led anew in one step."""


@transaction.atomic
def add_rules(office: Office, rules: Rules, *, since: date, by: User) -> HerdRules:
    """New rules from ``since`` on, a day in open books; the same again is kept once.

    Births and hand-overs before it stay as they were judged. Raises ``ValidationError`` for a day
    in closed books, for rules that make no sense, and for those that births recorded since then
    contradict.
    """
    office = lock_office(office)
    if office.is_closed(since):
        shut = format_date(office.books_closed_through)
        raise ValidationError({"since": f"Buku sudah ditutup sampai {shut}. Pilih sesudahnya."})
    last = HerdRules.objects.filter(office=office, since=since).order_by("-id").first()
    if last and last.value == rules:
        return last
    row = HerdRules(
        office=office, since=since, weaning_months=rules.weaning_months,
        gestation_days=rules.gestation_days, first_birth_months=rules.first_birth_months,
        grace_days=rules.grace_days, follows_kids=rules.follows_kids, made_by=by,
    )  # fmt: skip
    row.full_clean()
    row.save()
    _judge_again(office, since)
    return row


def _judge_again(office: Office, since: date) -> None:
    """Lead the lives anew that the rules change; their copies follow."""
    born = GoatEvent.objects.standing().filter(
        office=office, kind=Kind.GAVE_BIRTH, happened_on__gte=since
    )
    goats = sorted(born.order_by().values_list("goat_id", flat=True).distinct())
    hold(goats)
    try:
        for first in range(0, len(goats), AT_ONCE):
            refresh(goats[first : first + AT_ONCE], office)
    except Impossible as error:
        text = f"Bertentangan dengan kelahiran yang tercatat. {told(error, error.event.id)}"
        raise ValidationError(text, code=error.reason) from error


@transaction.atomic
def set_population(
    office: Office, inhabitants: Mapping[Village, int], *, year: int, by: User
) -> list[VillagePopulation]:
    """How many people live in villages in a year; what is known already isn't written again.

    Raises ``ValidationError`` for a year that hasn't come.
    """
    office = lock_office(office)
    if year > today(office).year:
        raise ValidationError({"year": f"Tahun {year} belum tiba."})
    own = VillagePopulation.objects.filter(village__office=office, year=year).order_by("id")
    known = dict(own.values_list("village_id", "inhabitants"))
    return VillagePopulation.objects.bulk_create(
        VillagePopulation(village=village, year=year, inhabitants=count, made_by=by)
        for village, count in inhabitants.items()
        if known.get(village.pk) != count
    )
