"""Drafts of quarterly packs: made beside the request, looked at for a day, kept nowhere else.

A draft says how the books stood when it was begun. It is no record: what is known of it stands in a
file beside its PDF, which is made anew whenever it is asked for. One draft is made at a time for
each office, so that nobody can keep the machine busy with twelve quarters at once.
"""

import json
import logging
import time
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import partial
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from reports.pack import build_pack
from reports.render.pack import render_pack_pdf
from reports.render.pdf import PdfError
from upk import background
from upk.offices.models import Office
from upk.periods import Quarter

logger = logging.getLogger(__name__)

FOLDER = "drafts"
KEPT_SECONDS = 24 * 60 * 60
"""So long a draft can be fetched [chosen]; then it goes when the next one is made."""


class Stage(StrEnum):
    """How far a draft is, in this order."""

    WAITING = "waiting"
    FIGURES = "figures"
    PAGES = "pages"
    DONE = "done"
    FAILED = "failed"


STEPS = (Stage.WAITING, Stage.FIGURES, Stage.PAGES)
"""What is done one after the other while it is made."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What is known of a draft: its stage, when it was begun (ISO), why it failed."""

    stage: Stage
    begun: str
    problem: str = ""

    @property
    def begun_at(self) -> datetime:
        """When its figures were those of the books."""
        return datetime.fromisoformat(self.begun)

    @property
    def is_done(self) -> bool:
        """Whether its PDF can be fetched."""
        return self.stage == Stage.DONE

    @property
    def steps_done(self) -> int:
        """How many of ``STEPS`` lie behind it."""
        return STEPS.index(self.stage) if self.stage in STEPS else len(STEPS)


def draft_of(office: Office, quarter: Quarter) -> Draft | None:
    """The office's draft of a quarter, if there is one."""
    try:
        plain = json.loads(_path(office.pk, quarter, "json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return Draft(**plain | {"stage": Stage(plain["stage"])})


def is_being_made(office: Office, quarter: Quarter) -> bool:
    """Whether somebody on this machine makes it, or waits to."""
    return background.is_held(_work_name(office.pk, quarter))


def read_draft(office: Office, quarter: Quarter) -> bytes | None:
    """The PDF of a finished draft; ``None`` if there is none (any more)."""
    draft = draft_of(office, quarter)
    try:
        return _path(office.pk, quarter, "pdf").read_bytes() if draft and draft.is_done else None
    except FileNotFoundError:
        return None


def ask_for_draft(office: Office, quarter: Quarter) -> None:
    """Begin a draft as the books stand now, unless one of the quarter is being made."""
    if not is_being_made(office, quarter):
        name = _work_name(office.pk, quarter)
        background.start_after_commit(name, partial(make_draft, office.pk, quarter))


def make_draft(office_id: int, quarter: Quarter) -> None:
    """Make the draft now; other drafts of the office are waited for."""
    with background.held(_work_name(office_id, quarter), wait=False) as hold:
        if hold is None:
            return
        draft = Draft(Stage.WAITING, timezone.now().isoformat())
        _tell(office_id, quarter, draft)
        with background.held(f"drafts-{office_id}"):
            _throw_old_ones_away()
            _make(office_id, quarter, replace(draft, begun=timezone.now().isoformat()))


def _make(office_id: int, quarter: Quarter, draft: Draft) -> None:
    _tell(office_id, quarter, replace(draft, stage=Stage.FIGURES))
    office = Office.objects.select_related("district").get(pk=office_id)
    with timezone.override(office.timezone):
        pack = build_pack(office, quarter)
        _tell(office_id, quarter, replace(draft, stage=Stage.PAGES))
        try:
            content = render_pack_pdf(pack)
        except PdfError as error:
            logger.error("draft of %s for office %s: %s", quarter, office_id, error)
            _tell(office_id, quarter, replace(draft, stage=Stage.FAILED, problem=str(error)))
            return
    background.write_whole(_path(office_id, quarter, "pdf"), content)
    _tell(office_id, quarter, replace(draft, stage=Stage.DONE))


def _tell(office_id: int, quarter: Quarter, draft: Draft) -> None:
    background.write_whole(_path(office_id, quarter, "json"), json.dumps(asdict(draft)).encode())


def _throw_old_ones_away() -> None:
    oldest = time.time() - KEPT_SECONDS
    for path in (Path(settings.VAR_DIR) / FOLDER).iterdir():
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)


def _path(office_id: int, quarter: Quarter, ending: str) -> Path:
    return Path(settings.VAR_DIR) / FOLDER / f"{office_id}-{quarter}.{ending}"


def _work_name(office_id: int, quarter: Quarter) -> str:
    return f"draft-{office_id}-{quarter}"
