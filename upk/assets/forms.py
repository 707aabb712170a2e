"""Forms of the inventory: they check shape, services check state."""

import uuid
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from upk.assets.classes import FIXED
from upk.assets.models import AssetClass, Condition, Disposal
from upk.assets.services import MOST_AT_ONCE, Goods, Planned, payers
from upk.forms import AmountField, CrispyMixin, DayField
from upk.ledger.models import Account
from upk.offices.models import Office
from upk.periods import today

NO_NAMES = "Jangan menulis nama orang atau NIK."
MONTHS = "Masa manfaat (bulan)"


class GoodsForm(CrispyMixin, forms.Form):
    """What purchase and takeover have in common."""

    asset_class = forms.ModelChoiceField(AssetClass.objects.none(), label="Golongan")
    name = forms.CharField(label="Nama barang", max_length=100, help_text=NO_NAMES)
    quantity = forms.IntegerField(
        label="Jumlah barang",
        min_value=1,
        max_value=MOST_AT_ONCE,
        initial=1,
        help_text="Setiap barang mendapat nomor inventaris sendiri.",
    )
    unit_cost = AmountField(label="Harga satuan")
    location = forms.CharField(label="Tempat", max_length=80, initial="Kantor UPK")
    condition = forms.ChoiceField(label="Kondisi", choices=Condition, initial=Condition.GOOD)
    request_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, office: Office, data=None, **kwargs) -> None:
        super().__init__(data, **kwargs)
        classes = AssetClass.objects.filter(office=office, is_active=True)
        self.fields["asset_class"].queryset = classes

    def clean_unit_cost(self) -> int:
        if not self.cleaned_data["unit_cost"]:
            raise ValidationError("Harga harus lebih dari nol.")
        return self.cleaned_data["unit_cost"]

    def values(self) -> dict:
        """Arguments of the service."""
        data = dict(self.cleaned_data)
        names = ("asset_class", "name", "quantity", "unit_cost", "location", "condition")
        return {"goods": Goods(**{name: data.pop(name) for name in names}), **data}

    def show(self, planned: Planned) -> None:
        """Let the preview tell what saving would post; after ``values``."""
        self.moves = planned.moves
        self.cleaned_data["happened_on"] = planned.happened_on
        self.cleaned_data["memo"] = planned.memo(self.values()["goods"])


class PurchaseForm(GoodsForm):
    """Something is bought."""

    bought_on = DayField(label="Tanggal beli")
    paid_from = forms.ModelChoiceField(Account.objects.none(), label="Dibayar dari")

    field_order = [
        "bought_on", "asset_class", "name", "quantity", "unit_cost", "paid_from", "location",
    ]  # fmt: skip

    def __init__(self, office: Office, data=None) -> None:
        super().__init__(office, data, initial={"bought_on": today(office)})
        self.fields["paid_from"].queryset = payers(office)


class TakeoverForm(GoodsForm):
    """Something was there before the books were kept here."""

    taken_on = DayField(label="Tanggal saldo awal")
    bought_on = DayField(label="Tanggal beli")
    opening = AmountField(
        label="Penyusutan sampai tanggal saldo awal, setiap barang",
        help_text="Tulis 0 bila belum disusutkan.",
    )
    against = forms.ModelChoiceField(Account.objects.none(), label="Nilai bukunya pada akun modal")

    field_order = [
        "taken_on", "bought_on", "asset_class", "name", "quantity", "unit_cost", "opening",
        "against", "location",
    ]  # fmt: skip

    def __init__(self, office: Office, data=None) -> None:
        equity = office.accounts.free().filter(kind=Account.Kind.EQUITY)
        initial = {"taken_on": today(office), "against": equity.filter(code="3.3.01.01").first()}
        super().__init__(office, data, initial=initial)
        self.fields["against"].queryset = equity


class ConditionForm(CrispyMixin, forms.Form):
    """How and where a thing was found."""

    checked_on = DayField(label="Tanggal diperiksa")
    condition = forms.ChoiceField(label="Kondisi", choices=Condition)
    location = forms.CharField(label="Tempat", max_length=80)
    note = forms.CharField(label="Catatan", max_length=150, required=False, help_text=NO_NAMES)


class DisposalForm(CrispyMixin, forms.Form):
    """A thing leaves the books."""

    happened_on = DayField(label="Tanggal")
    kind = forms.ChoiceField(label="Cara", choices=Disposal.Kind)
    proceeds = AmountField(
        label="Hasil penjualan", required=False, help_text="Kosongkan bila tidak dijual."
    )
    received_in = forms.ModelChoiceField(
        Account.objects.none(), label="Diterima di", required=False
    )
    note = forms.CharField(label="Keterangan", max_length=150, required=False, help_text=NO_NAMES)
    request_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, office: Office, data=None) -> None:
        super().__init__(data, initial={"happened_on": today(office)})
        self.fields["received_in"].queryset = office.accounts.free().own_money()

    def clean_proceeds(self) -> int:
        return self.cleaned_data["proceeds"] or 0


class DepreciationForm(forms.Form):
    """The confirmation of the months that lack depreciation: their sum as it was shown."""

    through = DayField(widget=forms.HiddenInput)
    shown = forms.IntegerField(widget=forms.HiddenInput)
    request_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class UndoForm(CrispyMixin, forms.Form):
    """Why something is taken back."""

    reason = forms.CharField(label="Alasan", max_length=150, help_text=NO_NAMES)
    request_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class UndoAcquisitionForm(UndoForm):
    """The day and the reason why an acquisition is taken back."""

    happened_on = DayField(label="Tanggal pembatalan")

    field_order = ["happened_on", "reason"]

    def __init__(self, day: date, data=None) -> None:
        super().__init__(data, initial={"happened_on": day})


class ClassChangeForm(CrispyMixin, forms.Form):
    """What may change of a class."""

    name = forms.CharField(label="Nama golongan", max_length=60)
    gain = forms.ModelChoiceField(Account.objects.none(), label="Akun laba pelepasan")
    loss = forms.ModelChoiceField(Account.objects.none(), label="Akun rugi pelepasan")
    is_active = forms.BooleanField(label="Dipakai", required=False)

    def __init__(self, office: Office, data=None, **kwargs) -> None:
        super().__init__(data, **kwargs)
        self.accounts = office.accounts.postable()
        self._offer("gain", Account.Kind.INCOME)
        self._offer("loss", Account.Kind.EXPENSE)

    def _offer(self, name: str, kind: str) -> None:
        self.fields[name].queryset = self.accounts.filter(kind=kind, subledger="")


class ClassForm(ClassChangeForm):
    """A new class."""

    account = forms.ModelChoiceField(Account.objects.none(), label="Akun aset")
    accumulated = forms.ModelChoiceField(
        Account.objects.none(), label="Akun akumulasi penyusutan", required=False
    )
    expense = forms.ModelChoiceField(
        Account.objects.none(), label="Akun beban penyusutan", required=False
    )
    months = forms.IntegerField(
        label=MONTHS,
        min_value=1,
        max_value=1200,
        required=False,
        help_text="Kosongkan dengan kedua akun penyusutan bila tidak disusutkan.",
    )
    since = DayField(label="Berlaku mulai")

    field_order = ["name", "account", "accumulated", "expense", "months", "since", "gain", "loss"]

    def __init__(self, office: Office, data=None) -> None:
        super().__init__(office, data, initial={"since": today(office)})
        del self.fields["is_active"]
        own = Q(subledger__in=("", "assets"), code__startswith=FIXED)
        for name, kind in [
            ("account", Account.Kind.ASSET),
            ("accumulated", Account.Kind.CONTRA_ASSET),
        ]:
            self.fields[name].queryset = self.accounts.filter(own, kind=kind)
        self._offer("expense", Account.Kind.EXPENSE)


class LifeForm(CrispyMixin, forms.Form):
    """A useful life from a day on."""

    since = DayField(label="Untuk barang yang dibeli mulai")
    months = forms.IntegerField(label=MONTHS, min_value=1, max_value=1200)


class AsOfForm(forms.Form):
    """The day of the list, by default today."""

    per = DayField(label="Per tanggal", required=False)

    def __init__(self, office: Office, data) -> None:
        self.default = today(office)
        given = data.copy()
        given["per"] = given.get("per") or self.default.isoformat()
        super().__init__(given)

    @property
    def day(self) -> date:
        return self.cleaned_data["per"] if self.is_valid() else self.default
