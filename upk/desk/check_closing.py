"""What the proof of the books says about closed years, provisions and divided surpluses."""

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum

from closing.models import ProvisionPosting, SurplusDecision, SurplusWithdrawal
from closing.results import RESULT_KINDS
from closing.services import ORIGIN
from closing.year import RETAINED_SURPLUS
from loans.models import Product
from upk.desk.check_result import Result
from upk.ledger.models import Entry, Posting
from upk.money import number, rupiah
from upk.offices.models import Office


def check_closings(offices: Sequence[Office]) -> Result:
    """A closed year's entry left nothing in any income or expense account."""
    entries = Entry.objects.filter(
        office__in=offices, kind=Entry.Kind.CLOSING, reversed_by__isnull=True
    )
    closings = list(entries.select_related("office").order_by("office_id", "year"))
    left = _left_after(offices, closings)
    faults = [
        f"{entry.office.code} {entry.year}: {entry.label} menyisakan {rupiah(left[entry.pk])} "
        "di akun pendapatan dan beban"
        for entry in closings
        if left[entry.pk] and entry.office.is_closed(entry.happened_on)
    ]
    total = sum(entry.total for entry in closings)
    looked_at = f"{number(len(closings))} tahun ditutup, {rupiah(total)} dipindahkan"
    return Result("closings", "Tahun yang ditutup", looked_at, tuple(faults))


def _left_after(offices: Sequence[Office], closings: Sequence[Entry]) -> dict[int, int]:
    """What the accounts hold at the year's end, without signs, by the closing entry's id."""
    moves: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for side, sign in (("debit", 1), ("credit", -1)):
        rows = Posting.objects.filter(
            entry__office__in=offices, **{f"{side}__kind__in": RESULT_KINDS}
        )
        columns = ("entry__office_id", "entry__year", f"{side}_id")
        for office, year, account, amount in (
            rows.order_by().values_list(*columns).annotate(Sum("amount"))
        ):
            moves[office].append((year, account, sign * amount))
    left = {}
    for entry in closings:
        balances: dict[int, int] = defaultdict(int)
        for year, account, amount in moves[entry.office_id]:
            if year <= entry.year:
                balances[account] += amount
        left[entry.pk] = sum(map(abs, balances.values()))
    return left


def check_provisions(offices: Sequence[Office]) -> Result:
    """Each allowance got from provisions what their rows say, and each row is its entry."""
    products = Product.objects.filter(office__in=offices).select_related("office", "allowance")
    rows = ProvisionPosting.objects.filter(office__in=offices)
    said: dict[int, int] = defaultdict(int)
    for account, amount in (
        rows.order_by().values_list("product__allowance").annotate(Sum("amount"))
    ):
        said[account] += amount
    accounts = {product.allowance_id: product for product in products.order_by("-id")}
    postings = Posting.objects.filter(entry__office__in=offices)
    own = postings.filter(entry__origin=ORIGIN).net_by_account()
    faults = [
        f"{product.office.code} {product.allowance}: cadangan menurut baris {rupiah(said[pk])}, "
        f"menurut jurnal {rupiah(-own.get(pk, 0))}"
        for pk, product in sorted(accounts.items())
        if said[pk] != -own.get(pk, 0)
    ]
    differing = rows.exclude(
        Q(entry__total=F("amount")) | Q(entry__total=-F("amount")), entry__happened_on=F("as_of")
    )
    faults += [
        f"{row.entry.label}: tidak sama dengan cadangan per {row.as_of}"
        for row in differing.select_related("entry").order_by("id")
    ]
    total = rows.aggregate(total=Sum("amount", default=0))["total"]
    looked_at = f"{number(rows.count())} pembukuan, {rupiah(total)}"
    return Result("provisions", "Cadangan kerugian piutang", looked_at, tuple(faults))


def check_surpluses(offices: Sequence[Office]) -> Result:
    """A decision divides what its year brought, to the rupiah; withdrawn ones are reversed."""
    made = SurplusDecision.objects.filter(office__in=offices).select_related("entry")
    made = made.annotate(
        shared=Sum("shares__amount", default=0),
        is_withdrawn=Exists(SurplusWithdrawal.objects.filter(surplus_decision=OuterRef("pk"))),
        is_reversed=Exists(Entry.objects.filter(reverses=OuterRef("entry"))),
    )
    brought = _brought(offices)
    faults, total, count = [], 0, 0
    for one in made.order_by("office_id", "year", "id"):
        count += 1
        total += 0 if one.is_withdrawn else one.divided
        if not one.divided == one.shared == one.entry.total:
            faults.append(
                f"{one.entry.label}: dibagi {rupiah(one.divided)}, bagian {rupiah(one.shared)}, "
                f"jurnal {rupiah(one.entry.total)}"
            )
        if brought.get(one.closing_id, 0) != one.surplus:
            faults.append(f"{one.entry.label}: surplus {one.year} bukan hasil jurnal penutupnya")
        if one.is_withdrawn != one.is_reversed:
            faults.append(f"{one.entry.label}: pencabutan dan jurnal pembatalannya tidak cocok")
    faults += [f"{entry.label}: jurnal penutupan tanpa baris" for entry in _without_row(offices)]
    looked_at = f"{number(count)} keputusan, {rupiah(total)} dibagi"
    return Result("surpluses", "Pembagian surplus", looked_at, tuple(faults))


def _brought(offices: Sequence[Office]) -> dict[int, int]:
    """What each closing entry brought to the retained surplus, by its id. Whole rupiah."""
    postings = Posting.objects.filter(
        entry__office__in=offices, entry__kind=Entry.Kind.CLOSING
    ).order_by()
    brought: dict[int, int] = defaultdict(int)
    for side, sign in (("credit", 1), ("debit", -1)):
        of_side = postings.filter(**{f"{side}__code": RETAINED_SURPLUS})
        for entry, amount in of_side.values_list("entry_id").annotate(Sum("amount")):
            brought[entry] += sign * amount
    return brought


def _without_row(offices: Sequence[Office]) -> QuerySet[Entry]:
    """Entries of this app that neither close a year nor stand behind a row."""
    closing = Q(kind=Entry.Kind.CLOSING) | Q(reverses__kind=Entry.Kind.CLOSING)
    known = (
        Q(pk__in=ProvisionPosting.objects.values("entry"))
        | Q(pk__in=SurplusDecision.objects.values("entry"))
        | Q(pk__in=SurplusWithdrawal.objects.values("entry"))
    )
    entries = Entry.objects.filter(office__in=offices, origin=ORIGIN)
    return entries.exclude(closing).exclude(known).order_by("id")
