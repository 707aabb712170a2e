"""What a report on screen can be asked: which period, which villages, which product."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, Min, OuterRef

from grants.models import Phase
from loans.models import Loan, Product
from loans.papers.markup import LONGEST
from reports.models import Layout
from reports.period import ReportPeriod
from reports.question import Options
from upk.forms import CrispyMixin, DayField
from upk.ledger.models import Account, Entry, Posting
from upk.offices.models import Office, User, Village
from upk.periods import Quarter, format_date, today

ASKED_BY_SOME = ("susunan", "akun", "penutupan", "tahun")
"""Fields of some reports alone: ``Definition.asks``."""

AFTER = "sesudah"


class ReportForm(forms.Form):
    """The filters above a report; empty means today, all villages, all products."""

    triwulan = forms.ChoiceField(label="Triwulan", required=False)
    tanggal = DayField(label="atau sampai tanggal", required=False)
    produk = forms.ModelChoiceField(
        Product.objects.none(), label="Produk", required=False, empty_label="Semua produk"
    )
    desa = forms.ModelChoiceField(
        Village.objects.none(), label="Desa", required=False, empty_label="Semua desa"
    )
    susunan = forms.ChoiceField(
        label="Susunan", required=False, choices=[("", "Pengaturan kantor"), *Layout.choices]
    )
    akun = forms.ModelChoiceField(
        Account.objects.none(), label="Akun", required=False, empty_label="Semua akun"
    )
    penutupan = forms.ChoiceField(
        label="Jurnal penutup tahun ini",
        required=False,
        choices=[("", "Sebelum penutupan"), (AFTER, "Setelah penutupan")],
    )

    tahun = forms.TypedChoiceField(
        label="Tahun anggaran", required=False, coerce=int, empty_value=None
    )

    def __init__(
        self,
        *args,
        user: User,
        by_village: bool = True,
        by_product: bool = True,
        asks: tuple[str, ...] = (),
        **kwargs,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.office = user.office
        self.today = today(self.office)
        self.fields["triwulan"].choices = [
            ("", "– menurut tanggal –"),
            *((str(q), q.label) for q in _quarters(self.office, self.today)),
        ]
        self.fields["tanggal"].widget.attrs["max"] = self.today.isoformat()
        self.fields["produk"].queryset = Product.objects.filter(office=self.office)
        self.fields["desa"].queryset = Village.objects.visible_to(user)
        if not by_village:
            del self.fields["desa"]
        if not (by_village and by_product):
            del self.fields["produk"]
        for name in ASKED_BY_SOME:
            if name not in asks:
                del self.fields[name]
        if "akun" in asks:
            self._offer_accounts()
        if "tahun" in asks:
            years = Phase.objects.filter(office=self.office).values_list("year", flat=True)
            choices = [(year, str(year)) for year in years]
            self.fields["tahun"].choices = [("", "Semua tahun anggaran"), *choices]
        for field in self.fields.values():
            is_choice = isinstance(field, forms.ChoiceField)
            field.widget.attrs["class"] = "form-select" if is_choice else "form-control"

    def _offer_accounts(self) -> None:
        """Any account may be asked for; those never moved aren't offered: a light page."""
        field, own = self.fields["akun"], self.office.accounts.filter(is_header=False)
        field.queryset = own
        moved = own.filter(
            Exists(Posting.objects.filter(debit=OuterRef("pk")))
            | Exists(Posting.objects.filter(credit=OuterRef("pk")))
        )
        offered = [(account.pk, str(account)) for account in moved]
        field.widget.choices = [("", field.empty_label), *offered]

    def clean_triwulan(self) -> Quarter | None:
        text = self.cleaned_data["triwulan"]
        return Quarter.parse(text) if text else None

    def clean_tanggal(self) -> date | None:
        day = self.cleaned_data["tanggal"]
        if day and day > self.today:
            raise ValidationError(
                f"Tanggal itu belum tiba; paling akhir {format_date(self.today)}.", code="future"
            )
        return day

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("triwulan") and cleaned.get("tanggal"):
            self.add_error("tanggal", "Pilih triwulan atau tanggal, bukan keduanya.")
        return cleaned

    @property
    def period(self) -> ReportPeriod:
        """The quarter (up to today while it runs), else the month up to the day."""
        if quarter := self.cleaned_data.get("triwulan"):
            return ReportPeriod.of_quarter(quarter, until=self.today)
        return ReportPeriod.up_to(self.cleaned_data.get("tanggal") or self.today)

    @property
    def villages(self) -> list[Village]:
        """The village asked for, in a list; empty for all."""
        village = self.cleaned_data.get("desa")
        return [village] if village else []

    @property
    def options(self) -> Options:
        """What only some statements are asked."""
        data = self.cleaned_data
        return Options(
            layout=data.get("susunan", ""),
            account=data.get("akun"),
            after_closing=data.get("penutupan") == AFTER,
            year=data.get("tahun"),
        )


class LayoutForm(CrispyMixin, forms.Form):
    """The layout of the balance sheet from a day on."""

    layout = forms.ChoiceField(label="Susunan", choices=Layout.choices, widget=forms.RadioSelect)
    since = DayField(label="Berlaku mulai")


class NoteForm(CrispyMixin, forms.Form):
    """A note's wording from a day on; the service says what is wrong with it."""

    since = DayField(label="Berlaku mulai")
    body = forms.CharField(
        label="Naskah",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "true"}),
        help_text=(
            "Baris kosong memulai alinea baru. **tebal** mencetak tebal. "
            "Baris yang mulai dengan 1. menjadi daftar."
        ),
    )


def _quarters(office: Office, until: date) -> list[Quarter]:
    """From the quarter of the first loan or entry to the present one, the newest first."""
    lent = Loan.objects.filter(office=office).aggregate(first=Min("disbursed_on"))["first"]
    posted = Entry.objects.filter(office=office).aggregate(first=Min("happened_on"))["first"]
    first = min(day for day in (lent, posted, until) if day)
    quarter, oldest = Quarter.of(until), Quarter.of(first)
    found = [quarter]
    while quarter > oldest:
        quarter = quarter.previous()
        found.append(quarter)
    return found
