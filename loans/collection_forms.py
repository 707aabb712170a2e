"""Forms of arrears work: a contact, a batch of letters, the office's rules."""

from uuid import uuid4

from django import forms

from loans.models import ArrearsContact, CollectionRules
from loans.reminders import LONGEST
from upk.asked import row_id
from upk.forms import AmountField, CrispyMixin, DayField

Kind = ArrearsContact.Kind


class ContactForm(CrispyMixin, forms.Form):
    """A contact, perhaps with a promise. ``is_correction`` offers to cancel it, too."""

    kind = forms.ChoiceField(label="Jenis")
    happened_on = DayField(label="Tanggal")
    met = forms.CharField(
        label="Bertemu dengan", max_length=120, required=False, help_text="Misalnya: ketua."
    )
    note = forms.CharField(
        label="Catatan",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    promised_on = DayField(label="Janji bayar tanggal", required=False)
    promised_amount = AmountField(label="Jumlah yang dijanjikan (Rp)", required=False)
    request_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args, is_correction: bool = False, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [
            choice for choice in Kind.choices if is_correction or choice[0] != Kind.VOID
        ]


class LettersForm(forms.Form):
    """What is sent with the ticked list: ticks and levels are read by ``choices``."""

    reason = forms.CharField(label="Alasan", max_length=200, required=False)
    request_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def choices(self) -> list[tuple[int, int]]:
        """Loan's number and level for each tick; what isn't a number is left out."""
        found = []
        for text in self.data.getlist("surat"):
            loan_id, level = row_id(text), row_id(self.data.get(f"tingkat-{text}"))
            if loan_id is not None and level is not None:
                found.append((loan_id, level))
        return found


class WithdrawalForm(CrispyMixin, forms.Form):
    """Why a letter is taken back."""

    reason = forms.CharField(label="Alasan pembatalan", max_length=200)
    request_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class RulesForm(CrispyMixin, forms.Form):
    """When letters go out, and the wording of the reminder, from a day on."""

    since = DayField(label="Berlaku mulai")
    unit = forms.ChoiceField(label="Dihitung dalam", choices=CollectionRules.UNITS)
    first_after = forms.IntegerField(label="Surat pertama mulai", min_value=1, max_value=999)
    second_after = forms.IntegerField(label="Surat kedua mulai", min_value=1, max_value=999)
    third_after = forms.IntegerField(label="Surat ketiga mulai", min_value=1, max_value=999)
    days_between = forms.IntegerField(
        label="Jarak dari surat sebelumnya, paling sedikit (hari)", min_value=0, max_value=365
    )
    reminder = forms.CharField(
        label="Pesan pengingat",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "true"}),
    )
