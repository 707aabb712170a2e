"""The life of a proposal as a table."""

from itertools import product

from grants.rules import lifecycle


def test_every_step_is_in_the_table_and_nothing_else():
    allowed = {
        a + ">" + b
        for a, b in product(["", *(code for code, _ in lifecycle.STATUSES)], repeat=2)
        if lifecycle.may_follow(a, b)
    }

    assert allowed == {
        ">P", "P>V", "P>N", "V>S", "S>A", "P>T", "V>T", "N>T", "S>T", "P>X", "V>X", "N>X", "S>X",
        "V>P", "N>P", "S>V", "A>S", "T>P", "T>V", "T>N", "T>S", "X>P", "X>V", "X>N", "X>S",
    }  # fmt: skip


def test_a_way_back_is_always_a_step_of_the_table():
    for status, _ in lifecycle.STATUSES:
        for before, _ in lifecycle.STATUSES:
            back = lifecycle.back_from(status, before)
            assert not back or lifecycle.may_follow(status, back)


def test_refused_goes_back_to_what_it_was():
    assert lifecycle.back_from("T", "N") == "N"
    assert lifecycle.back_from("T", "A") == ""
    assert lifecycle.back_from("A") == "S"
    assert lifecycle.back_from("P") == ""
