"""Requests and replies between two processes over one socket.

Either side may ask. While a side waits for a reply, it answers what the other side asks,
so that a student's function, called by a test, can call back a function of the test.
"""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable
from typing import Any, Protocol

import msgpack

from course.text import clean

#: A larger message ends the conversation.
MAX_MESSAGE_BYTES = 1 << 28
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


class Channel:
    """Whole messages over a stream socket.

    If a signal handler raises in the middle of a message, nothing is lost: the bytes
    received and the bytes not yet sent are kept, and the next call continues from there.

    Parameters
    ----------
    sock : socket
        Connected; made non-blocking if there is a `wait`.
    wait : callable, optional
        Called when the socket is not ready, with True to wait until it can be written to and
        False until it can be read; returns when it is. Default: the socket blocks.
    max_keys : int, optional
        A dict with more keys ends the conversation. Building a dict whose keys have the same
        hash takes time that grows with the square of their number, and no signal breaks it off.
    """

    def __init__(
        self,
        sock: socket.socket,
        wait: Callable[[bool], None] | None = None,
        max_keys: int | None = None,
    ):
        sock.setblocking(wait is None)
        self._socket, self._in, self._out = sock, bytearray(), bytearray()
        self._wait = wait
        self._max_keys = -1 if max_keys is None else max_keys
        self._sending = threading.RLock()  # a student's threads display things, too

    def send(self, message: Any) -> None:
        """Send a message: numbers, text, bytes, lists and dicts of these.

        A lone surrogate in a text, which can't be encoded, becomes U+FFFD.

        Raises
        ------
        ConnectionLost
            If the other side has closed the connection.
        """
        try:
            content = msgpack.packb(message)
        except UnicodeEncodeError:
            content = msgpack.packb(clean(message))
        with self._sending:
            self._out += struct.pack("<Q", len(content)) + content
            try:
                while self._out:
                    try:
                        sent = self._socket.send(memoryview(self._out)[: 1 << 20])
                    except BlockingIOError:
                        self._until_ready(writing=True)
                    else:
                        del self._out[:sent]
            except OSError as error:
                raise ConnectionLost(str(error)) from error

    def receive(self) -> Any:
        """The next message.

        Raises
        ------
        ConnectionLost
            If there will be none, or if it is malformed or too long.
        """
        while True:
            message = self._next_message()
            if message is not _INCOMPLETE:
                return message
            try:
                self._until_ready(writing=False)
                chunk = self._socket.recv(1 << 16)
                self._in += chunk
            except BlockingIOError:
                continue
            except (OSError, MemoryError) as error:
                raise ConnectionLost(str(error) or type(error).__name__) from error
            if not chunk:
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
            content = bytes(self._in[8 : 8 + size])
            del self._in[: 8 + size]
            return msgpack.unpackb(content, strict_map_key=False, max_map_len=self._max_keys)
        except Exception as error:  # a broken or hostile sender can cause any
            raise ConnectionLost(f"malformed message: {error}") from error


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
        self._number += 1
        number = self._number
        self._pending.append(number)
        self._channel.send([_ASK, number, content])
        reply = self._listen(number)
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
            # else it is the reply to a request that was given up: discard it
