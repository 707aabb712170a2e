"""Fields for photos and papers, made ready to keep before anything is locked."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from upk.offices.uploads import ReadyPhoto, ready_paper, ready_photo

PICTURES = "image/jpeg,image/png"
CHOOSE_AGAIN = "Foto tidak ikut tersimpan. Pilih fotonya sekali lagi sebelum mengirim."


class PaperField(forms.FileField):
    """A paper: a PDF stays as it is, a photo of one is drawn anew, so that nothing else is kept
    that its file held, the place where it was taken included.
    """

    def clean(self, data, initial=None) -> object:
        found = super().clean(data, initial)
        return ready_paper(found) if isinstance(found, UploadedFile) else found


class ManyFilesInput(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Photos, made ready to keep (``upk.offices.uploads``); says of each that isn't one why not."""

    widget = ManyFilesInput(attrs={"accept": PICTURES, "multiple": True})

    def clean(self, data, initial=None) -> list:
        uploads = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(PhotosField, self).clean(upload, initial) for upload in uploads]


class PhotosMixin(forms.Form):
    """Photos from the camera and from the phone's own collection; where they were taken goes."""

    camera = forms.FileField(
        label="Ambil foto",
        required=False,
        widget=forms.FileInput(attrs={"accept": PICTURES, "capture": "environment"}),
    )
    photos = PhotosField(label="Pilih foto yang sudah ada", required=False)

    def clean(self) -> dict:
        data = super().clean()
        found = []
        for name in ("camera", "photos"):
            given = data.pop(name, None) or []
            for upload in given if isinstance(given, list) else [given]:
                try:
                    found.append(self.make_ready(upload))
                except ValidationError as error:
                    self.add_error(name, error)
        data["photos"] = found
        if self.errors and self.files:
            self.ask_for_photos_again()
        return data

    def make_ready(self, upload: UploadedFile) -> object:
        """The photo as it is kept. Raises ``ValidationError`` for what is no photo."""
        return ready_photo(upload)

    def ask_for_photos_again(self) -> None:
        """Say that the browser doesn't keep the photos of a form that is shown again."""
        self.add_error("photos", CHOOSE_AGAIN)

    @property
    def ready(self) -> list[ReadyPhoto]:
        """The photos of a valid form."""
        return self.cleaned_data["photos"]
