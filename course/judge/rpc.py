"""Requests and replies between two processes over one socket.

Either side may ask; while one waits for its reply it answers what the other asks
meanwhile, so that a test's function can be called by the student's function that the
test called.
"""

from __future__ import annotations

import socket
import struct
from collections.abc import Callable
from typing import Any

import msgpack

#: A larger message ends the conversation.
MAX_MESSAGE = 1 << 28
#: How deep requests may be answered within one another.
MAX_NESTED = 30

_ASK, _REPLY, _NOTE = range(3)


class ConnectionLost(ConnectionError):
    """The other side has closed, died or sent what is no message."""


def closed(sock: socket.socket) -> bool:
    """Whether the other side has closed."""
    try:
        return sock.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


class Channel:
    """Whole messages over a stream socket.

    An exception raised by a signal in the middle of a message loses nothing: what came
    and what is still to be sent stay here, and the next call goes on from there.

    Parameters
    ----------
    wait : callable, optional
        Called with whether it is writing that must wait; returns when the socket is ready.
        Without it the socket itself waits.
    """

    def __init__(self, sock: socket.socket, wait: Callable[[bool], None] | None = None):
        sock.setblocking(wait is None)
        self._socket, self._in, self._out = sock, bytearray(), bytearray()
        self._wait = wait

    def send(self, message: Any) -> None:
        content = msgpack.packb(message)
        self._out += struct.pack("<Q", len(content)) + content
        try:
            while self._out:
                try:
                    sent = self._socket.send(memoryview(self._out)[: 1 << 20])
                except BlockingIOError:
                    self._wait(True)
                else:
                    del self._out[:sent]
        except OSError as error:
            raise ConnectionLost(str(error)) from error

    def receive(self) -> Any:
        while True:
            message = self._whole()
            if message is not None:
                return message
            try:
                if self._wait:
                    self._wait(False)
                chunk = self._socket.recv(1 << 16)
            except BlockingIOError:
                continue
            except OSError as error:
                raise ConnectionLost(str(error)) from error
            if not chunk:
                raise ConnectionLost("closed")
            self._in += chunk

    def _whole(self) -> Any:
        if len(self._in) < 8:
            return None
        (size,) = struct.unpack_from("<Q", self._in)
        if size > MAX_MESSAGE:
            raise ConnectionLost(f"a message of {size} bytes")
        if len(self._in) < 8 + size:
            return None
        content = bytes(self._in[8 : 8 + size])
        del self._in[: 8 + size]
        try:
            return msgpack.unpackb(content, strict_map_key=False)
        except (ValueError, TypeError, RecursionError, MemoryError) as error:
            raise ConnectionLost(f"no message: {error}") from error


class Peer:
    """One side of the conversation.

    Parameters
    ----------
    channel : Channel
    answer : callable
        Takes what the other side asks, returns the reply.
    noted : callable
        Takes what the other side says and wants no reply to.
    """

    def __init__(
        self,
        channel: Channel,
        answer: Callable[[Any], Any],
        noted: Callable[[Any], None] = lambda content: None,
    ):
        self._channel, self._answer, self._noted = channel, answer, noted
        self._number, self._nested = 0, 0
        self._open: list[int] = []

    def note(self, content: Any) -> None:
        self._channel.send([_NOTE, 0, content])

    def ask(self, content: Any) -> Any:
        """The other side's reply.

        Raises
        ------
        ConnectionLost
            If there will be none.
        """
        self._number += 1
        number = self._number
        self._open.append(number)
        self._channel.send([_ASK, number, content])
        reply = self._listen(number)
        self._open.remove(number)
        return reply

    def serve(self) -> None:
        """Answer until the other side closes."""
        try:
            self._listen(None)
        except ConnectionLost:
            return

    def drain(self) -> None:
        """Wait for the reply to whatever was asked and then given up, and forget it."""
        if self._open:
            self._listen(self._open[0])
            self._open.clear()

    def _listen(self, number: int | None) -> Any:
        while True:
            message = self._channel.receive()
            if not (isinstance(message, list) and len(message) == 3):
                raise ConnectionLost("no message")
            kind, sender, content = message
            if kind == _REPLY and sender == number:
                return content
            if kind == _NOTE:
                try:
                    self._noted(content)
                except (ValueError, TypeError, AttributeError, RecursionError) as error:
                    raise ConnectionLost(f"no note: {error}") from error
            elif kind == _ASK:
                if self._nested >= MAX_NESTED:
                    raise ConnectionLost("questions within questions without end")
                self._nested += 1
                try:
                    reply = self._answer(content)
                finally:
                    self._nested -= 1
                self._channel.send([_REPLY, sender, reply])
            # else the reply to a question that was given up: nobody waits for it
