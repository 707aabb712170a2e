"""Forms of the register: they check shape, services check state."""

from uuid import uuid4

from django import forms
from django.core.files.uploadedfile import UploadedFile

from maintenance.models import CONDITIONS, Ending, Infrastructure, Kind, Repair, SizeUnit
from maintenance.register.photos import NewPhoto, ready_photo
from maintenance.register.services import Facts, NewInfrastructure, NewRepair
from upk.forms import AmountField, CrispyMixin, DayField, PercentField
from upk.offices.models import User, Village
from upk.offices.photo_forms import PhotosMixin as PlainPhotosMixin
from upk.periods import today

NO_NAMES = "Jangan menulis nama orang atau NIK."


class PhotosMixin(PlainPhotosMixin):
    """Photos, and whether the place where they were taken is kept."""

    keeps_place = forms.BooleanField(
        label="Simpan juga tempat foto diambil (lokasi GPS)",
        required=False,
        help_text="Tanpa centang, lokasi dibuang dari foto.",
    )

    def clean(self) -> dict:
        data = super().clean()
        data.pop("keeps_place", None)
        return data

    def make_ready(self, upload: UploadedFile) -> NewPhoto:
        return ready_photo(upload, keeps_place=bool(self.cleaned_data.get("keeps_place")))


class CoordinateField(PercentField):
    """Degrees with up to six decimals; comma or point."""

    def __init__(self, **kwargs) -> None:
        super().__init__(
            **{"max_digits": 9, "decimal_places": 6, "min_value": None, "required": False} | kwargs
        )


class SizeField(PercentField):
    """A size with up to two decimals; comma or point."""

    def __init__(self, **kwargs) -> None:
        super().__init__(**{"max_digits": 9, "decimal_places": 2} | kwargs)


class FactsForm(CrispyMixin, forms.Form):
    """What the register says of a piece."""

    kind = forms.ChoiceField(label="Jenis", choices=[("", "Pilih …"), *Kind.choices])
    name = forms.CharField(label="Nama", max_length=100, help_text="Misalnya: Jalan rabat Dukuh A.")
    built_year = forms.IntegerField(label="Dibangun tahun", min_value=1950, max_value=2999)
    phase_year = forms.IntegerField(
        label="Tahun anggaran BLM",
        min_value=1998,
        max_value=2999,
        required=False,
        help_text="Kosongkan bila bukan dari dana program.",
    )
    cost = AmountField(label="Biaya", help_text="Tulis 0 bila tidak diketahui.")
    size = SizeField(label="Ukuran")
    unit = forms.ChoiceField(label="Satuan", choices=SizeUnit.choices)
    location = forms.CharField(label="Tempat", max_length=120, help_text="Dukuh, RT/RW, atau ruas.")
    latitude = CoordinateField(label="Lintang", help_text="Misalnya -7,412345. Boleh kosong.")
    longitude = CoordinateField(label="Bujur", help_text="Misalnya 110,812345. Boleh kosong.")
    team = forms.CharField(
        label="Tim pemelihara (TP3)",
        max_length=100,
        required=False,
        help_text=f"Nama timnya, misalnya TP3 Dukuh A. {NO_NAMES}",
    )
    request_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def facts(self) -> Facts:
        """The facts of a valid form."""
        return Facts(**{name: self.cleaned_data[name] for name in Infrastructure.CORRECTABLE})


class RegisterForm(FactsForm):
    """A piece that comes into the register."""

    village = forms.ModelChoiceField(Village.objects.none(), label="Desa")
    registered_on = DayField(
        label="Terdaftar sejak",
        help_text="Biasanya tanggal serah terima. Mulai triwulan itu ia ikut diperiksa.",
    )

    field_order = ["village", "registered_on"]

    def __init__(self, user: User, data=None, **kwargs) -> None:
        super().__init__(data, **kwargs)
        self.fields["village"].queryset = Village.objects.visible_to(user)

    def values(self) -> dict:
        """Arguments of ``add_infrastructure``."""
        data = self.cleaned_data
        new = NewInfrastructure(data["village"], self.facts())
        return {"new": new, "on": data["registered_on"], "request_key": data["request_key"]}


class CorrectForm(FactsForm):
    """A correction of the register."""

    changed_on = DayField(label="Tanggal perubahan")
    reason = forms.CharField(label="Alasan", max_length=150, help_text=NO_NAMES)

    def __init__(self, piece: Infrastructure, data=None) -> None:
        initial = {name: getattr(piece, name) for name in Infrastructure.CORRECTABLE}
        day = today(piece.village.office)
        super().__init__(data, initial=initial | {"changed_on": day})

    def values(self) -> dict:
        """Arguments of ``correct_infrastructure``."""
        names = ("changed_on", "reason", "request_key")
        return {"facts": self.facts()} | {name: self.cleaned_data[name] for name in names}


class EndForm(CrispyMixin, forms.Form):
    """A piece is no longer kept."""

    kind = forms.ChoiceField(label="Sebab", choices=Ending.Kind)
    ended_on = DayField(label="Tanggal berakhir")
    note = forms.CharField(label="Penjelasan", max_length=150, help_text=NO_NAMES)
    request_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class InspectionForm(PhotosMixin, CrispyMixin, forms.Form):
    """How a piece was found; filled in on a phone, at the road."""

    inspected_on = DayField(label="Tanggal diperiksa")
    condition = forms.ChoiceField(
        label="Kondisi", choices=CONDITIONS, widget=forms.RadioSelect,
        error_messages={"required": "Pilih kondisinya."},
    )  # fmt: skip
    notes = forms.CharField(
        label="Catatan", max_length=500, required=False,
        widget=forms.Textarea(attrs={"rows": 3}), help_text="Apa yang terlihat, di bagian mana.",
    )  # fmt: skip
    work_needed = forms.CharField(
        label="Pekerjaan yang diperlukan", max_length=500, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    inspector_name = forms.CharField(
        label="Diperiksa oleh orang lain",
        max_length=100,
        required=False,
        help_text="Kosongkan bila Anda sendiri yang memeriksa.",
    )
    reason = forms.CharField(label="Alasan perbaikan", max_length=150)
    request_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    FACTS = ("inspected_on", "condition", "notes", "work_needed", "inspector_name")

    def __init__(self, *args, is_correction: bool = False, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if not is_correction:
            del self.fields["reason"]


class RepairForm(PhotosMixin, CrispyMixin, forms.Form):
    """Work on a piece that no levy paid."""

    kind = forms.ChoiceField(label="Jenis perbaikan", choices=Repair.Kind)
    repaired_on = DayField(label="Tanggal")
    payer = forms.ChoiceField(
        label="Dibayar dari",
        choices=[c for c in Repair.Payer.choices if c[0] != Repair.Payer.LEVY],
        help_text="Yang dibayar dari iuran dicatat pada halaman Iuran.",
    )
    cost = AmountField(label="Biaya", help_text="Kerja bakti tanpa uang: tulis 0.")
    note = forms.CharField(label="Keterangan", max_length=150, required=False, help_text=NO_NAMES)
    request_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    field_order = ["kind", "repaired_on", "payer", "cost", "note"]

    def values(self) -> dict:
        """Arguments of ``add_repair``."""
        names = ("kind", "repaired_on", "cost", "payer", "note")
        return {
            "new": NewRepair(**{name: self.cleaned_data[name] for name in names}),
            "request_key": self.cleaned_data["request_key"],
        }


class PhotoForm(PhotosMixin, CrispyMixin, forms.Form):
    """Photos for the register."""


class ReasonForm(CrispyMixin, forms.Form):
    """Why something is taken back."""

    reason = forms.CharField(label="Alasan", max_length=150, help_text=NO_NAMES)
    request_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class ConfirmForm(CrispyMixin, forms.Form):
    """Nothing to fill in: the button is the answer."""


class PhotoReasonForm(CrispyMixin, forms.Form):
    """Why a photo doesn't belong there."""

    reason = forms.CharField(label="Alasan", max_length=150, help_text=NO_NAMES)


class WeightsForm(CrispyMixin, forms.Form):
    """What conditions are worth, from a day on."""

    since = DayField(label="Berlaku mulai")
    good = forms.IntegerField(label="Baik", min_value=1, max_value=100)
    slight = forms.IntegerField(label="Rusak ringan", min_value=0, max_value=100)
    heavy = forms.IntegerField(label="Rusak berat", min_value=0, max_value=100)
    broken = forms.IntegerField(label="Tidak berfungsi", min_value=0, max_value=100)
    carried = forms.IntegerField(
        label="Kondisi tetap dipakai tanpa pemeriksaan, paling lama (triwulan)",
        min_value=0,
        max_value=40,
    )
