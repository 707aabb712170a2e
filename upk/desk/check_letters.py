"""The proof of the arrears letters: their numbers, and that each is about a loan of its office."""

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q

from loans.models import ArrearsLetter, Instalment, LetterWithdrawal
from upk.desk.check_result import Result
from upk.money import number
from upk.offices.models import Office


def check_letters(offices: Sequence[Office]) -> Result:
    """Numbers run from 1 without a gap in each office and year, withdrawn letters included; the
    figures can be those of the loan, which is the office's; a level comes again only after it was
    withdrawn."""
    letters = ArrearsLetter.objects.filter(office__in=offices).order_by("id")
    faults = [*_gaps(letters), *_strange(letters), *_doubled(letters)]
    count = letters.count()
    withdrawn = LetterWithdrawal.objects.filter(letter__office__in=offices).count()
    looked_at = f"{number(count)} surat, {number(withdrawn)} dibatalkan"
    return Result("letters", "Surat peringatan", looked_at, tuple(faults))


def _gaps(letters) -> list[str]:
    """Series of numbers that lack one."""
    series = letters.order_by("office__code", "year").values_list("office__code", "year")
    return [
        f"{office} {year}: {count} surat peringatan, nomor {first} sampai {last}"
        for office, year, count, first, last in series.annotate(
            Count("id"), Min("number"), Max("number")
        )
        if (first, last) != (1, count)
    ]


def _strange(letters) -> list[str]:
    """Letters whose figures can't be those of a loan of their office."""
    row = Instalment.objects.filter(loan=OuterRef("loan"), due_on=OuterRef("oldest_due"))
    wrong = letters.filter(
        ~Q(loan__office=F("office"))
        | ~Q(year=F("issued_on__year"))
        | Q(outstanding__gt=F("loan__principal"))
        | Q(principal__gt=F("outstanding"))
        | ~Exists(row)
    )
    return [
        f"{letter}: angkanya bukan dari pinjaman {letter.loan}"
        for letter in wrong.select_related("loan")
    ]


def _doubled(letters) -> list[str]:
    """Letters of a level that stand beside another one of the same arrears."""
    standing = defaultdict(list)
    for letter in letters.filter(withdrawal__isnull=True).select_related("loan"):
        standing[letter.loan_id, letter.late_since, letter.level].append(letter)
    return [
        f"{found[0].loan}: surat {', '.join(map(str, found))} untuk tunggakan yang sama"
        for found in standing.values()
        if len(found) > 1
    ]
