"""What the office's profile adds to the world."""

from datetime import date
from uuid import uuid4

from upk.desk.example.villages.sample_paper import sample_upload
from upk.offices.models import Office, User
from upk.offices.stored_files import store_file
from upk.profile.models import LegalDocument
from upk.profile.services.profile import (
    NewDocument,
    NewOfficer,
    add_document,
    add_officer,
    end_officer,
    withdraw,
    write_text,
)

DAY = date(2010, 1, 20)


def add_profile(office: Office, by: User, elsewhere: User) -> dict[str, int]:
    """Ids by name: a text, an officer in office, one who left, one withdrawn, a document."""
    text = write_text(office, "vision", "Desa maju", since=DAY, request_key=uuid4(), by=by)
    officers = {
        name: add_officer(office, NewOfficer(name, name, DAY), request_key=uuid4(), by=by)
        for name in ("officer", "former_officer", "wrong_officer")
    }
    end_officer(officers["former_officer"], until=date(2010, 2, 1), by=by)
    withdraw(officers["wrong_officer"], by=by)
    new = NewDocument(LegalDocument.Kind.DECREE, "SK/1", DAY, "pengurus")
    document = add_document(office, new, upload=sample_upload(), request_key=uuid4(), by=by)
    foreign = store_file(elsewhere.office, sample_upload(), by=elsewhere)
    return {name: row.pk for name, row in officers.items()} | {
        "profile_text": text.pk,
        "legal_document": document.pk,
        "foreign_file": foreign.pk,
    }
