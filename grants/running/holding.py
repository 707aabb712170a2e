"""What every writer of grants begins with: office and phase held, the form's key spent once.

After the office comes the phase: whoever writes about its grants waits there, so that papers and
payments of a grant come one after the other.
"""

from uuid import UUID

from django.core.files.uploadedfile import UploadedFile

from grants.models import Grant, Phase
from upk.ledger.models import Submission
from upk.ledger.services import claim_submission, lock_office
from upk.offices.models import Office, User


def hold(phase: Phase, key: UUID, content: dict, *, by: User) -> tuple[Office, Submission, bool]:
    """The office and the phase held; the form's submission, and whether it came the first time.

    Call it first in a transaction. Raises ``ValidationError`` if the key was spent on something
    else.
    """
    office = lock_office(phase.office)
    Phase.objects.select_for_update(no_key=True).get(pk=phase.pk)
    submission, is_new = claim_submission(office, key, content, by=by)
    return office, submission, is_new


def hold_grant(
    grant: Grant, key: UUID, content: dict, *, by: User
) -> tuple[Office, Submission, bool]:
    """``hold`` for what is about one grant."""
    return hold(grant.decree.phase, key, {"grant": grant.pk, **content}, by=by)


def file_content(upload: UploadedFile | None) -> list:
    """What an upload is recognised by when a form is sent twice."""
    return [upload.name, upload.size] if upload else []
