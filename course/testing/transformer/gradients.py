"""Which piece of a stored weight is which part: the one whose gradient is the formula's."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from course.testing.transformer.formulas import Params, positions
from course.testing.transformer.parts import Form, Piece, Place, View

#: The imaginary step of the derivatives; its square is 0 beside any number.
STEP = 1e-30


class Prints:
    """What tells the parts apart: a gradient's sums along random directions.

    Parameters
    ----------
    form : Form
    rng : numpy.random.Generator
    by_head : bool
        Whether each head of an attention has a direction of its own: needed where a stored
        weight holds one head only.
    """

    def __init__(self, form: Form, rng: np.random.Generator, by_head: bool) -> None:
        self.form, self._rng, self._by_head = form, rng, by_head
        self._directions: dict[tuple[str, tuple[int, ...]], np.ndarray] = {}

    def directions(self, kind: str, shape: tuple[int, ...]) -> list[np.ndarray]:
        """Two, or one for each head of an attention."""
        key = (kind, shape)
        if key not in self._directions:
            self._directions[key] = self._rng.normal(size=shape)
        whole = self._directions[key]
        length = shape[0] if kind == "out" else shape[-1]
        if self._by_head and kind in ("in", "out", "in-bias"):
            group = np.arange(length) // self.form.width
        else:
            group = np.arange(length) % 2
        if kind == "out":
            group = group[:, None]
        return [whole * (group == g) for g in np.unique(group)]

    def of(self, kind: str, gradient: np.ndarray) -> np.ndarray:
        """The sums of a gradient."""
        return np.array([(gradient * D).sum() for D in self.directions(kind, gradient.shape)])

    def part(self, kind: str, gradient: np.ndarray, head: int) -> float:
        """The sum of the gradient of one head's part of a matrix."""
        D = self.directions(kind, self.form.shape(kind))[head]
        here = slice(head * self.form.width, (head + 1) * self.form.width)
        return float((gradient * (D[:, here] if kind == "in" else D[here])).sum())


def derivatives(
    prints: Prints,
    roles: Mapping[str, str],
    params: Params,
    shapes: Mapping[str, tuple[int, ...]],
    loss: Callable[[Params], np.ndarray],
) -> dict[str, np.ndarray]:
    """The sums of each part's gradient, by complex steps; see the package.

    Parameters
    ----------
    prints : Prints
    roles : dict
        Names of parts, with their kinds. Those not in `params` are 0 (places: as they are).
    params : Params
    shapes : dict
        The parts' shapes, by name.
    loss : callable
        Takes parameters, some with a first axis of variants; one loss for each.

    Returns
    -------
    dict of arrays (directions,)
        By the parts' names; see `Prints.directions`.
    """
    found = {}
    # One sublayer's parts together: what comes before them is computed only once. "places", which
    # stands for both sides', is apart from each one's.
    sublayers: dict[str, list[str]] = {}
    for name in roles:
        sublayers.setdefault(name.rpartition(".")[0], []).append(name)
    for group in sublayers.values():
        lanes = [(name, D) for name in group for D in prints.directions(roles[name], shapes[name])]
        varied = dict(params)
        for name in group:
            shape = shapes[name]
            base = params.get(name)
            if base is None:
                base = positions(*shape) if roles[name] == "places" else np.zeros(shape)
            change = np.stack([D if n == name else np.zeros(shape) for n, D in lanes])
            lead = (len(lanes),) + (1,) * (3 - len(shape))
            varied[name] = (base + 1j * STEP * change).reshape(*lead, *shape)
        slopes = loss(varied).imag / STEP
        for name in group:
            found[name] = np.array(
                [s for s, (n, _) in zip(slopes, lanes, strict=True) if n == name]
            )
    return found


def losses(name: str, targets: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
    """Keras's loss of this name ("mse", "sparse_categorical_crossentropy"), for each variant."""
    if name == "mse":
        return lambda out: ((out - targets) ** 2).mean(axis=(-1, -2, -3))

    def crossentropy(out: np.ndarray) -> np.ndarray:
        given = np.broadcast_to(targets, out.shape[:-1])[..., None]
        chosen = np.take_along_axis(out, given, axis=-1)
        return -np.log(chosen).mean(axis=(-1, -2, -3))

    return crossentropy


def assign(
    form: Form,
    prints: Prints,
    pieces: Sequence[Piece],
    gradients: Sequence[np.ndarray],
    expected: Mapping[str, np.ndarray],
) -> dict[str, list[Place]] | None:
    """The pieces of each part: those whose gradients are most alike.

    Parameters
    ----------
    gradients : list of arrays
        The stored weights'.
    expected : dict
        The parts' `derivatives`.

    Returns
    -------
    dict, optional
        None if a piece is left over or a needed part is missing.
    """
    taken: set[int] = set()
    found: dict[str, list[Place]] = {}
    pairs = _pairs(form, prints, pieces, gradients, expected)
    for _, number, role, view in sorted(pairs, key=lambda pair: pair[0]):
        piece = pieces[number]
        if number not in taken and _free(found, role, piece):
            taken.add(number)
            found.setdefault(role, []).append((piece, view))
    whole = all(p[0][0].head is None or len(p) == form.heads for p in found.values())
    complete = whole and len(taken) == len(pieces) and all(role in found for role in form.needed)
    return found if complete else None


def _pairs(
    form: Form,
    prints: Prints,
    pieces: Sequence[Piece],
    gradients: Sequence[np.ndarray],
    expected: Mapping[str, np.ndarray],
) -> Iterator[tuple[float, int, str, View]]:
    """How far the gradients of each piece and each part are apart: distance, piece, part, view."""
    all_roles = form.roles()
    scale = max(np.abs(v).max() for v in expected.values())
    roles: dict[str, list[str]] = {}
    for role in expected:
        roles.setdefault(all_roles[role][0], []).append(role)
    known = {kind: np.array([expected[r] for r in names]) for kind, names in roles.items()}
    for number, piece in enumerate(pieces):
        for kind, view in piece.views:
            if kind not in roles:
                continue
            gradient, theirs = view(gradients[piece.index]), known[kind]
            if piece.head is None:
                ours = prints.of(kind, gradient)
            else:
                ours = np.array([prints.part(kind, gradient, piece.head)])
                theirs = theirs[:, piece.head : piece.head + 1]
            size = np.abs(ours).max() + np.abs(theirs).max(axis=1) + 1e-7 * scale
            far = np.abs(ours - theirs).max(axis=1) / size
            yield from zip(
                far.tolist(), itertools.repeat(number), roles[kind], itertools.repeat(view)
            )


def _free(found: Mapping[str, list[Place]], role: str, piece: Piece) -> bool:
    """Whether a part has no piece yet that takes this one's place."""
    if any(
        other.head is None or piece.head is None or other.head == piece.head
        for other, _ in found.get(role, [])
    ):
        return False
    if role == "places":
        return "source.places" not in found and "target.places" not in found
    return not (role.endswith(".places") and "places" in found)
