"""What the page of the trail is asked for: who, which record, what, from when to when."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.apps import apps
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from upk.asked import asked_id, asked_text
from upk.desk.trail import wording
from upk.offices.models import Person, User
from upk.trail.events import Event
from upk.trail.models import TrailEntry

_LONGEST_DAY = 10


@dataclass(frozen=True)
class Asked:
    """The filters; what can't be read counts as not asked."""

    user: int | None
    person: int | None
    kind: str
    record: int | None
    event: str
    first: date | None
    last: date | None

    @property
    def is_narrowed(self) -> bool:
        """Whether anything was asked for."""
        return bool(self.query)

    @property
    def query(self) -> str:
        """The filters as an address says them."""
        said = {
            "oleh": self.user, "orang": self.person, "jenis": self.kind, "catatan": self.record,
            "kejadian": self.event, "dari": self.first, "sampai": self.last,
        }  # fmt: skip
        return urlencode({name: value for name, value in said.items() if value})


def asked(request: HttpRequest) -> Asked:
    """What the address says."""
    kind, event = asked_text(request, "jenis"), asked_text(request, "kejadian")
    return Asked(
        user=asked_id(request, "oleh"),
        person=asked_id(request, "orang"),
        kind=kind,
        record=asked_id(request, "catatan") if kind else None,
        event=event if event in Event.values else "",
        first=_day(request, "dari"),
        last=_day(request, "sampai"),
    )


def _day(request: HttpRequest, name: str) -> date | None:
    text = asked_text(request, name)
    try:
        day = date.fromisoformat(text) if len(text) == _LONGEST_DAY else None
    except ValueError:
        return None
    return day if day and 1950 <= day.year <= 2999 else None


def entries_for(reader: User, wanted: Asked) -> QuerySet[TrailEntry]:
    """The reader's rows that fit, the newest first. Days are those of the office's clock."""
    rows = TrailEntry.objects.visible_to(reader).select_related("user", "person")
    if wanted.user:
        rows = rows.filter(user_id=wanted.user)
    if wanted.person:
        rows = rows.filter(person_id=wanted.person)
    if wanted.kind:
        rows = rows.filter(_of_record(wanted.kind, wanted.record))
    if wanted.event:
        rows = rows.filter(event=wanted.event)
    zone = ZoneInfo(reader.office.timezone)
    if wanted.first:
        rows = rows.filter(at__gte=datetime.combine(wanted.first, time.min, zone))
    if wanted.last:
        rows = rows.filter(at__lt=datetime.combine(wanted.last + timedelta(1), time.min, zone))
    return rows


def _of_record(kind: str, record: int | None) -> Q:
    """Rows of a kind, or of one record and of the rows that belong to it."""
    if record is None:
        return Q(kind=kind)
    found = Q(kind=kind, object_id=record)
    for part, way in wording.KINDS[kind].parts if kind in wording.KINDS else ():
        rows = apps.get_model(part)._default_manager.filter(**{way: record})
        found |= Q(kind=part, object_id__in=rows.values("pk"))
    return found


def subject_of(reader: User, wanted: Asked) -> str:
    """Whose trail it is, in words; empty for that of the whole office."""
    if wanted.person:
        person = Person.objects.visible_to(reader).filter(pk=wanted.person).first()
        return person.name if person else ""
    if wanted.record and wording.page_for(wanted.kind, reader.role):
        rows = apps.get_model(wanted.kind).objects.visible_to(reader)
        row = rows.filter(pk=wanted.record).first()
        return f"{wording.kind_label(wanted.kind)} {row}" if row else ""
    return ""
