"""What conditions are worth in the score: the office's own weights, from a day on."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from maintenance.models import ConditionWeights
from maintenance.rules.conditions import Weights
from upk.ledger.services import lock_office
from upk.offices.models import Office, User
from upk.periods import format_date
from upk.problems import Problem
from upk.refusing import raise_if_any


@transaction.atomic
def add_weights(office: Office, weights: Weights, *, since: date, by: User) -> ConditionWeights:
    """New weights from ``since`` on, a day in open books; the same again is kept once.

    Raises ``ValidationError`` with all reasons: closed books, weights that don't fall from good to
    broken.
    """
    office = lock_office(office)
    problems = []
    if office.is_closed(since):
        closed = format_date(office.books_closed_through)
        text = f"Buku sudah ditutup sampai {closed}. Pilih tanggal sesudahnya."
        problems.append(Problem("closed", text, "since"))
    for better, worse in (("good", "slight"), ("slight", "heavy"), ("heavy", "broken")):
        if getattr(weights, worse) > getattr(weights, better):
            problems.append(Problem("order", "Kondisi yang lebih buruk bernilai lebih.", worse))
    raise_if_any(problems)
    values = {name: getattr(weights, name) for name in ("good", "slight", "heavy", "broken")}
    values["carried"] = weights.carried
    own = ConditionWeights.objects.filter(office=office)
    last = own.filter(since=since).order_by("-id").first()
    if last and last.value == weights:
        return last
    if not 0 <= weights.carried <= 40:
        raise ValidationError({"carried": "Isi 0 sampai 40 triwulan."})
    return ConditionWeights.objects.create(office=office, since=since, made_by=by, **values)
