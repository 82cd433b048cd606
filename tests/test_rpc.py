"""Messages over a socket: whatever arrives is a message or the end of the conversation."""

import contextlib
import select
import signal
import socket
import struct
import threading

import msgpack
import pytest

from course.judge import rpc
from course.judge.rpc import Channel, ConnectionLost, Peer


def pair(**named):
    ours, theirs = socket.socketpair()
    return Channel(ours, **named), Channel(theirs)


def test_a_message_of_nothing_is_a_message():
    ours, theirs = pair()
    for message in (None, 0, [], {}, ""):
        theirs.send(message)
        assert ours.receive() == message


@pytest.mark.parametrize("message", [None, 5, {}, [], [1, 2], "x"])
def test_what_is_no_request_ends_the_conversation(message):
    ours, theirs = pair()
    theirs.send(message)
    with pytest.raises(ConnectionLost, match="malformed"):
        Peer(ours, lambda question: 0).ask("?")


def test_lone_surrogates_are_replaced_wherever_they_stand():
    ours, theirs = pair()
    theirs.send(["cell", {"\ud83d": ["a\ud800", b"x", 3]}, "\ud83d\ude00"])
    assert ours.receive() == ["cell", {"\ufffd": ["a\ufffd", b"x", 3]}, "\U0001f600"]


def test_a_dict_of_too_many_keys_ends_the_conversation():
    ours, theirs = pair(max_keys=10)
    theirs.send({i: 0 for i in range(10)})
    assert len(ours.receive()) == 10
    theirs.send({i: 0 for i in range(11)})
    with pytest.raises(ConnectionLost, match="malformed message"):
        ours.receive()


@pytest.mark.parametrize("error", [KeyError, ZeroDivisionError, MemoryError])
def test_a_notification_that_cannot_be_used_ends_the_conversation(error):
    def notified(content):
        raise error("no")

    ours, theirs = pair()
    theirs.send([2, 0, "x"])
    with pytest.raises(ConnectionLost, match="malformed notification"):
        Peer(ours, lambda question: 0, notified).ask("?")


def test_messages_of_several_threads_stay_whole():
    ours, theirs = pair()

    def talk(number):
        for _ in range(50):
            theirs.send([number] * 20_000)

    threads = [threading.Thread(target=talk, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    got = [ours.receive() for _ in range(200)]
    for thread in threads:
        thread.join()
    assert all(len(message) == 20_000 and len(set(message)) == 1 for message in got)


def test_what_is_cut_short_ends_the_conversation():
    ours, theirs = socket.socketpair()
    content = msgpack.packb([1, 2, 3])
    theirs.sendall(struct.pack("<Q", len(content) + 9) + content)
    theirs.close()
    with pytest.raises(ConnectionLost, match="closed"):
        Channel(ours).receive()


@pytest.mark.parametrize(
    "message",
    [[1, 5, 0], [1, 0, 0], [1, -1, 0], [1, True, 0], [1, 1.0, 0], [True, 1, 0], [7, 0, 0],
     [None, 1, 0], ["1", 1, 0], [2**63, 1, 0], [[], 1, 0], [1, [], 0]],
)  # fmt: skip
def test_a_reply_to_no_question_ends_the_conversation(message):
    ours, theirs = pair()
    theirs.send(message)
    with pytest.raises(ConnectionLost, match="malformed message"):
        Peer(ours, lambda question: 0).ask("?")


def test_a_second_reply_is_discarded():
    ours, theirs = pair()
    peer = Peer(ours, lambda question: 0)
    for message in ([1, 1, "first"], [1, 1, "second"]):
        theirs.send(message)
    assert peer.ask("?") == "first"
    theirs.send([1, 2, "third"])
    assert peer.ask("?") == "third"


@pytest.mark.parametrize(
    "message",
    [[0] * (rpc.MAX_ITEMS + 1), [[]] * rpc.MAX_ITEMS, [[[0] * 99] * 99] * 2,
     {1: [0] * rpc.MAX_ITEMS},     msgpack.ExtType(5, b"x"), [msgpack.Timestamp(1)]],
    ids=["items", "lists", "nested", "in a dict", "extension", "timestamp"],
)  # fmt: skip
def test_a_message_of_too_many_items_ends_the_conversation(message):
    ours, theirs = pair(max_keys=10)
    theirs.send(message)
    with pytest.raises(ConnectionLost, match="malformed message"):
        ours.receive()


def test_a_message_that_is_too_large_is_refused_and_costs_nothing_else(monkeypatch):
    monkeypatch.setattr(rpc, "MAX_MESSAGE_BYTES", 1000)
    ours, theirs = pair()
    peer = Peer(ours, lambda question: 0)
    with pytest.raises(ValueError, match="too large"):
        peer.ask("x" * 1000)
    theirs.send([1, 2, "fine"])
    assert peer.ask("?") == "fine"
    assert theirs.receive() == [0, 2, "?"]


class Alarm(BaseException):
    """What a signal handler raises in these tests."""


class Sized:
    """A socket that takes few bytes at a time, and calls `during` at each."""

    def __init__(self, sock, during, size=999):
        self.sock, self.during, self.size = sock, during, size

    def setblocking(self, blocking):
        self.sock.setblocking(blocking)

    def send(self, content):
        self.during()
        return self.sock.send(content[: self.size])

    def recv(self, size):
        self.during()
        return self.sock.recv(min(size, self.size))


def read_all(sock, count):
    """The next messages, read in a thread of their own, since a socket holds few bytes."""
    channel, found = Channel(sock), []

    def read():
        for _ in range(count):
            found.append(channel.receive())

    thread = threading.Thread(target=read)
    thread.start()
    return thread, found


def test_a_message_that_is_sent_while_another_is_sent_follows_it_whole():
    ours, theirs = socket.socketpair()
    left = [["nested", n] * 500 for n in range(20)]

    def during():  # as a signal handler or a destructor would
        if left:
            channel.send(left.pop(0))

    channel = Channel(Sized(ours, during))
    expected = [["outer"] * 5000, *left]
    thread, found = read_all(theirs, len(expected))
    channel.send(["outer"] * 5000)
    thread.join()
    assert found == expected


def test_no_reply_can_be_awaited_within_a_message():
    ours, theirs = socket.socketpair()
    raised = []

    def during():
        if not raised:
            raised.append("")
            try:
                peer.ask("nested")
            except RuntimeError as error:
                raised.append(str(error))

    peer = Peer(Channel(Sized(ours, during)), lambda question: 0)
    thread, found = read_all(theirs, 2)
    Channel(theirs).send([1, 1, "reply"])
    assert peer.ask("outer") == "reply"
    thread.join()
    assert found == [[0, 1, "outer"], [0, 2, "nested"]]
    assert "can't wait" in raised[1]


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_what_an_exception_breaks_off_is_sent_by_the_next_call(size):
    ours, theirs = socket.socketpair()
    calls = []

    def during():
        calls.append(1)
        if len(calls) % 3 == 0:
            raise Alarm

    channel = Channel(Sized(ours, during, size))
    messages = [["x", n] * 20 for n in range(10)]
    thread, found = read_all(theirs, len(messages))
    for message in messages:
        with contextlib.suppress(Alarm):
            channel.send(message)
    Channel(theirs).send("done")
    while True:  # whoever waits for a reply first sends what is left
        with contextlib.suppress(Alarm):
            assert channel.receive() == "done"
            break
    thread.join()
    assert found == messages


@pytest.mark.parametrize("blocking", [False, True])
def test_signals_that_raise_within_a_message_lose_and_repeat_nothing(blocking):
    ours, theirs = socket.socketpair()
    for sock in (ours, theirs):
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
    poll = select.poll()
    poll.register(ours, select.POLLIN | select.POLLOUT)
    channel = Channel(ours, None if blocking else lambda writing: poll.poll(1))
    messages = [[n] * (n * 37 % 3000 + 1) for n in range(400)]
    echoes, raised, found = Channel(theirs), [], []

    def echo():
        for _ in messages:
            echoes.send(echoes.receive())

    def ring(number, frame):
        code = frame.f_code
        # Only while the message is in the queue, or has not yet come.
        if code.co_filename == rpc.__file__ and code not in before_the_queue:
            raised.append(code.co_name)
            raise Alarm

    before_the_queue = {Channel.send.__code__, rpc._Frame.__init__.__code__}

    thread = threading.Thread(target=echo, daemon=True)
    thread.start()
    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, 2e-4, 2e-4)
    try:
        for message in messages:
            with contextlib.suppress(Alarm):
                channel.send(message)
            while len(found) <= message[0]:
                with contextlib.suppress(Alarm):
                    found.append(channel.receive())
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    thread.join()
    assert found == messages
    assert "receive" in raised and len(raised) > 10


def test_threads_that_ask_at_once_get_their_own_replies():
    ours, theirs = pair()
    server = threading.Thread(target=Peer(theirs, lambda question: question * 2).serve, daemon=True)
    server.start()
    peer, wrong = Peer(ours, lambda question: 0), []

    def ask(number):
        for n in range(200):
            if peer.ask(number * 1000 + n) != 2 * (number * 1000 + n):
                wrong.append(n)

    threads = [threading.Thread(target=ask, args=(n,), daemon=True) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads) and not wrong


def test_many_threads_send_while_another_side_sends():
    ours, theirs = pair()
    count, size = 16, 3000

    def talk(channel, number):
        for n in range(30):
            channel.send([number, n, [number] * size])

    threads = [
        threading.Thread(target=talk, args=(c, n)) for n in range(count) for c in (ours, theirs)
    ]
    got = {}

    def listen(channel):
        got[channel] = [channel.receive() for _ in range(30 * count)]

    threads += [threading.Thread(target=listen, args=(c,)) for c in (ours, theirs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for messages in got.values():
        for number in range(count):
            mine = [m for m in messages if m[0] == number]
            assert [m[1] for m in mine] == list(range(30)), "out of order"
            assert all(m[2] == [number] * size for m in mine)
