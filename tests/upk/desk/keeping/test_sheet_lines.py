"""Keys on paper: typed again they are the same, and a slip is found in its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upk.desk.keeping.sheet_lines import BadLine, MissingLines, keys_of, lines_of

TOKEN = "pG0c1O-lI_b7xZk3QvT9uWm2NsRhY5eJfA8dKqLzXoB4yCtEgVnUiHwSa6PjMrDFB1o"
FERNET = "T0OlI1sVbq9mYt3x-R7uKfJcHn5dGzWaE2yPvB8kLQ4="
keys = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=90)


def sheet(first: str, second: str) -> list[str]:
    return [*lines_of("A", first), *lines_of("B", second)]


@given(keys, keys, st.randoms())
def test_typed_in_any_order_small_and_without_spaces_they_are_the_same(first, second, random):
    lines = sheet(first, second)
    random.shuffle(lines)
    typed = [line.lower().replace(" ", "-").replace("-", " ", 1) for line in lines]

    assert keys_of(typed, "AB") == {"A": first, "B": second}


def test_letters_that_look_like_figures_are_taken_for_them():
    lines = lines_of("A", FERNET)
    typed = [f"{line[:4]} {line[4:].replace('0', 'O').replace('1', 'I')}" for line in lines]

    assert keys_of(typed, "A") == keys_of(lines, "A")


@given(st.data())
def test_a_mistyped_sign_is_found_in_its_line(data):
    lines = sheet(TOKEN, FERNET)
    row = data.draw(st.integers(0, len(lines) - 1))
    at = data.draw(
        st.sampled_from([i for i, sign in enumerate(lines[row]) if i > 4 and sign != " "])
    )
    other = data.draw(st.sampled_from(sorted(set("023456789ACDX") - {lines[row][at]})))
    typed = [*lines[:row], lines[row][:at] + other + lines[row][at + 1 :], *lines[row + 1 :]]

    with pytest.raises(BadLine) as refused:
        keys_of(typed, "AB")

    assert refused.value.line == lines[row].split()[0]


def test_two_lines_with_their_labels_swapped_are_refused():
    first, second, *rest = lines_of("A", TOKEN)
    swapped = [second[:4] + first[4:], first[:4] + second[4:], *rest]

    with pytest.raises(BadLine):
        keys_of(swapped, "A")


def test_missing_lines_are_named():
    lines = lines_of("A", "x" * 44)

    with pytest.raises(MissingLines) as refused:
        keys_of([lines[0], lines[3]], "AB")

    assert refused.value.labels == ["A2/4", "A3/4", "B1/1"]
