"""The proof of the certificates of trainings: their numbers, and that each was earned."""

from collections.abc import Sequence

from django.db.models import Count, Max, Min

from training.models import Attendance, Batch, Certificate
from training.records.held import with_percent
from training.rules.batches import COUNTED
from training.rules.results import is_enough
from upk.desk.check_result import Result
from upk.money import number
from upk.offices.models import Office


def check_training(offices: Sequence[Office]) -> Result:
    """Numbers run from 1 without a gap in each office and year, withdrawn ones included; those
    that stand are for people who attended enough of a training that was held. Four queries."""
    certificates = Certificate.objects.filter(office__in=offices)
    faults = [*_gaps(certificates), *_unearned(offices, certificates)]
    looked_at = f"{number(certificates.count())} sertifikat"
    return Result("training", "Sertifikat pelatihan", looked_at, tuple(faults))


def _gaps(certificates) -> list[str]:
    """Series of numbers that lack one."""
    series = certificates.order_by("office__code", "year").values_list("office__code", "year")
    return [
        f"{office} {year}: {count} sertifikat, nomor {first} sampai {last}"
        for office, year, count, first, last in series.annotate(
            Count("id"), Min("number"), Max("number")
        )
        if (first, last) != (1, count)
    ]


def _unearned(offices: Sequence[Office], certificates) -> list[str]:
    """Certificates for too few days, or of a training that wasn't held."""
    own = with_percent(Batch.objects.filter(office__in=offices).with_state().with_facts())
    batches = {batch.pk: batch for batch in own}
    rows = Attendance.objects.standing().filter(
        is_present=True, participant__batch__office__in=offices
    )
    days = dict(rows.order_by().values_list("participant").annotate(n=Count("pk")))
    found = []
    for certificate in certificates.standing().select_related("participant"):
        batch = batches[certificate.participant.batch_id]
        attended = days.get(certificate.participant_id, 0)
        if not (batch.state in COUNTED and is_enough(attended, batch.day_count, batch.percent)):
            found.append(f"{certificate}: hadir {attended} dari {batch.day_count} hari")
    return found
