"""Requests and replies between two processes over one socket.

Either side may ask. While a side waits for a reply, it answers what the other side asks,
so that a student's function, called by a test, can call back a function of the test.
"""

from __future__ import annotations

import socket
import struct
import sys
import threading
from collections import deque
from collections.abc import Callable
from typing import Any, Protocol

import msgpack

from course.text import clean

#: A larger message ends the conversation.
MAX_MESSAGE_BYTES = 1 << 28
#: The most items of all lists and dicts of a message whose sender is not trusted.
MAX_ITEMS = 10_000
#: The most bytes that are sent, and received, at a time.
_CHUNK, _RECEIVED = 1 << 20, 1 << 16
#: How deeply requests may be nested: a request, answered by a request, and so on.
MAX_NESTED = 30

_ASK, _REPLY, _NOTIFY = range(3)
#: In place of a message of which not every byte has arrived. A message itself may be None.
_INCOMPLETE = object()


class ConnectionLost(ConnectionError):
    """The other side has closed the connection, died, or sent something malformed."""


def closed(sock: socket.socket) -> bool:
    """Whether the other side has closed the connection."""
    try:
        return sock.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


class Asker(Protocol):
    """Sends requests; a `Peer`, or a stand-in for one."""

    def ask(self, content: Any) -> Any:
        """The reply to a request."""


class _Frame:
    """A message's bytes, and how many of them have been sent."""

    def __init__(self, content: bytes):
        self._bytes = memoryview(struct.pack("<Q", len(content)) + content)
        self._sent: list[int] = []

    def send(self, sock: socket.socket) -> bool:
        """Send what the socket takes; returns whether everything has been sent."""
        done = sum(self._sent)
        if done == len(self._bytes):
            return True
        # Sent and counted within one call of the interpreter: a signal handler that raises
        # can't come between the two.
        next(map(self._sent.append, map(sock.send, (self._bytes[done : done + _CHUNK],))))
        return sum(self._sent) == len(self._bytes)


class Channel:
    """Whole messages over a stream socket.

    Threads, signal handlers and destructors may send at any time, even while this thread is
    sending: messages stand in a queue, and whoever is sending sends the whole queue. If a
    signal handler raises in the middle of a message, nothing is lost or sent twice: the next
    call, of whichever method, goes on from there.

    Parameters
    ----------
    sock : socket
        Connected; made non-blocking if there is a `wait`.
    wait : callable, optional
        Called when the socket is not ready, with True to wait until it can be written to and
        False until it can be read; returns when it is. Default: the socket blocks.
    max_keys : int, optional
        For messages of a sender that is not trusted. A dict with more keys ends the
        conversation: building a dict whose keys have the same hash takes time that grows with
        the square of their number, and no signal breaks it off. So do more than MAX_ITEMS
        items, of which each may take many times its bytes.
    """

    def __init__(
        self,
        sock: socket.socket,
        wait: Callable[[bool], None] | None = None,
        max_keys: int | None = None,
    ):
        sock.setblocking(wait is None)
        self._socket, self._in, self._wait = sock, bytearray(), wait
        self._max_keys = max_keys
        self._out: deque[_Frame] = deque()
        self._sending = threading.RLock()

    def send(self, message: Any) -> None:
        """Send a message: numbers, text, bytes, lists and dicts of these.

        A lone surrogate in a text, which can't be encoded, becomes U+FFFD.

        Raises
        ------
        ValueError
            If the message is too large.
        ConnectionLost
            If the other side has closed the connection.
        """
        try:
            content = msgpack.packb(message)
        except UnicodeEncodeError:
            content = msgpack.packb(clean(message))
        if len(content) > MAX_MESSAGE_BYTES:
            raise ValueError(f"a message of {len(content) / 1e6:.0f} MB is too large")
        self._out.append(_Frame(content))
        self._flush()

    def _flush(self) -> None:
        """Send what is in the queue, or leave it to the call in this thread that is at it."""
        # A message may join the queue after the last look at it and before the lock is free.
        while self._out and not self._sends_already():
            with self._sending:
                self._send_queue()

    def _sends_already(self) -> bool:
        """Whether the caller runs in a handler or destructor that broke into a call that sends."""
        if not self._sending._is_owned():  # type: ignore[attr-defined]
            return False
        frame = sys._getframe(1).f_back
        while frame is not None:
            if frame.f_code in _SENDERS and frame.f_locals.get("self") is self:
                return True
            frame = frame.f_back
        self._sending.release()  # a handler raised just before a call released it
        return False

    def _send_rest(self) -> None:
        """Send what is left of a message that was broken off: the other side waits for it."""
        if self._sends_already():
            raise RuntimeError("can't wait for a message while one is being sent")
        held: list[bool] = []
        try:
            # Acquired and noted within one call, as in `_Frame.send`.
            next(map(held.append, map(self._sending.acquire, (False,))))
            if held[0]:  # else another thread sends the whole queue
                self._send_queue()
        finally:
            if held == [True]:
                self._sending.release()

    def _send_queue(self) -> None:
        try:
            while self._out:
                try:
                    if self._out[0].send(self._socket):
                        self._out.popleft()
                except BlockingIOError:
                    self._until_ready(writing=True)
        except OSError as error:
            raise ConnectionLost(str(error)) from error

    def receive(self) -> Any:
        """The next message.

        Raises
        ------
        ConnectionLost
            If there will be none, or if it is malformed or too long.
        RuntimeError
            In a signal handler or destructor that has broken into `send`.
        """
        if self._out:
            self._send_rest()
        while True:
            message = self._next_message()
            if message is not _INCOMPLETE:
                return message
            try:
                self._until_ready(writing=False)
                count = len(self._in)
                # Received and kept within one call, as in `_Frame.send`.
                next(map(self._in.extend, map(self._socket.recv, (_RECEIVED,))))
            except BlockingIOError:
                continue
            except (OSError, MemoryError) as error:
                raise ConnectionLost(str(error) or type(error).__name__) from error
            if len(self._in) == count:
                raise ConnectionLost("closed")

    def _until_ready(self, writing: bool) -> None:
        if self._wait is not None:
            self._wait(writing)

    def _next_message(self) -> Any:
        if len(self._in) < 8:
            return _INCOMPLETE
        (size,) = struct.unpack_from("<Q", self._in)
        if size > MAX_MESSAGE_BYTES:
            raise ConnectionLost(f"a message of {size} bytes")
        if len(self._in) < 8 + size:
            return _INCOMPLETE
        try:
            content = bytes(memoryview(self._in)[8 : 8 + size])
            message = self._read(content)
            del self._in[: 8 + size]  # last, so that no signal loses the message meanwhile
            return message
        except Exception as error:  # a broken or hostile sender can cause any
            raise ConnectionLost(f"malformed message: {error}") from error

    def _read(self, content: bytes) -> Any:
        if self._max_keys is None:
            return msgpack.unpackb(content, strict_map_key=False)
        left = MAX_ITEMS

        def count(items: Any) -> Any:
            nonlocal left
            left -= 1 + len(items)
            if left < 0:
                raise ValueError(f"more than {MAX_ITEMS} items")
            return items

        def refuse(*_: Any) -> Any:
            raise ValueError("an extension")

        return msgpack.unpackb(
            content, strict_map_key=False, max_map_len=self._max_keys, max_array_len=MAX_ITEMS,
            max_ext_len=0, ext_hook=refuse, list_hook=count, object_hook=count,
        )  # fmt: skip


#: The functions that hold a channel's lock.
_SENDERS = (Channel._flush.__code__, Channel._send_rest.__code__)


class Peer:
    """One side of the conversation.

    Parameters
    ----------
    channel : Channel
    answer : callable
        Takes a request of the other side, returns the reply.
    notified : callable
        Takes a notification: a message of the other side that has no reply.
    """

    def __init__(
        self,
        channel: Channel,
        answer: Callable[[Any], Any],
        notified: Callable[[Any], None] = lambda content: None,
    ):
        self._channel, self._answer, self._notified = channel, answer, notified
        self._number, self._nested = 0, 0
        self._pending: list[int] = []  # requests without a reply yet
        self._asking = threading.RLock()  # a thread would take the reply that another waits for

    def notify(self, content: Any) -> None:
        """Send a message that has no reply."""
        self._channel.send([_NOTIFY, 0, content])

    def ask(self, content: Any) -> Any:
        """Send a request and wait for its reply.

        Raises
        ------
        ConnectionLost
            If there will be no reply.
        """
        with self._asking:
            self._number += 1
            number = self._number
            self._pending.append(number)
            try:
                self._channel.send([_ASK, number, content])
                reply = self._listen(number)
            except (ValueError, RuntimeError):  # there will be no reply
                self._pending.remove(number)
                raise
            self._pending.remove(number)
        return reply

    def serve(self) -> None:
        """Answer requests until the other side closes the connection."""
        try:
            self._listen(None)
        except ConnectionLost:
            return

    def drain(self) -> None:
        """Receive and discard the reply to a request that was given up, if there is one."""
        if self._pending:
            self._listen(self._pending[0])
            self._pending.clear()

    def _listen(self, number: int | None) -> Any:
        while True:
            message = self._channel.receive()
            if not (isinstance(message, list) and len(message) == 3):
                raise ConnectionLost("malformed message")
            kind, sender, content = message
            if type(kind) is not int or type(sender) is not int:
                raise ConnectionLost("malformed message")
            if kind == _REPLY and sender == number:
                return content
            if kind == _NOTIFY:
                try:
                    self._notified(content)
                except ConnectionLost:
                    raise
                except Exception as error:
                    raise ConnectionLost(f"malformed notification: {error}") from error
            elif kind == _ASK:
                if self._nested >= MAX_NESTED:
                    raise ConnectionLost(f"more than {MAX_NESTED} nested requests")
                self._nested += 1
                try:
                    reply = self._answer(content)
                finally:
                    self._nested -= 1
                self._channel.send([_REPLY, sender, reply])
            elif not (kind == _REPLY and 0 < sender <= self._number):
                raise ConnectionLost("malformed message")
            # else it is the reply to a request that was given up: discard it
