"""Forms of the surplus: what the meeting resolved, the rule that it begins with, taking back."""

import uuid
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory

from closing.models import SurplusRule
from closing.surpluses import Resolution, ShareOf
from upk.forms import AmountField, CrispyMixin, DayField, PercentField
from upk.ledger.models import Account
from upk.offices.models import Office
from upk.periods import today

ROWS, MOST_ROWS = 6, 20
NO_NAMES = "Jangan menulis nama orang atau NIK."


def keeping_accounts(office: Office):
    """Accounts that can keep a share: liabilities and equity that no sub-ledger controls."""
    kinds = (Account.Kind.LIABILITY, Account.Kind.EQUITY)
    return office.accounts.free().filter(kind__in=kinds)


class ShareForm(forms.Form):
    """Who gets how much, and the account that keeps it; an empty line is left out."""

    name = forms.CharField(label="Untuk", max_length=80, required=False)
    account = forms.ChoiceField(label="Akun", required=False)
    percent = PercentField(label="Persen", max_value=100, required=False)
    step = AmountField(label="Dibulatkan ke bawah ke", required=False)

    def __init__(self, *args, accounts: dict[int, Account], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.accounts = accounts
        choices = [(pk, str(account)) for pk, account in accounts.items()]
        self.fields["account"].choices = [("", "Pilih …"), *choices]
        self.fields["account"].widget.attrs["class"] = "form-select"
        for name in ("name", "percent", "step"):
            self.fields[name].widget.attrs["class"] = "form-control"

    def clean(self) -> dict:
        data = self.cleaned_data
        if not self.errors and any(data.get(key) for key in ("name", "account", "percent")):
            for key in ("name", "account", "percent"):
                if not data.get(key):
                    self.add_error(key, "Lengkapi baris ini, atau kosongkan semuanya.")
        return data

    @property
    def share(self) -> ShareOf | None:
        """The share of a line that was filled in."""
        data = self.cleaned_data
        if not data.get("name"):
            return None
        account = self.accounts[int(data["account"])]
        return ShareOf(data["name"], account, data["percent"], data["step"] or 1)


class ShareFormSet(BaseFormSet):
    """The shares; those of the rule first, then empty lines."""

    def __init__(self, accounts: dict[int, Account], data=None, initial=None) -> None:
        super().__init__(data, initial=initial, prefix="bagian", form_kwargs={"accounts": accounts})

    @property
    def shares(self) -> tuple[ShareOf, ...]:
        return tuple(share for form in self.forms if (share := form.share))


Shares = formset_factory(
    ShareForm, ShareFormSet, extra=ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS
)


class SharingForm(CrispyMixin, forms.Form):
    """What both forms have: the accounts of reserve and capital, and the shares."""

    reserve_account = forms.ModelChoiceField(Account.objects.none(), label="Akun cadangan risiko")
    capital_account = forms.ModelChoiceField(Account.objects.none(), label="Akun tambahan modal")

    def __init__(self, office: Office, rule: SurplusRule | None, data=None, **kwargs) -> None:
        initial = kwargs.pop("initial", {})
        if rule:
            ends = {"reserve_account": rule.reserve_account_id,
                    "capital_account": rule.capital_account_id}  # fmt: skip
            initial = ends | initial
        super().__init__(data, initial=initial, **kwargs)
        accounts = list(keeping_accounts(office))
        for name in ("reserve_account", "capital_account"):
            self.fields[name].queryset = keeping_accounts(office)
        rows = [
            {"name": s.name, "account": s.account_id, "percent": s.percent, "step": s.step}
            for s in (rule.shares.all() if rule else ())
        ]
        self.lines = Shares({account.pk: account for account in accounts}, data, initial=rows)

    def is_valid(self) -> bool:
        return all([super().is_valid(), self.lines.is_valid()])


class ResolutionForm(SharingForm):
    """What the meeting resolved about a year's surplus."""

    number = forms.CharField(label="Nomor berita acara MAD", max_length=60)
    decided_on = DayField(label="Tanggal musyawarah")
    reserve = AmountField(
        label="Cadangan risiko", help_text="Dikurangkan dahulu. Tulis 0 bila tidak ada."
    )
    request_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    field_order = ["number", "decided_on", "reserve", "reserve_account", "capital_account"]

    @property
    def resolution(self) -> Resolution:
        data = self.cleaned_data
        return Resolution(
            data["number"],
            data["decided_on"],
            data["reserve"],
            self.lines.shares,
            data["reserve_account"],
            data["capital_account"],
        )


class RuleForm(SharingForm):
    """A new rule of shares from a day on."""

    since = DayField(label="Berlaku mulai")
    reserve_percent = PercentField(
        label="Cadangan risiko (% dari surplus)",
        max_value=100,
        required=False,
        help_text="Kosongkan bila musyawarah menyebut jumlahnya.",
    )

    field_order = ["since", "reserve_percent", "reserve_account", "capital_account"]

    def __init__(self, office: Office, rule: SurplusRule | None, data=None) -> None:
        initial = {"since": today(office), "reserve_percent": rule and rule.reserve_percent}
        super().__init__(office, rule, data, initial=initial)

    def clean(self) -> dict:
        if self.lines.is_valid() and not self.lines.shares:
            raise ValidationError("Isi sedikitnya satu bagian.")
        return self.cleaned_data

    def values(self) -> dict:
        """Arguments of ``add_surplus_rule``."""
        return {**self.cleaned_data, "shares": self.lines.shares}


class TakeBackForm(CrispyMixin, forms.Form):
    """Why something is taken back."""

    reason = forms.CharField(label="Alasan", max_length=150, help_text=NO_NAMES)
    request_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class WithdrawalForm(TakeBackForm):
    """The day and the reason why a decision is taken back."""

    happened_on = DayField(label="Tanggal pencabutan")

    field_order = ["happened_on", "reason"]

    def __init__(self, day: date, data=None) -> None:
        super().__init__(data, initial={"happened_on": day})


class ShownField(forms.JSONField):
    """The differences that a page showed, by product id; not more than a page has."""

    LONGEST = 5_000

    def to_python(self, value):
        if isinstance(value, str) and len(value) > self.LONGEST:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class ProvisionForm(forms.Form):
    """The confirmation of what a month's end needs: the differences as they were shown."""

    as_of = DayField(widget=forms.HiddenInput)
    shown = ShownField(widget=forms.HiddenInput)
    request_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def clean_shown(self) -> dict[int, int]:
        try:
            return {int(pk): int(amount) for pk, amount in self.cleaned_data["shown"].items()}
        except (AttributeError, OverflowError, TypeError, ValueError):
            raise ValidationError("Buka halamannya sekali lagi.") from None
