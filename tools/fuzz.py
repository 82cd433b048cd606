"""Random and damaged bytes for what reads them in the judge: `wire.unpack` and `rpc.Channel`."""

from __future__ import annotations

import collections
import datetime
import mmap
import multiprocessing
import random
import resource
import socket
import struct
import time
from array import array
from decimal import Decimal
from fractions import Fraction
from typing import Any

import msgpack
import numpy as np
import pandas as pd

from course.judge import generators, wire
from course.judge.rpc import Channel, ConnectionLost

#: Bytes of memory that the reading process may use besides what it has at first.
MEMORY = 1 << 31
#: Seconds after which a frame hangs.
HANGS = 60.0

Point = collections.namedtuple("Point", "x y")
#: A value of every kind that crosses.
VALUES: tuple[Any, ...] = (
    None, True, -1, 2**63, -(2**100), 0.5, 1 + 2j, "text", b"bytes", ..., slice(1, None, 2),
    range(5), [1, [2.5, ["a"]]], (1, (2,)), {"a": [1], 2: None}, {1, 2}, frozenset("ab"),
    np.float32(2), np.bool_(True), np.str_("x"), np.datetime64("2024-02-29"), np.arange(6.0),
    np.zeros((2, 0, 3)), np.ones((3, 4), "int8"), np.arange(2000), np.array(["a", "bc"]),
    np.array([b"x"]), np.array(["2024-01-01"], "M8[D]"), np.array([1, None, "x"], object),
    Decimal("1.5"), Fraction(1, 3), datetime.date(2024, 2, 29), datetime.time(1, 2),
    datetime.datetime(2024, 2, 29, 1, 2), datetime.timedelta(1, 2), collections.Counter("aab"),
    collections.OrderedDict(a=1), collections.defaultdict(list, a=[1]), collections.deque([1], 3),
    {"a": 1}.keys(), {"a": 1}.values(), {"a": 1}.items(), array("d", [1.0]), Point(1, [2]),
    pd.Series([1.0, 2.0]), pd.DataFrame({"a": [1, 2], "b": ["x", "y"]}), pd.Index(["a", "b"]),
    pd.MultiIndex.from_tuples([(1, "a"), (2, "b")]), [np.random.default_rng(1)], object(),
    [object(), {"a": np.arange(300.0), "b": [np.arange(400), {(1, 2): {3.5}}]}],
)  # fmt: skip


def packed(value: Any) -> tuple[bytes, list]:
    """A value's bytes, and the states of the generators in it."""
    table: list[np.random.Generator] = []
    content = wire.pack(value, lambda value: ["student", 1, "X", "", [], False], generators=table)
    return content, [generators.state(g) for g in table]


def frames() -> list[tuple[str, bytes]]:
    """Real frames: packed values of every kind, and messages of every kind."""
    found = [("value", packed(value)[0]) for value in VALUES]
    for value in VALUES:
        content, states = packed(value)
        changed = {0: content, "x": content}
        question = ["do", "call", "f", [content], {"x": content}, states, True]
        for message in ([1, 1, [True, content, states, changed]], [0, 1, question]):
            found.append(("message", framed(msgpack.packb(message))))
    error = {"kind": "ValueError", "name": "E", "message": "m", "traceback": "t"}
    for message in ([1, 1, [False, error, [], {}]], [2, 0, ["display", {"text/plain": "x"}]],
                    [2, 0, ["error", ["E", "m", ["t"]]]], [1, 2, [True]]):  # fmt: skip
        found.append(("message", framed(msgpack.packb(message))))
    for kind in ("PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64"):
        state = generators.state(np.random.Generator(getattr(np.random, kind)(1)))
        found.append(("state", msgpack.packb([state])))
    return found


def framed(content: bytes) -> bytes:
    return struct.pack("<Q", len(content)) + content


def damaged(frame: bytes, others: list[tuple[str, bytes]], rng: random.Random) -> bytes:
    """A frame changed at random in one to four ways."""
    data = bytearray(frame)
    for _ in range(rng.randint(1, 4)):
        place = rng.randrange(len(data) + 1)
        way = rng.randrange(7)
        if way == 0 and place < len(data):
            data[place] = rng.randrange(256)
        elif way == 1:
            del data[place : place + rng.choice((1, 2, 8, len(data)))]
        elif way == 2:
            data[place:place] = rng.randbytes(rng.choice((1, 4, 32)))
        elif way == 3:  # a header that announces much
            data[place:place] = rng.choice((b"\xdd", b"\xdf", b"\xc6", b"\xc9", b"\xdb")) + (
                rng.choice((1 << 8, 1 << 20, 1 << 31)).to_bytes(4, "big")
            )
        elif way == 4:
            data[place:place] = rng.choice(others)[1][: rng.choice((9, 99, 9999))]
        elif way == 5:  # nested
            data[place:place] = rng.choice((b"\x91", b"\x92\x00", b"\x81\xc0")) * rng.choice(
                (3, 99, 2000)
            )
        elif place < len(data):
            data[place] = (data[place] + rng.choice((1, -1, 128))) % 256
    return bytes(data)


def random_frames(count: int, seed: int) -> Any:
    """Frames, each with what reads it: a tenth are random bytes, the others damaged."""
    rng, real = random.Random(seed), frames()
    for _ in range(count):
        kind, frame = rng.choice(real)
        if rng.random() < 0.1:
            data = rng.randbytes(rng.randrange(300))
            yield kind, bytes(4) + data if rng.random() < 0.5 else data
        else:
            yield kind, damaged(frame, real, rng)


def outcome(kind: str, data: bytes) -> str:
    """What becomes of a frame where the judge would read it.

    Raises
    ------
    Exception
        Of any kind, if it is none that the judge expects.
    """
    if kind == "value":
        return _read(data)
    if kind == "state":
        try:
            return f"{len(generators.moved(msgpack.unpackb(data)))} generators"
        except (ValueError, TypeError):  # of MessagePack's errors, too
            return "refused"
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(data)  # no frame is larger than what a socket holds
        theirs.shutdown(socket.SHUT_WR)
        try:
            message = Channel(ours, max_keys=1000).receive()
        except ConnectionLost:
            return "connection lost"
    content = message[2] if isinstance(message, list) and len(message) == 3 else None
    if isinstance(content, list) and len(content) == 4 and isinstance(content[1], bytes):
        return f"message, {_read(content[1])}"
    return "message"


def _read(data: bytes) -> str:
    try:
        value = wire.unpack(data, str, generators=[np.random.default_rng(1)])
    except wire.WireError:
        return "refused"
    packed(value)  # as the judge does with what it gives back
    return "value"


def _child(count: int, seed: int, current: mmap.mmap, results: Any) -> None:
    found: collections.Counter = collections.Counter()
    slowest = (0.0, "", b"")
    began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    for kind, data in random_frames(count, seed):
        _note(current, kind, data)
        start = time.perf_counter()
        try:
            what = outcome(kind, data)
        except Exception as error:
            what = f"{type(error).__name__} in {kind} {data[:2000].hex()}: {error}"[:5000]
        slowest = max(slowest, (time.perf_counter() - start, kind, data))
        found[what] += 1
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    results.send((found, slowest, (peak - began) * 1024))


def _note(current: mmap.mmap, kind: str, data: bytes) -> None:
    """Put down the frame, so that the parent knows which one ended this process."""
    content = kind.encode() + b" " + data
    current[:8] = struct.pack("<Q", len(content))
    current[8 : 8 + len(content)] = content


def run(count: int, seed: int) -> dict[str, Any]:
    """Read frames in a process of its own.

    Returns
    -------
    dict
        `outcomes` and how often each came; the `seconds`, `kind` and `frame` (hexadecimal) of
        the slowest frame; and the growth of the `peak_memory`, in bytes. If the process died
        or a frame hung: `ended`, why, and that frame.
    """
    current = mmap.mmap(-1, 1 << 26)
    receiver, sender = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(
        target=_child, args=(count, seed, current, sender)
    )
    process.start()
    sender.close()
    last, since = b"", time.monotonic()
    while not receiver.poll(1.0):
        (size,) = struct.unpack("<Q", current[:8])
        now = current[8 : 8 + size]
        if now != last:
            last, since = now, time.monotonic()
        elif time.monotonic() - since > HANGS:
            process.kill()
            return _ended(f"a frame took more than {HANGS:.0f} s", now)
    try:
        found, (seconds, kind, data), peak = receiver.recv()
    except EOFError:
        process.join()
        (size,) = struct.unpack("<Q", current[:8])
        return _ended(f"the process ended with {process.exitcode}", current[8 : 8 + size])
    process.join()
    return {
        "outcomes": dict(found.most_common()), "seconds": seconds, "kind": kind,
        "frame": data[:5000].hex(), "peak_memory": peak,
    }  # fmt: skip


def _ended(why: str, content: bytes) -> dict[str, Any]:
    kind, _, data = content.partition(b" ")
    return {"ended": why, "kind": kind.decode(), "frame": data.hex()}
