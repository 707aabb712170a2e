"""A key for each person: what the trail says about them is read with it, and lost without it."""

import json
from collections.abc import Iterable

from cryptography.fernet import Fernet, InvalidToken
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone

from upk.identity_keys import cipher as wrapping
from upk.trail.models import PersonKey


def wrap(key: bytes) -> str:
    """A person's key as it is stored."""
    return wrapping().encrypt(key).decode()


def unwrap(cipher: str) -> bytes:
    """A person's key as it is used. Raises ``InvalidToken`` under another ``IDENTITY_KEY``."""
    return wrapping().decrypt(cipher.encode())


def made_for(person_ids: Iterable[int]) -> dict[int, Fernet]:
    """The keys of these people, made where there is none; without those that were destroyed.

    Two queries where all have one, four where some are made.
    """
    wanted = set(person_ids)
    if not wanted:
        return {}
    known = set(PersonKey.objects.filter(person_id__in=wanted).values_list("person_id", flat=True))
    new = [
        PersonKey(person_id=person_id, cipher=wrap(Fernet.generate_key()))
        for person_id in sorted(wanted - known)
    ]
    PersonKey.objects.bulk_create(new, ignore_conflicts=True)
    return keys_of(wanted)


def seal(values: dict, key: Fernet | None) -> str:
    """``values`` as ciphertext; empty without a key: nothing more is kept about the forgotten."""
    if key is None:
        return ""
    text = json.dumps(values, cls=DjangoJSONEncoder, ensure_ascii=False)
    return key.encrypt(text.encode()).decode()


def keys_of(person_ids: Iterable[int]) -> dict[int, Fernet]:
    """The keys that are still there, by person, in one query."""
    rows = PersonKey.objects.filter(person_id__in=set(person_ids)).exclude(cipher="")
    return {key.person_id: Fernet(unwrap(key.cipher)) for key in rows}


def unseal(sealed: str, key: Fernet | None) -> dict | None:
    """What was sealed; ``None`` where the key is gone."""
    if not sealed:
        return {}
    if key is None:
        return None
    try:
        return json.loads(key.decrypt(sealed.encode()))
    except InvalidToken:
        return None


@transaction.atomic
def forget(person) -> None:
    """Destroy the person's key: what the trail said about them can't be read by anybody again.

    Twice is once. A person without a key gets a destroyed one, so that none is made later.
    Copies of the database (backups) hold the key until they are thinned out.
    """
    gone = {"cipher": "", "destroyed_at": timezone.now()}
    key, is_new = PersonKey.objects.get_or_create(person=person, defaults=gone)
    if not is_new and key.cipher:
        key.cipher, key.destroyed_at = gone["cipher"], gone["destroyed_at"]
        key.save(update_fields=["cipher", "destroyed_at"])
