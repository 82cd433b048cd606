"""Shows the course another system: what Windows or macOS lacks is missing, for its modules alone.

Python imports this module when it starts, if its folder is in PYTHONPATH. The variable
COURSE_TEST_SYSTEM names the system. Other packages go on seeing Linux, on which they run.
"""

from __future__ import annotations

import builtins
import os
import types
from typing import Any

_ON_NEITHER = {
    "os": {
        "eventfd", "memfd_create", "pidfd_open", "posix_fadvise", "sched_getaffinity",
        "sched_setaffinity", "setns", "splice", "unshare", "O_PATH", "O_TMPFILE", "getresuid",
        "setresuid", "getresgid", "setresgid", "waitid", "P_PID", "P_PIDFD", "WEXITED", "WNOWAIT",
    },
    "select": {"epoll", "EPOLLIN"},
    "signal": {"sigtimedwait", "sigwaitinfo", "pidfd_send_signal"},
    "socket": {"SO_PEERCRED", "AF_VSOCK", "AF_NETLINK", "AF_PACKET", "AF_ALG"},
}  # fmt: skip
_NOT_ON_WINDOWS = {
    "os": {
        "chown", "chroot", "fchdir", "fchmod", "fchown", "fork", "forkpty", "getegid", "geteuid",
        "getgid", "getgroups", "getloadavg", "getpgid", "getpgrp", "getpriority", "getsid",
        "getuid", "killpg", "lchown", "mkfifo", "mknod", "nice", "openpty", "pipe2",
        "register_at_fork", "sendfile", "set_blocking", "setegid", "seteuid", "setgid",
        "setgroups", "setpgid", "setpriority", "setsid", "setuid", "statvfs", "sysconf", "uname",
        "wait", "wait3", "wait4", "O_CLOEXEC", "O_DIRECTORY", "O_NOFOLLOW", "O_NONBLOCK",
        "WIFEXITED", "WIFSIGNALED", "WEXITSTATUS", "WTERMSIG", "WNOHANG",
    },
    "select": {"poll", "kqueue", "POLLIN", "POLLOUT", "POLLHUP"},
    "signal": {
        "SIGALRM", "SIGCHLD", "SIGCONT", "SIGHUP", "SIGKILL", "SIGPIPE", "SIGQUIT", "SIGSTOP",
        "SIGTSTP", "SIGUSR1", "SIGUSR2", "SIGXCPU", "alarm", "setitimer", "getitimer",
        "ITIMER_REAL", "pause", "pthread_kill", "pthread_sigmask", "siginterrupt", "sigpending",
        "sigwait",
    },
    "socket": {"AF_UNIX", "SCM_RIGHTS", "sendmsg", "recv_fds", "send_fds"},
    "time": {"tzset", "clock_settime", "pthread_getcpuclockid"},
}  # fmt: skip
_SYSTEMS: dict[str, tuple[str, set[str], list[dict[str, set[str]]]]] = {
    "win32": (
        "nt",
        {"resource", "fcntl", "pwd", "grp", "termios", "tty", "pty", "syslog", "posix"},
        [_ON_NEITHER, _NOT_ON_WINDOWS],
    ),
    "darwin": ("posix", set(), [_ON_NEITHER]),
}


class _Module(types.ModuleType):
    """A module without some of its names, and with others of another value."""

    def __init__(self, module: types.ModuleType, missing: set[str], other: dict[str, Any]):
        super().__init__(module.__name__)
        vars(self).update(other, _about=(module, missing))

    def __getattr__(self, name: str) -> Any:
        module, missing = self._about
        if name in missing:
            raise AttributeError(f"this system has no {module.__name__}.{name}")
        return getattr(module, name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self._about[0], name, value)


def _install(system: str) -> None:
    name, modules, lacks = _SYSTEMS[system]
    missing: dict[str, set[str]] = {}
    for lack in lacks:
        for module, names in lack.items():
            missing.setdefault(module, set()).update(names)
    other = {"sys": {"platform": system}, "os": {"name": name}}
    real = builtins.__import__

    def imported(name: str, globals: Any = None, locals: Any = None, fromlist: Any = (),
                 level: int = 0) -> Any:  # fmt: skip
        asked_by = (globals or {}).get("__name__", "").partition(".")[0]
        first = name.partition(".")[0]
        if level or asked_by != "course":
            return real(name, globals, locals, fromlist, level)
        if first in modules:
            raise ModuleNotFoundError(f"No module named {first!r}", name=first)
        found = real(name, globals, locals, fromlist, level)
        if found.__name__ in missing or found.__name__ in other:
            return _Module(found, missing.get(found.__name__, set()), other.get(found.__name__, {}))
        return found

    builtins.__import__ = imported


if os.environ.get("COURSE_TEST_SYSTEM"):
    _install(os.environ["COURSE_TEST_SYSTEM"])
