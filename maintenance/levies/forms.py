"""Forms of the levies: they check shape, the services state.

Inputs of a village are named by it (``village-12``), so that a draft kept in the browser finds its
row again whatever else stands on the sheet.
"""

import uuid
from collections.abc import Sequence
from datetime import date

from django import forms
from django.conf import settings

from maintenance.levies.deciding import RuleDraft
from maintenance.levies.spending import SpendDraft
from maintenance.models import GradeRule, Infrastructure, LevyBankItem, LevyRule, Repair
from maintenance.rules.grade import GradeTerms
from upk.forms import AmountField, CrispyMixin, DayField
from upk.offices.models import Office, User, Village
from upk.offices.photo_forms import PaperField
from upk.periods import Quarter, add_months, today

NO_NAMES = "Tulis tanpa nama orang atau NIK."


def key_field() -> forms.UUIDField:
    """What a rendered form may do once."""
    return forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class QuarterForm(forms.Form):
    """The quarter that a list is about, by default the current one."""

    triwulan = forms.ChoiceField(label="Triwulan", required=False)

    def __init__(self, quarters: Sequence[Quarter], data) -> None:
        super().__init__(data)
        self.default = quarters[0]
        field = self.fields["triwulan"]
        field.choices = [(str(quarter), quarter.label) for quarter in quarters]
        field.initial = str(self.default)
        field.widget.attrs["class"] = "form-select"

    @property
    def quarter(self) -> Quarter:
        """The one asked for; the current one where it can't be read."""
        text = self.cleaned_data["triwulan"] if self.is_valid() else ""
        return Quarter.parse(text) if text else self.default


class SheetChoiceForm(QuarterForm):
    """The day and the quarter of a sheet of payments."""

    tanggal = DayField(label="Tanggal terima", required=False)
    field_order = ["tanggal", "triwulan"]

    def __init__(self, office: Office, quarters: Sequence[Quarter], data) -> None:
        self.day = today(office)
        given = data.copy()
        given["tanggal"] = given.get("tanggal") or self.day.isoformat()
        given["triwulan"] = given.get("triwulan") or str(Quarter.of(self.day))
        super().__init__(quarters, given)
        self.default = Quarter.of(self.day)
        self.fields["tanggal"].widget.attrs["class"] = "form-control"
        if self.is_valid():
            self.day = self.cleaned_data["tanggal"]


def payable_quarters(known: Sequence[Quarter], ahead: int) -> list[Quarter]:
    """``known`` (the newest first) with those that may be paid ahead before them."""
    latest = known[0]
    later = [Quarter.of(add_months(latest.start, 3 * n)) for n in range(ahead, 0, -1)]
    return [*later, *known]


class AmountsForm(forms.Form):
    """Amounts by village; ``amounts`` once it is valid. ``villages`` are those of the office."""

    request_key = key_field()

    def __init__(self, villages: Sequence[Village], data=None, *, initial=None) -> None:
        self.villages = {village.pk: village for village in villages}
        super().__init__(data, initial=initial)
        for village in villages:
            self.fields[f"village-{village.pk}"] = AmountField(label=village.name, required=False)

    @property
    def amounts(self) -> dict[Village, int]:
        """What was typed, empty ones left out."""
        given = self.cleaned_data
        found = {pk: given.get(f"village-{pk}") for pk in self.villages}
        return {self.villages[pk]: amount for pk, amount in found.items() if amount is not None}

    def cell(self, village: Village) -> forms.BoundField:
        """The input of a village."""
        return self[f"village-{village.pk}"]


class PaymentSheetForm(AmountsForm):
    """What villages brought on a day for a quarter."""

    received_on = DayField(widget=forms.HiddenInput)
    quarter = forms.CharField(max_length=6, widget=forms.HiddenInput)
    may_exceed = forms.BooleanField(
        label="Terima juga yang melebihi tagihan triwulan ini", required=False
    )

    def clean_quarter(self) -> Quarter:
        try:
            return Quarter.parse(self.cleaned_data["quarter"])
        except ValueError:
            raise forms.ValidationError("Triwulan ini tidak dikenal.") from None


class DepositForm(AmountsForm):
    """One trip to the bank."""

    deposited_on = DayField(widget=forms.HiddenInput)
    slip = forms.CharField(label="Nomor slip setoran", max_length=40, required=False)


class DayForm(forms.Form):
    """The day of a sheet, by default today."""

    tanggal = DayField(label="Tanggal setor", required=False)

    def __init__(self, office: Office, data) -> None:
        self.default = today(office)
        given = data.copy()
        given["tanggal"] = given.get("tanggal") or self.default.isoformat()
        super().__init__(given)

    @property
    def day(self) -> date:
        """The one asked for; today where it can't be read."""
        return self.cleaned_data["tanggal"] if self.is_valid() else self.default


class BankItemForm(CrispyMixin, forms.Form):
    """Interest, tax or a fee as the bank booked it."""

    happened_on = DayField(label="Tanggal")
    kind = forms.ChoiceField(label="Jenis", choices=LevyBankItem.Kind)
    amount = AmountField(label="Jumlah")
    request_key = key_field()


class SpendForm(CrispyMixin, forms.Form):
    """A repair that a village's levies pay; ``draft`` once it is valid."""

    infrastructure = forms.ModelChoiceField(Infrastructure.objects.none(), label="Prasarana")
    kind = forms.ChoiceField(label="Jenis perbaikan", choices=Repair.Kind)
    repaired_on = DayField(label="Tanggal")
    cost = AmountField(label="Biaya")
    note = forms.CharField(label="Keterangan", max_length=150, required=False, help_text=NO_NAMES)
    request_key = key_field()

    def __init__(self, village: Village, day: date, data=None) -> None:
        super().__init__(data, initial={"repaired_on": day})
        pieces = Infrastructure.objects.filter(village=village).standing(day)
        self.fields["infrastructure"].queryset = pieces.select_related("village__office")

    @property
    def draft(self) -> SpendDraft:
        """The repair as a value."""
        names = ("infrastructure", "kind", "repaired_on", "cost", "note")
        return SpendDraft(**{name: self.cleaned_data[name] for name in names})


class GradeRuleForm(CrispyMixin, forms.Form):
    """Weights, window and limits of the grade from a day on; the service says what is wrong."""

    since = DayField(label="Berlaku mulai")
    levy_weight = forms.IntegerField(label="Bobot iuran", min_value=0, max_value=100)
    condition_weight = forms.IntegerField(label="Bobot kondisi", min_value=0, max_value=100)
    quarters = forms.IntegerField(label="Banyaknya triwulan", min_value=1, max_value=20)
    a_from = forms.IntegerField(label="A mulai nilai", min_value=1, max_value=100)
    b_from = forms.IntegerField(label="B mulai nilai", min_value=1, max_value=100)
    c_from = forms.IntegerField(label="C mulai nilai", min_value=1, max_value=100)

    @property
    def terms(self) -> GradeTerms:
        """The figures as a value."""
        return GradeTerms(**{name: self.cleaned_data[name] for name in GradeRule.FIGURES})


class UndoForm(CrispyMixin, forms.Form):
    """Why and when something is taken back."""

    happened_on = DayField(label="Tanggal pembatalan")
    reason = forms.CharField(label="Alasan", max_length=150, help_text=NO_NAMES)
    request_key = key_field()


class RuleForm(CrispyMixin, forms.Form):
    """What a village decided; ``draft`` once it is valid."""

    village = forms.ModelChoiceField(Village.objects.none(), label="Desa")
    basis = forms.ChoiceField(label="Dasar", choices=LevyRule.Basis)
    number = forms.CharField(label="Nomor keputusan", max_length=60)
    decided_on = DayField(label="Tanggal keputusan")
    since = DayField(label="Berlaku mulai")
    amount = AmountField(label="Iuran setiap pembayar")
    per = forms.ChoiceField(label="Setiap", choices=LevyRule.Per)
    payers = forms.IntegerField(
        label="Jumlah pembayar", min_value=1, max_value=1_000_000,
        help_text="Kepala keluarga atau pengguna yang wajib membayar.",
    )  # fmt: skip
    file = PaperField(
        label="Foto atau PDF keputusan",
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,application/pdf"}),
        help_text=f"Paling besar {settings.UPLOAD_MEGABYTES} MB.",
    )
    request_key = key_field()

    def __init__(self, user: User, data=None, files=None, *, initial=None) -> None:
        super().__init__(data, files, initial=initial)
        self.fields["village"].queryset = Village.objects.visible_to(user)

    @property
    def draft(self) -> RuleDraft:
        """The decision as a value."""
        names = ("basis", "number", "decided_on", "since", "amount", "per", "payers")
        return RuleDraft(**{name: self.cleaned_data[name] for name in names})


class WithdrawRuleForm(CrispyMixin, forms.Form):
    """From when on a rule doesn't hold any more, and why."""

    since = DayField(label="Tidak berlaku mulai")
    reason = forms.CharField(label="Alasan", max_length=150, help_text=NO_NAMES)


class RuleFilterForm(forms.Form):
    """Which rules a list shows."""

    desa = forms.ModelChoiceField(
        Village.objects.none(), label="Desa", required=False, empty_label="Semua desa"
    )
    dasar = forms.ChoiceField(
        label="Dasar", required=False, choices=[("", "Semua"), *LevyRule.Basis.choices]
    )

    def __init__(self, user: User, data) -> None:
        super().__init__(data)
        self.fields["desa"].queryset = Village.objects.visible_to(user)
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select"


class PaymentFilterForm(forms.Form):
    """Which payments a list shows."""

    desa = forms.ModelChoiceField(
        Village.objects.none(), label="Desa", required=False, empty_label="Semua desa"
    )
    tahun = forms.IntegerField(label="Tahun iuran", required=False, min_value=2000, max_value=2999)
    tanggal = DayField(label="Diterima tanggal", required=False)

    def __init__(self, user: User, data) -> None:
        super().__init__(data)
        self.fields["desa"].queryset = Village.objects.visible_to(user)
        self.fields["desa"].widget.attrs["class"] = "form-select"
