"""Forms of the office's profile; the services say what is wrong with what they hold."""

from django import forms

from upk.forms import CrispyMixin, DayField, KeyedForm
from upk.offices.photo_forms import PaperField
from upk.profile.models import LegalDocument


class TextForm(KeyedForm):
    """One of the profile's texts from a day on."""

    since = DayField(label="Berlaku mulai")
    text = forms.CharField(
        label="Naskah",
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "true"}),
        help_text=(
            "Baris kosong memulai alinea baru. Baris yang mulai dengan 1. menjadi daftar. "
            "Kosongkan untuk menghilangkan bagian ini."
        ),
    )


class OfficerForm(KeyedForm):
    """Somebody who takes office."""

    title = forms.CharField(label="Jabatan", max_length=80)
    name = forms.CharField(label="Nama", max_length=120)
    since = DayField(label="Menjabat sejak")
    signs = forms.BooleanField(
        label="Menandatangani laporan",
        required=False,
        help_text="Hanya nama yang menandatangani tampil di halaman publik; yang lain jabatannya.",
    )

    def values(self) -> dict:
        """The officer without the form's key."""
        return {name: self.cleaned_data[name] for name in ("title", "name", "since", "signs")}


class OfficerEndForm(CrispyMixin, forms.Form):
    """An officer's last day."""

    until = DayField(label="Hari terakhir menjabat")


class DocumentForm(KeyedForm):
    """A legal document and its scan."""

    kind = forms.ChoiceField(label="Jenis", choices=LegalDocument.Kind)
    number = forms.CharField(label="Nomor", max_length=80)
    dated_on = DayField(label="Tanggal")
    subject = forms.CharField(label="Tentang", max_length=200, required=False)
    file = PaperField(
        label="Berkas (PDF atau foto)",
        required=False,
        widget=forms.ClearableFileInput(
            attrs={"accept": "application/pdf,image/jpeg,image/png", "class": "form-control"}
        ),
    )
    is_public = forms.BooleanField(
        label="Tampil di halaman publik",
        required=False,
        initial=True,
        help_text="Berkasnya dapat diunduh siapa saja. Jangan memuat NIK atau alamat orang.",
    )

    def values(self) -> dict:
        """The document without file and key."""
        names = ("kind", "number", "dated_on", "subject", "is_public")
        return {name: self.cleaned_data[name] for name in names}
