"""Forms of closing and reopening the books."""

import uuid
from datetime import date

from django import forms

from upk.forms import CrispyMixin
from upk.ledger.models import PeriodChange
from upk.offices.models import Office
from upk.periods import add_months, format_date, month_end, month_start, today

MONTHS_SHOWN = 24


def closable(office: Office) -> list[date]:
    """Month ends that have passed and aren't closed, the newest first."""
    last = month_end(add_months(month_start(today(office)), -1))
    days = [month_end(add_months(month_start(last), -n)) for n in range(MONTHS_SHOWN)]
    return [day for day in days if not office.is_closed(day)]


class CloseForm(CrispyMixin, forms.Form):
    """The word of the manager that the books are to be closed although something is missing.

    Without warnings it asks for nothing.
    """

    NOT_TICKED = "Bereskan dahulu, atau centang untuk tetap menutup."
    NO_REASON = "Tulis mengapa buku tetap ditutup."

    anyway = forms.BooleanField(
        label="Tetap tutup",
        required=False,
        help_text="Centang bila yang perlu dilihat memang boleh dibiarkan.",
    )
    reason = forms.CharField(
        label="Alasan tetap tutup",
        max_length=250,
        required=False,
        help_text="Tercatat dalam riwayat. Jangan menulis nama orang.",
    )

    def __init__(self, data=None, *, wants_reason: bool) -> None:
        super().__init__(data)
        self.wants_reason = wants_reason
        if not wants_reason:
            del self.fields["anyway"], self.fields["reason"]

    def clean(self) -> dict:
        data = self.cleaned_data
        if self.wants_reason:
            if not data.get("anyway"):
                self.add_error("anyway", self.NOT_TICKED)
            if not data.get("reason", "").strip():
                self.add_error("reason", self.NO_REASON)
        return data


class IssueForm(CloseForm):
    """The same word for a quarter that is to be issued, and the key of the form."""

    NOT_TICKED = "Bereskan dahulu, atau centang untuk tetap menerbitkan."
    NO_REASON = "Tulis mengapa laporan tetap diterbitkan."

    request_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, data=None, *, wants_reason: bool) -> None:
        super().__init__(data, wants_reason=wants_reason)
        if wants_reason:
            self.fields["anyway"].label = "Tetap terbitkan"
            self.fields["reason"].label = "Alasan tetap terbit"
            self.fields[
                "reason"
            ].help_text = (
                "Tercatat pada laporan ini dan dalam riwayat tutup buku. Jangan menulis nama orang."
            )


class ReopenForm(CrispyMixin, forms.Form):
    """Back to which day, and why. All of it is reopened only where that was chosen."""

    ALL = "semua"

    through = forms.ChoiceField(
        label="Buku tetap tertutup sampai",
        error_messages={
            "invalid_choice": "Hari itu tidak (lagi) dapat dipilih. Lihat riwayat di bawah, lalu "
            "pilih yang ada."
        },
    )
    reason = forms.CharField(label="Alasan", max_length=250)

    def __init__(self, office: Office, data=None) -> None:
        super().__init__(data)
        earlier = PeriodChange.objects.filter(
            office=office, closed_after__lt=office.books_closed_through or date.min
        )
        days = sorted(set(earlier.values_list("closed_after", flat=True)), reverse=True)
        self.fields["through"].choices = [
            *((day.isoformat(), format_date(day)) for day in days),
            (self.ALL, "Tidak ada: semua dibuka"),
        ]
        if days:
            self.initial["through"] = days[0].isoformat()

    def clean_through(self) -> date | None:
        chosen = self.cleaned_data["through"]
        return None if chosen == self.ALL else date.fromisoformat(chosen)
