"""Messages over a socket: whatever arrives is a message or the end of the conversation."""

import socket
import struct
import threading

import msgpack
import pytest

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
