"""Forms of moving in: a file, and the word of the manager."""

import uuid

from django import forms

from upk.desk.moving.packed import LARGEST_FILE, MEGABYTE
from upk.forms import CrispyMixin


class UploadForm(CrispyMixin, forms.Form):
    """The workbook that was filled in."""

    file = forms.FileField(
        label="Buku kerja yang sudah diisi",
        help_text=f"XLSX, atau ZIP berisi berkas CSV; paling besar {LARGEST_FILE // MEGABYTE} MB.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.zip"}),
        allow_empty_file=True,
        error_messages={"required": "Pilih berkasnya dahulu."},
    )


class ConfirmForm(CrispyMixin, forms.Form):
    """The manager has seen the preview."""

    request_key = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)
