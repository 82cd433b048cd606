"""The kernel "Python (course, warm)": ready in a second, since TensorFlow is imported already.

Jupyter finds it by the kernel's own specification (``share/jupyter/kernels/course-warm``)
and the entry point ``course-warm``. If there is no warm server to be had, the kernel
starts as any other does.
"""

from __future__ import annotations

import asyncio
import os
import pathlib
import signal
import socket
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import LocalProvisioner

from course.judge import client, rpc


class WarmProcess:
    """A kernel that the warm server forked, with what Jupyter asks of a `subprocess.Popen`."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int, connection: socket.socket):
        self.pid, self._connection = pid, connection

    def poll(self) -> int | None:
        """None while the kernel lives: it holds the other end of the connection."""
        if self._connection is None or rpc.closed(self._connection):
            self.close()
            return 0
        return None

    def wait(self, timeout: float | None = None) -> int:
        if self._connection is not None:
            self._connection.settimeout(timeout)
            try:
                self._connection.recv(1)
            except OSError:
                pass
            self.close()
        return 0

    def close(self) -> None:
        """Let go of the kernel; it then ends."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)


class WarmProvisioner(LocalProvisioner):
    """Starts kernels as forks of the warm server, and any other way if that can't be."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        cwd = str(kwargs.get("cwd") or pathlib.Path.cwd())
        request = {"argv": cmd[2:], "cwd": cwd, "environment": dict(kwargs.get("env") or {})}
        try:
            loop = asyncio.get_running_loop()
            pid, connection = await loop.run_in_executor(None, client.kernel, request)
        except client.ServerUnavailable as error:
            self.log.warning("No warm kernel (%s); starting a cold one.", error)
            return await super().launch_kernel(cmd, **kwargs)
        self.process = WarmProcess(pid, connection)
        self.pid = self.pgid = pid  # the server gives each of its children a session of its own
        self.cwd = cwd
        return self.connection_info
