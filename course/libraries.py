"""How the libraries below Keras run: quietly, in full float32, with memory as it is needed.

On recent NVIDIA cards TensorFlow and JAX round the factors of a float32 matrix product to
TF32, which has 10 bits of fraction instead of 23, and PyTorch does so in cuDNN. The relative
error is then about 1e-3, and a test would reject a right NumPy answer that it compares with
Keras. So each library is set to full float32 as soon as it is imported, whoever imports it:
in notebooks, tests and grading, and in the experiments of both sizes.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

#: What the libraries read from the environment while they load or when they first use a card.
ENVIRONMENT = {
    # A log line must never look like a student's mistake.
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TF_ENABLE_ONEDNN_OPTS": "0",
    # By default, TensorFlow and JAX take most of a card's memory in each process.
    "TF_FORCE_GPU_ALLOW_GROWTH": "true",
    "XLA_PYTHON_CLIENT_PREALLOCATE": "false",
    # PyTorch asks the driver's management library whether there is a card; if it asked CUDA,
    # as it does by default, processes forked afterwards could not use the card.
    "PYTORCH_NVML_BASED_CUDA_CHECK": "1",
    # cuBLAS and cuDNN never use TF32, whichever library calls them.
    "NVIDIA_TF32_OVERRIDE": "0",
}


def prepare() -> None:
    """Set the environment, and each library now or once it is imported."""
    for name, value in ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    for name, (use, _) in _FLOAT32.items():
        if name in sys.modules:
            use()
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())


def full_float32() -> dict[str, bool]:
    """Whether each of the libraries that are imported is set to full float32."""
    return {name: is_full() for name, (_, is_full) in _FLOAT32.items() if name in sys.modules}


class _Finder(MetaPathFinder):
    """Finds what the other finders find, and has a library set after it was loaded."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name not in _FLOAT32:
            return None
        others = (f for f in sys.meta_path if not isinstance(f, _Finder))
        found = (f.find_spec(name, path, target) for f in others if hasattr(f, "find_spec"))
        spec = next(filter(None, found), None)
        if spec is not None and spec.loader is not None:
            load = spec.loader.exec_module

            def load_and_set(module: ModuleType) -> None:
                load(module)
                _FLOAT32[name][0]()

            spec.loader.exec_module = load_and_set  # type: ignore[method-assign]
        return spec


# ---------------------------------------------------------------- the libraries


# Neither of these runs an operation or looks for a card: a fork server may still fork after it.


def _tensorflow_use() -> None:
    sys.modules["tensorflow"].config.experimental.enable_tensor_float_32_execution(False)


def _tensorflow_is_full() -> bool:
    return not sys.modules["tensorflow"].config.experimental.tensor_float_32_execution_enabled()


def _jax_use() -> None:
    sys.modules["jax"].config.update("jax_default_matmul_precision", "highest")


def _jax_is_full() -> bool:
    return sys.modules["jax"].config.jax_default_matmul_precision in ("highest", "float32")


def _torch_use() -> None:
    backends = sys.modules["torch"].backends
    backends.cuda.matmul.allow_tf32 = False
    backends.cudnn.allow_tf32 = False


def _torch_is_full() -> bool:
    backends = sys.modules["torch"].backends
    return not (backends.cuda.matmul.allow_tf32 or backends.cudnn.allow_tf32)


#: By a library's name: sets it to full float32, and tells whether it is.
_FLOAT32: dict[str, tuple[Callable[[], None], Callable[[], bool]]] = {
    "tensorflow": (_tensorflow_use, _tensorflow_is_full),
    "jax": (_jax_use, _jax_is_full),
    "torch": (_torch_use, _torch_is_full),
}
