"""The menu shows exactly what a role may open."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import include, path, reverse

from tests import factories
from upk.access import Role, roles
from upk.desk import navigation


@roles(Role.MANAGER, Role.TREASURER)
def staff_page(request):
    return HttpResponse()


@roles(*Role)
def everybody_page(request):
    return HttpResponse()


def app(name: str, *patterns):
    return include((list(patterns), name))


urlpatterns = [
    path("", app("desk", path("", everybody_page, name="home"))),
    path(
        "pinjaman/",
        app(
            "loans",
            path("", everybody_page, name="loan-list"),
            path("setoran/", staff_page, name="day-sheet"),
        ),
    ),
]


@pytest.fixture
def few_urls(settings):
    settings.ROOT_URLCONF = __name__


def labels(role: str, at: str = "/") -> list[tuple[str, bool]]:
    return [
        (entry["label"], entry["current"])
        for section in navigation.menu_for(role, at)
        for entry in section["entries"]
    ]


def test_menu_leaves_out_what_the_role_may_not_open_and_what_does_not_exist(few_urls):
    assert labels(Role.TREASURER) == [
        ("Beranda", True),
        ("Lembar Setoran", False),
        ("Pinjaman", False),
    ]
    assert labels(Role.DISTRICT) == [("Beranda", True), ("Pinjaman", False)]


@pytest.mark.parametrize(
    ("role", "sheet", "blank"),
    [
        (Role.TREASURER, True, False),
        (Role.MANAGER, True, False),
        (Role.FACILITATOR, False, True),
        (Role.SECRETARY, False, True),
        (Role.DISTRICT, False, False),
    ],
)
def test_blank_sheet_is_for_those_who_take_no_money(role, sheet, blank):
    """The others reach it from the day sheet, and their menu fits a laptop."""
    shown = {label for label, _ in labels(role)}

    assert ("Lembar Setoran" in shown, "Blangko Setoran" in shown) == (sheet, blank)


def test_the_longest_matching_address_is_the_current_one(few_urls):
    at = "/pinjaman/setoran/2010-02-15/"

    current = [label for label, is_current in labels(Role.MANAGER, at) if is_current]

    assert current == ["Lembar Setoran"]


def test_context_names_place_role_and_practice_date(few_urls, db):
    request = RequestFactory().get("/")
    request.user = factories.create_user(Role.MANAGER)

    context = navigation.navigation(request)

    assert context["place"] == request.user.office
    assert context["role_label"] == "Manajer UPK"
    assert context["practice_date"] == factories.TODAY


def test_stranger_gets_no_menu():
    assert navigation.navigation(RequestFactory().get("/")) == {}


def test_seldom_used_pages_are_folded_and_open_where_the_reader_is():
    """Folded only if long: the one page that a facilitator may see there stands in the open."""

    def settings_of(role: str, at: str) -> tuple[bool, bool]:
        menu = navigation.menu_for(role, at)
        section = next(section for section in menu if section["label"] == "Pengaturan")
        return section["folded"], section["open"]

    villages = reverse("offices:village-list")

    assert settings_of(Role.MANAGER, "/") == (True, False)
    assert settings_of(Role.MANAGER, villages) == (True, True)
    assert settings_of(Role.FACILITATOR, villages) == (False, True)


def lines_of(menu: list[dict]) -> int:
    """Lines that the menu takes: headings, and the entries of what isn't closed."""
    shown = [s for s in menu if s["open"] or not s["folded"]]
    return sum(bool(s["label"]) for s in menu) + sum(len(s["entries"]) for s in shown)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.DISTRICT])
@pytest.mark.parametrize("name", ["desk:home", "cash:account-list", "grants:grant-list"])
def test_menu_fits_a_laptop_and_wastes_no_room(role, name):
    """Sections open from the start as long as there is room; the reader's own is always open."""
    at = reverse(name)
    menu = navigation.menu_for(role, at)
    closed = [section for section in menu if section["folded"] and not section["open"]]
    current = [s for s in menu if any(entry["current"] for entry in s["entries"])]

    assert lines_of(menu) <= navigation.ROOM
    assert all(s["open"] or not s["folded"] for s in current)
    assert all(lines_of(menu) + len(s["entries"]) > navigation.ROOM for s in closed)


def test_cash_gives_way_to_the_section_that_the_manager_is_in():
    def is_open(at: str, label: str) -> bool:
        return next(s for s in navigation.menu_for(Role.MANAGER, at) if s["label"] == label)["open"]

    assert is_open("/", "Kas")
    assert not is_open("/", "BLM")
    assert is_open(reverse("grants:grant-list"), "BLM")
    assert not is_open(reverse("grants:grant-list"), "Kas")


def test_no_two_pages_of_the_menu_share_an_icon_and_keys_are_used_once():
    entries = [entry for section in navigation.MENU for entry in section.entries]
    icons = [entry.icon for entry in entries]
    keys = [entry.key for entry in entries if entry.key]

    assert (len(set(icons)), len(set(keys))) == (len(icons), len(keys))
