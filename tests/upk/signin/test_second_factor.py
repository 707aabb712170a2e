"""The service: which codes are right, how often, and how the secrets are kept."""

from datetime import timedelta

import pytest
from cryptography.fernet import InvalidToken
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from tests import factories
from tests.upk.signin.codes import code_of, set_up
from upk.access import Role
from upk.signin import sealing, second_factor
from upk.signin.models import Authenticator, RecoveryCode
from upk.trail.events import Event
from upk.trail.models import TrailEntry

pytestmark = pytest.mark.django_db


def forget_failures(user):
    Authenticator.objects.filter(user=user).update(throttling_failure_count=0)


def test_code_of_now_is_right_once(protected):
    code = code_of(protected)

    first, second = second_factor.check(protected, code), second_factor.check(protected, code)

    assert (first.is_right, second.is_right) == (True, False)


def test_code_before_a_used_one_is_refused(protected):
    assert second_factor.check(protected, code_of(protected, steps=1)).is_right

    assert not second_factor.check(protected, code_of(protected)).is_right


@pytest.mark.parametrize(("steps", "is_right"), [(-2, False), (0, True), (1, True), (2, False)])
def test_clocks_may_differ_by_a_step(protected, steps, is_right):
    assert second_factor.check(protected, code_of(protected, steps=steps)).is_right is is_right


def test_code_is_taken_with_blanks(protected):
    code = code_of(protected)

    assert second_factor.check(protected, f" {code[:3]} {code[3:]}").is_right


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "٣٤٥٦٧٨", "-12345", "a" * 16])
def test_what_is_no_code_is_wrong(protected, typed):
    assert not second_factor.check(protected, typed).is_right


def test_wrong_codes_make_the_wait_longer_and_longer(protected):
    waits = []
    for _ in range(4):
        assert second_factor.check(protected, "abcdef").wait == 0
        waits.append(second_factor.check(protected, code_of(protected)).wait)
        moment = timezone.now() - timedelta(seconds=waits[-1] + 1)
        Authenticator.objects.filter(user=protected).update(throttling_failure_timestamp=moment)

    assert waits == [1, 2, 4, 8]
    assert second_factor.check(protected, code_of(protected)).is_right
    assert Authenticator.objects.get().throttling_failure_count == 0


def test_recovery_codes_are_ten_each_good_for_once(treasurer):
    codes = set_up(treasurer)

    assert len(set(codes)) == 10
    assert len({code[0] for code in codes}) == 10
    answer = second_factor.check(treasurer, codes[3].upper().replace("-", " "))
    assert (answer.is_right, answer.by_recovery, answer.left) == (True, True, 9)
    assert not second_factor.check(treasurer, codes[3]).is_right
    assert second_factor.codes_left(treasurer) == 9


def test_recovery_code_of_somebody_else_is_wrong(protected):
    other = factories.create_user(Role.TREASURER)
    [code, *_] = set_up(other)

    assert not second_factor.check(protected, code).is_right


def test_wrong_recovery_code_counts_as_a_failure_too(treasurer):
    [code, *_] = set_up(treasurer)

    second_factor.check(treasurer, code[:-1] + ("b" if code[-1] == "a" else "a"))

    assert second_factor.check(treasurer, code).wait == 1


def test_new_recovery_codes_void_the_earlier_ones(treasurer):
    [old, *_] = set_up(treasurer)

    [new, *_] = second_factor.new_recovery_codes(treasurer)

    assert not second_factor.check(treasurer, old).is_right
    forget_failures(treasurer)
    assert second_factor.check(treasurer, new).is_right


def test_secret_and_codes_are_nowhere_in_clear(treasurer):
    codes = set_up(treasurer)
    device = Authenticator.objects.get()
    secret = sealing.unseal(device.secret_cipher)

    with connection.cursor() as cursor:
        cursor.execute("SELECT secret_cipher FROM signin_authenticator")
        stored = bytes(cursor.fetchone()[0])
        cursor.execute("SELECT hashed FROM signin_recoverycode")
        hashes = "".join(value for (value,) in cursor.fetchall())

    assert len(secret) == 20
    assert secret not in stored
    assert secret.hex().encode() not in stored
    assert second_factor.shown_secret(device).encode() not in stored
    assert not [code for code in codes if code in hashes or second_factor.plain(code) in hashes]


def test_secret_can_be_read_under_the_own_key_or_an_earlier_one_alone(protected, settings):
    device, old = Authenticator.objects.get(), settings.SECRET_KEY
    code = code_of(protected)

    settings.SECRET_KEY = "lain"
    with pytest.raises(InvalidToken):
        second_factor.shown_secret(device)
    settings.SECRET_KEY_FALLBACKS = [old]
    assert second_factor.check(protected, code).is_right


def test_app_is_in_use_only_after_its_first_code(treasurer):
    second_factor.begin(treasurer)

    assert second_factor.confirm(treasurer, "000 00a") is None
    assert treasurer.second_factor_since is None
    assert not second_factor.check(treasurer, code_of(treasurer, confirmed=False)).is_right


def test_another_phone_takes_the_place_of_the_first(protected):
    before = code_of(protected)
    second_factor.begin(protected)

    assert second_factor.check(protected, before).is_right  # the old one, until then
    second_factor.confirm(protected, code_of(protected, confirmed=False))

    assert Authenticator.objects.filter(user=protected).count() == 1
    assert not second_factor.check(protected, code_of(protected, steps=-1)).is_right


def test_removing_leaves_nothing_and_ends_sessions(protected):
    epoch = protected.session_epoch

    second_factor.remove(protected)

    protected.refresh_from_db()
    assert protected.second_factor_since is None
    assert protected.session_epoch == epoch + 1
    assert not Authenticator.objects.exists()
    assert not RecoveryCode.objects.exists()


def test_trail_tells_what_became_of_the_second_factor(treasurer):
    [code, *_] = set_up(treasurer)
    second_factor.check(treasurer, code)
    second_factor.check(treasurer, "abcdef")
    second_factor.remove(treasurer)

    told = TrailEntry.objects.filter(kind="offices.user", object_id=treasurer.pk).order_by("id")
    events = [entry.event for entry in told if entry.event not in (Event.CREATED, Event.CHANGED)]
    assert events == [
        Event.TWO_FACTOR_ON,
        Event.RECOVERY_CODE_USED,
        Event.TWO_FACTOR_FAILED,
        Event.TWO_FACTOR_OFF,
        Event.SESSIONS_ENDED,
    ]
    assert not [entry for entry in told if second_factor.plain(code) in str(entry.__dict__)]


def test_owner_helps_somebody_who_lost_phone_and_paper(protected, capsys):
    call_command("reset_second_factor", protected.username)

    protected.refresh_from_db()
    assert protected.second_factor_since is None
    assert "password alone" in capsys.readouterr().out
    with pytest.raises(CommandError, match="has no second factor"):
        call_command("reset_second_factor", protected.username)
    with pytest.raises(CommandError, match="no user 'siapa'"):
        call_command("reset_second_factor", "siapa")


def test_district_is_demanded_from_by_the_owner(capsys):
    user = factories.create_user(Role.DISTRICT)
    today = timezone.localdate()

    call_command("require_second_factor", user.district.code, since=today)
    user.district.refresh_from_db()
    assert user.must_have_second_factor(today)
    assert not user.must_have_second_factor(today - timedelta(days=1))

    call_command("require_second_factor", user.district.code, never=True)
    user.district.refresh_from_db()
    assert not user.must_have_second_factor(today)


@pytest.mark.parametrize(
    ("role", "must"),
    [
        (Role.MANAGER, True),
        (Role.TREASURER, True),
        (Role.SECRETARY, False),
        (Role.FACILITATOR, False),
        (Role.SUPERVISOR, False),
    ],
)
def test_office_demands_it_of_manager_and_treasurer(role, must):
    today = timezone.localdate()
    user = factories.create_user(role, factories.create_office(second_factor_from=today))

    assert user.must_have_second_factor(today) is must
