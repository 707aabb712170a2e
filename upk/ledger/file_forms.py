"""Forms of the files of an entry."""

from django import forms

from upk.forms import CrispyMixin
from upk.offices.photo_forms import PaperField


class AttachForm(forms.Form):
    """A photo or PDF from the disk or the camera."""

    file = PaperField(
        label="Foto atau PDF bukti",
        widget=forms.ClearableFileInput(
            attrs={"accept": "image/jpeg,image/png,application/pdf", "class": "form-control"}
        ),
        error_messages={"required": "Pilih berkasnya dahulu."},
    )


class WithdrawForm(CrispyMixin, forms.Form):
    """Why a file doesn't belong to its entry."""

    reason = forms.CharField(
        label="Alasan", max_length=150, help_text="Jangan menulis nama orang atau NIK."
    )
