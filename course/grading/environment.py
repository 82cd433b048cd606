"""What a result depends on besides the notebook: the course's code and the packages."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_DEPENDS_ON = ("keras", "tensorflow", "numpy", "ipykernel", "nbclient", "nbgrader")


@cache
def environment() -> str:
    """A hash of the code and the packages that a result depends on."""
    digest = hashlib.sha256()
    for name in _DEPENDS_ON:
        try:
            digest.update(f"{name}=={version(name)}\n".encode())
        except PackageNotFoundError:
            digest.update(f"{name} missing\n".encode())
    package = Path(__file__).resolve().parent.parent
    for path in sorted(package.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
