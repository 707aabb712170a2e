"""Mothers and their kids: the tree below a goat, and how many generations it has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Node:
    """A goat in its tree; ``depth`` is 0 at the root."""

    id: int
    depth: int
    kids: tuple["Node", ...]

    @property
    def size(self) -> int:
        """How many descendants it has."""
        return sum(1 + kid.size for kid in self.kids)

    @property
    def generations(self) -> int:
        """How many generations there are from it on, itself the first."""
        return 1 + max((kid.generations for kid in self.kids), default=0)


def tree_of(root: int, kids: Mapping[int, Sequence[int]], depth: int = 0) -> Node:
    """The tree below ``root``; ``kids`` by their mother, in the order to be shown.

    A mother is always older than her kid, so there are no circles.
    """
    below = tuple(tree_of(kid, kids, depth + 1) for kid in kids.get(root, ()))
    return Node(root, depth, below)
