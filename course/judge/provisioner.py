"""The kernel "Python (course, warm)": starts in a second, with TensorFlow imported.

The fork server forks it. Jupyter finds it by its specification
(``share/jupyter/kernels/course-warm``) and by the entry point ``course-warm``. Without a
fork server it starts like any other kernel.
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


class ForkedKernel:
    """A kernel that was forked, with the methods of `subprocess.Popen` that Jupyter uses."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int, connection: socket.socket):
        self.pid = pid
        self._connection: socket.socket | None = connection

    def poll(self) -> int | None:
        """None while the kernel runs, which holds the other end of the connection, else 0."""
        if self._connection is None or rpc.closed(self._connection):
            self.close()
            return 0
        return None

    def wait(self, timeout: float | None = None) -> int:
        """Wait until the kernel has ended."""
        if self._connection is not None:
            self._connection.settimeout(timeout)
            try:
                self._connection.recv(1)
            except OSError:
                pass
            self.close()
        return 0

    def close(self) -> None:
        """Close the connection, which ends the kernel."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def send_signal(self, number: int) -> None:
        """Send a signal to the kernel."""
        os.kill(self.pid, number)

    def kill(self) -> None:
        """Send SIGKILL."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Send SIGTERM."""
        self.send_signal(signal.SIGTERM)


class WarmProvisioner(LocalProvisioner):
    """Starts kernels through the fork server, or as usual if there is none."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Start a kernel; returns what is needed to connect to it."""
        cwd = str(kwargs.get("cwd") or pathlib.Path.cwd())
        request = {"argv": cmd[2:], "cwd": cwd, "environment": dict(kwargs.get("env") or {})}
        try:
            loop = asyncio.get_running_loop()
            pid, connection = await loop.run_in_executor(None, client.kernel, request)
        except client.ServerUnavailable as error:
            self.log.warning("No fork server (%s): starting the kernel without it.", error)
            return await super().launch_kernel(cmd, **kwargs)
        self.process = ForkedKernel(pid, connection)  # type: ignore[assignment]
        self.pid = self.pgid = pid  # each child of the server leads a session of its own
        self.cwd = cwd
        return self.connection_info
