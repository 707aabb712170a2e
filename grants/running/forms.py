"""Forms of grants and of what their teams hand in: they check shape, services check state."""

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory

from grants.models import Contribution, Grant, Phase, Tranche
from grants.running.agreements import Line, NewAgreement, NewTeam
from grants.running.decrees import NewDecree, grantable
from grants.running.field import Given
from grants.running.handing_in import Sheet, budget_left
from maintenance.models import Kind, SizeUnit
from upk.forms import AmountField, DayField, KeyedForm, PercentField, RowsField
from upk.money import rupiah
from upk.offices.models import Office, Person
from upk.offices.photo_forms import PaperField
from upk.periods import today

ACCEPT = {"accept": "image/jpeg,image/png,application/pdf"}
MOST_LINES = 12
NO_NAMES = "Jangan menulis nama orang atau NIK."


def file_field(label: str, *, required: bool = False) -> PaperField:
    """A photo or PDF from the disk or the camera."""
    return PaperField(
        label=label,
        required=required,
        widget=forms.FileInput(attrs=ACCEPT),
        error_messages={"required": "Pilih berkasnya dahulu."},
    )


def percent_field(label: str, **more) -> PercentField:
    return PercentField(label=label, max_digits=5, decimal_places=2, max_value=100, **more)


class StepForm(KeyedForm):
    """A form that may do once what it says."""

    def values(self) -> dict:
        """Arguments of the service."""
        return dict(self.cleaned_data)


class DatedForm(StepForm):
    """``StepForm`` with days that begin with the office's today: those in ``days``."""

    days: tuple[str, ...] = ()

    def __init__(self, office: Office, data=None, files=None, **kwargs) -> None:
        initial = dict.fromkeys(self.days, today(office)) | kwargs.pop("initial", {})
        super().__init__(data, files, initial=initial, **kwargs)


class DecreeForm(DatedForm):
    """The camat's decree and the proposals that it is about."""

    days = ("decided_on",)
    number = forms.CharField(label="Nomor SPC", max_length=60)
    decided_on = DayField(label="Tanggal SPC")
    camat = forms.CharField(label="Camat yang menetapkan", max_length=120)
    file = file_field("Foto atau PDF SPC")
    proposals = RowsField(
        queryset=None,
        label="Usulan yang ditetapkan",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Centang paling sedikit satu usulan."},
    )

    def __init__(self, phase: Phase, data=None, files=None) -> None:
        super().__init__(phase.office, data, files)
        found = grantable(phase)
        field = self.fields["proposals"]
        field.queryset = phase.proposals.filter(pk__in=[p.pk for p in found])
        field.choices = [
            (p.pk, f"{p.code} {p.title}, Desa {p.village}: {rupiah(p.approved)}") for p in found
        ]
        field.initial = [p.pk for p in found]

    def values(self) -> dict:
        data = dict(self.cleaned_data)
        new = NewDecree(data["number"], data["decided_on"], data["camat"], data["file"])
        return {
            "new": new,
            "proposals": list(data["proposals"]),
            "request_key": data["request_key"],
        }


class CancelForm(DatedForm):
    """Why something is taken back, and when."""

    days = ("happened_on",)
    happened_on = DayField(label="Tanggal pembatalan")
    reason = forms.CharField(label="Alasan", max_length=150, help_text=NO_NAMES)


class TeamForm(DatedForm):
    """The three of the village team."""

    days = ("since",)
    since = DayField(label="Bertugas sejak")
    chair = forms.ModelChoiceField(Person.objects.none(), label="Ketua TPK")
    secretary = forms.ModelChoiceField(Person.objects.none(), label="Sekretaris TPK")
    treasurer = forms.ModelChoiceField(Person.objects.none(), label="Bendahara TPK")
    bank = forms.CharField(label="Bank TPK", max_length=60)
    bank_account = forms.CharField(label="Nomor rekening TPK", max_length=40)

    def __init__(self, grant: Grant, data=None) -> None:
        initial = {"since": grant.decree.decided_on}
        super().__init__(grant.office, data, initial=initial)
        people = Person.objects.named().filter(village=grant.proposal.village)
        for name in ("chair", "secretary", "treasurer"):
            self.fields[name].queryset = people
        self.fields["chair"].help_text = "Warga desa ini yang tercatat di daftar Orang."

    def values(self) -> dict:
        data = dict(self.cleaned_data)
        key = data.pop("request_key")
        return {"new": NewTeam(**data), "request_key": key}


class LineForm(forms.Form):
    """A line of the budget."""

    text = forms.CharField(
        label="Uraian",
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )
    amount = AmountField(label="Dari BLM", required=False)
    contribution = AmountField(label="Dari swadaya", required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name, total in (("amount", "blm"), ("contribution", "swadaya")):
            self.fields[name].widget.attrs |= {"class": "form-control", "data-sum": total}

    def clean(self) -> dict:
        data = self.cleaned_data
        has_money = bool(data.get("amount") or data.get("contribution"))
        if has_money and not (data.get("text") or "").strip():
            self.add_error("text", "Tulis untuk apa.")
        if (data.get("text") or "").strip() and not has_money and not self.errors:
            self.add_error("amount", "Isi jumlahnya.")
        return data


class LineFormSet(BaseFormSet):
    """The budget; empty lines are left out."""

    def lines(self) -> tuple[Line, ...]:
        return tuple(
            Line(data["text"].strip(), data["amount"] or 0, data["contribution"] or 0)
            for data in (form.cleaned_data for form in self.forms)
            if data.get("text", "").strip()
        )


Lines = formset_factory(
    LineForm, LineFormSet, extra=MOST_LINES, max_num=MOST_LINES, absolute_max=MOST_LINES
)


class AgreementForm(DatedForm):
    """The agreement, with ``lines``: its budget."""

    days = ("signed_on",)
    number = forms.CharField(label="Nomor SPPB", max_length=60)
    signed_on = DayField(label="Tanggal SPPB")
    upk_signer = forms.CharField(label="Ditandatangani untuk UPK oleh", max_length=120)
    pjok_signer = forms.CharField(label="PjOK", max_length=120)
    file = file_field("Foto atau PDF SPPB")

    def __init__(self, grant: Grant, data=None, files=None) -> None:
        super().__init__(grant.office, data, files)
        self.grant = grant
        first = [{"text": grant.proposal.title[:120], "amount": grant.amount}]
        if grant.proposal.swadaya:
            first[0]["contribution"] = grant.proposal.swadaya
        initial = None if data else first
        self.lines = Lines(data, prefix="baris", initial=initial)
        self.lines.extra = MOST_LINES - len(initial or [])

    def is_valid(self) -> bool:
        return all([super().is_valid(), self.lines.is_valid()])

    def values(self) -> dict:
        data = dict(self.cleaned_data)
        key = data.pop("request_key")
        return {"new": NewAgreement(**data, lines=self.lines.lines()), "request_key": key}


class SheetForm(DatedForm):
    """What every paper has."""

    days = ("made_on",)
    made_on = DayField(label="Tanggal")
    note = forms.CharField(label="Catatan", max_length=250, required=False, help_text=NO_NAMES)
    file = file_field("Foto atau PDF-nya")

    def values(self) -> dict:
        data = dict(self.cleaned_data)
        sheet = Sheet(data.pop("made_on"), data.pop("note"), data.pop("file"))
        return {"sheet": sheet, **data}


class PlanForm(SheetForm):
    """What a tranche is to be spent on, by line of the budget."""

    field_order = ["made_on"]

    def __init__(self, tranche: Tranche, data=None, files=None) -> None:
        super().__init__(tranche.agreement.grant.office, data, files)
        self.names = {}
        rest = tranche.amount
        for line, left in budget_left(tranche).items():
            name = f"baris-{line.pk}"
            usual = min(rest, left)
            rest -= usual
            self.names[name] = line.pk
            self.fields[name] = AmountField(
                label=line.text, required=False, initial=usual or None,
                help_text=f"Sisa RAB {rupiah(left)}.",
            )  # fmt: skip
        self.order_fields(["made_on", *self.names, "note", "file"])

    def values(self) -> dict:
        data = super().values()
        amounts = {pk: data.pop(name) or 0 for name, pk in self.names.items()}
        return {"amounts": amounts, **data}


class ApproveForm(DatedForm):
    """The manager's approval of a plan."""

    days = ("approved_on",)
    approved_on = DayField(label="Tanggal persetujuan")


class UseForm(SheetForm):
    """What of the money was used."""

    used = AmountField(
        label="Jumlah yang digunakan",
        help_text="Isi 0 hanya untuk menarik LPD yang sudah tercatat.",
    )
    field_order = ["made_on", "used", "note", "file"]

    def __init__(self, tranche: Tranche, data=None, files=None) -> None:
        office = tranche.agreement.grant.office
        super().__init__(office, data, files, initial={"used": tranche.amount})


class CheckForm(SheetForm):
    """What somebody saw in the field."""

    percent = percent_field("Kemajuan fisik (%)")
    is_passed = forms.TypedChoiceField(
        label="Hasil",
        choices=[("ya", "Siap: dana dapat dicairkan"), ("tidak", "Belum siap")],
        coerce=lambda value: value == "ya",
        widget=forms.RadioSelect,
    )
    inspector = forms.CharField(label="Diperiksa oleh", max_length=120)
    field_order = ["made_on", "percent", "is_passed", "inspector", "note", "file"]


class MeetingForm(SheetForm):
    """The accountability meeting."""

    attendance = forms.IntegerField(label="Jumlah peserta", min_value=1, max_value=100_000)
    is_passed = forms.TypedChoiceField(
        label="Keputusan musyawarah",
        choices=[("ya", "Pertanggungjawaban diterima"), ("tidak", "Belum diterima")],
        coerce=lambda value: value == "ya",
        widget=forms.RadioSelect,
    )
    field_order = ["made_on", "attendance", "is_passed", "note", "file"]


class ProgressForm(DatedForm):
    """How far the work is."""

    days = ("measured_on",)
    measured_on = DayField(label="Tanggal")
    percent = percent_field("Kemajuan fisik (%)")
    reason = forms.CharField(
        label="Alasan",
        max_length=200,
        required=False,
        help_text="Wajib bila turun dari sebelumnya.",
    )
    file = file_field("Foto")


class ContributionForm(DatedForm):
    """What the village gave."""

    days = ("given_on",)
    given_on = DayField(label="Tanggal")
    kind = forms.ChoiceField(label="Bentuk", choices=Contribution.Kind)
    amount = AmountField(label="Nilainya dalam rupiah")
    quantity = forms.DecimalField(
        label="Volume", max_digits=10, decimal_places=2, min_value=0, required=False,
        localize=True, widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        help_text="Kosongkan untuk uang.",
    )  # fmt: skip
    unit = forms.CharField(
        label="Satuan", max_length=20, required=False, help_text="Misalnya HOK, m³, atau zak."
    )
    note = forms.CharField(label="Uraian", max_length=150, required=False, help_text=NO_NAMES)

    def clean_amount(self) -> int:
        if self.cleaned_data["amount"] is None:
            raise ValidationError("Isi nilainya.")
        return self.cleaned_data["amount"]

    def values(self) -> dict:
        data = dict(self.cleaned_data)
        key = data.pop("request_key")
        return {"given": Given(**data), "request_key": key}


class FinishForm(SheetForm):
    """The final report of work that isn't built."""

    file = file_field("Laporan akhir (foto atau PDF)", required=True)


class FinishBuiltForm(FinishForm):
    """The final report of physical work, with what the register is told."""

    name = forms.CharField(label="Nama prasarana", max_length=100)
    kind = forms.ChoiceField(label="Jenis prasarana", choices=Kind)
    size = forms.DecimalField(
        label="Ukuran", max_digits=9, decimal_places=2, min_value=0, localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )  # fmt: skip
    unit = forms.ChoiceField(label="Satuan", choices=SizeUnit)
    location = forms.CharField(label="Tempat", max_length=120)
    built_year = forms.IntegerField(label="Dibangun tahun", min_value=1950, max_value=2999)
    team = forms.CharField(
        label="Tim pemelihara (TP3)",
        max_length=100,
        required=False,
    )
    field_order = [
        "made_on", "file", "name", "kind", "size", "unit", "location", "built_year", "team", "note",
    ]  # fmt: skip
    BUILT = ("name", "kind", "size", "unit", "location", "built_year", "team")

    def __init__(self, grant: Grant, data=None, files=None) -> None:
        proposal = grant.proposal
        initial = {
            "name": proposal.title[:100], "location": proposal.location[:120],
            "built_year": grant.decree.phase.year,
        }  # fmt: skip
        super().__init__(grant.office, data, files, initial=initial)

    def values(self) -> dict:
        data = super().values()
        return {"built": {name: data.pop(name) for name in self.BUILT}, **data}
