"""What a data set is, and how its files are found, checked and fetched.

A data set has an *embedded* version of the project's own making, for quick size,
and a *real* one, for full size. The real one comes from the first of these places
that applies: the folder named by ``COURSE_DATA``, the cache, its public address.

Nothing enters the cache before it is complete and checked: pooch downloads into a
temporary file beside its final place and renames it, and the check stands between
the two. A download that is wrong leaves nothing behind. One that is cut short leaves
nothing either, unless the server can go on in the middle of a file: then what came
is kept aside as ``NAME.TAG.part``, is never read as data, and the next call goes on
from there.
"""

from __future__ import annotations

import inspect
import os
import random
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from course.data.fetch import fetch, parts
from course.files import write_text
from course.settings import tr

T = TypeVar("T")

#: The folder of the cache, below the system's own folder for caches.
CACHE = "recurrence-to-transformers"


class DataError(ValueError):
    """Data can't be had; the message says what, where, why, and what to do."""


@dataclass(frozen=True)
class Embedded:
    """The version that is part of the package, or made by it.

    Attributes
    ----------
    title : str
    read : callable
        Takes nothing, returns the data set's value.
    place : tuple of str
        Where it comes from, in English and in Spanish, for the printed sentence.
    """

    title: str
    read: Callable[[], Any]
    place: tuple[str, str] = ("embedded in the course", "incluido en el curso")


@dataclass(frozen=True)
class Download:
    """The original at its public address.

    Attributes
    ----------
    url : str
    read : callable
        Takes the downloaded file's path, returns the data set's value; raises
        `DataError` if the content isn't what it should be.
    sha256 : str or None
        Of the file that `url` serves. ``None`` where it is not known, or where the
        address serves new editions in its own time. Then `read` is the check: it
        must refuse everything that isn't the whole text. What it accepted first is
        pinned: its sha256 is kept beside it in the cache, and from then on counts
        as the known one (trust on first use). Deleting that ``.sha256`` file, as
        the message proposes, accepts a new edition.
    """

    url: str
    read: Callable[[Path], Any]
    sha256: str | None = None


@dataclass(frozen=True)
class Provided:
    """The copy in the folder that ``COURSE_DATA`` names.

    Attributes
    ----------
    files : mapping of str to str
        Path within the folder, with ``/``, to the file's sha256.
    read : callable
        Takes one path per file, in the order of `files`; returns the value.
    """

    files: Mapping[str, str]
    read: Callable[..., Any]


@dataclass(frozen=True)
class Real:
    """The real thing in one language: one title, two ways to get it."""

    title: str
    download: Download
    provided: Provided


@dataclass(frozen=True)
class DataSet:
    """A data set in every language of the course.

    Attributes
    ----------
    name : str
        What `course.data.load` is asked for.
    unit : tuple of str
        What `count` counts, in English and in Spanish.
    embedded, real : mapping of str to Embedded, str to Real or Embedded
        By language. What is made by rule, like sums, has no real version: then
        `real` holds a larger `Embedded` one.
    count : callable
        Takes a value, returns its size in units.
    variant : callable or None
        Takes the keyword options that `course.data.load` was given, returns the data
        set that they choose. Its parameters are the options there are; ``None``: none.
    """

    name: str
    unit: tuple[str, str]
    embedded: Mapping[str, Embedded]
    real: Mapping[str, Real | Embedded]
    count: Callable[[Any], int] = len
    variant: Callable[..., DataSet] | None = None

    def choose(self, options: Mapping[str, Any]) -> DataSet:
        """The data set that the options of `course.data.load` choose.

        Raises
        ------
        DataError
            For an option that this data set does not have, or a value it can't take.
        """
        known = list(inspect.signature(self.variant).parameters) if self.variant else []
        for option in options:
            if option not in known:
                raise DataError(
                    tr(
                        f"the data set {self.name!r} has no option {option!r}; it has: "
                        f"{', '.join(known) or 'none'}",
                        f"el conjunto de datos {self.name!r} no tiene la opción {option!r}; tiene: "
                        f"{', '.join(known) or 'ninguna'}",
                    )
                )
        return self.variant(**options) if options else self

    def load(self, language: str, size: str) -> Any:
        """The value, after one printed sentence that says which one it is.

        Raises
        ------
        DataError
            If the real one can't be had.
        """
        version = (self.embedded if size == "quick" else self.real)[language]
        if isinstance(version, Embedded):
            value, place = version.read(), tr(*version.place)
        else:
            value, place = self._real(version)
        print(self._sentence(version.title, value, language, size, place))
        return value

    def _real(self, real: Real) -> tuple[Any, str]:
        folder = os.environ.get("COURSE_DATA")
        if folder:
            return from_folder(real.provided, Path(folder).expanduser()), tr(
                f"the real one, from {folder}", f"el real, de {folder}"
            )
        value, path, is_new = from_cache(real.download, cache_folder() / self.name)
        if is_new:
            return value, tr(
                f"the real one, downloaded from {real.download.url} into {path.parent}",
                f"el real, descargado de {real.download.url} en {path.parent}",
            )
        return value, tr(
            f"the real one, from the cache {path.parent}", f"el real, de la caché {path.parent}"
        )

    def _sentence(self, title: str, value: Any, language: str, size: str, place: str) -> str:
        real = isinstance(self.real[language], Real)
        if size == "quick":
            other, what = "full", tr("the real one", "el real")
            what = what if real else tr("the large one", "el grande")
        else:
            other, what = "quick", tr("the embedded one", "el incluido en el curso")
            what = what if real else tr("the small one", "el pequeño")
        how = f'data.load("{self.name}", size="{other}")' + tr(f" loads {what}", f" carga {what}")
        # Spanish groups five digits and more, with a space; one that doesn't break the line.
        count = self.count(value)
        number = f"{count:,}"
        number = tr(number, number.replace(",", "\u00a0") if count >= 10_000 else str(count))
        return tr(
            f'Data "{self.name}": {title}, {number} {self.unit[0]}, {place}; {how}.',
            f"Datos «{self.name}»: {title}, {number} {self.unit[1]}, {place}; {how}.",
        )


# ---------------------------------------------------------------- where data come from


def cache_folder() -> Path:
    """The folder for downloads: ``COURSE_CACHE`` if set, else the system's own place."""
    import pooch

    return Path(os.environ.get("COURSE_CACHE") or pooch.os_cache(CACHE)).expanduser()


def from_folder(provided: Provided, folder: Path) -> Any:
    """The value from the copy in `folder`, whose files are checked and never touched.

    Raises
    ------
    DataError
        If the folder or a file isn't there, can't be read or has another checksum.
    """
    import pooch

    if not folder.is_dir():
        raise DataError(
            tr(
                f"COURSE_DATA names {folder}, which is not a folder: set it to the folder that holds "
                f"{', '.join(provided.files)}, or unset it to download the original.",
                f"COURSE_DATA indica {folder}, que no es una carpeta: indica la que contiene "
                f"{', '.join(provided.files)} o quita la variable para descargar el original.",
            )
        )
    paths = []
    for name, expected in provided.files.items():
        path = folder / name
        if not path.is_file():
            raise DataError(
                tr(
                    f"COURSE_DATA names {folder}, which lacks a file: expected {path}; put it there, "
                    "or unset COURSE_DATA to download the original.",
                    f"A la carpeta {folder}, que indica COURSE_DATA, le falta un archivo: se esperaba "
                    f"{path}; ponlo ahí o quita COURSE_DATA para descargar el original.",
                )
            )
        try:
            got = pooch.file_hash(path)
        except OSError as error:
            raise DataError(
                tr(
                    f"{path}, in the folder that COURSE_DATA names, can't be read ({_reason(error)}): "
                    "make it readable, or unset COURSE_DATA to download the original.",
                    f"No se puede leer {path}, en la carpeta que indica COURSE_DATA "
                    f"({_reason(error)}): da permiso de lectura o quita COURSE_DATA para descargar el "
                    "original.",
                )
            ) from error
        if got != expected:
            raise DataError(
                _mismatch(path, expected, got)
                + tr(
                    "it was left as it is; replace it, or unset COURSE_DATA to download the original.",
                    "no se ha tocado; sustitúyelo o quita COURSE_DATA para descargar el original.",
                )
            )
        paths.append(path)
    return provided.read(*paths)


def from_cache(download: Download, folder: Path) -> tuple[Any, Path, bool]:
    """The value from `folder`, after a download if the file isn't there in good order.

    Parameters
    ----------
    download : Download
    folder : Path
        The data set's folder in the cache; made if need be.

    Returns
    -------
    value : object
    path : Path
        The cached file.
    is_new : bool
        Whether this call downloaded it.

    Raises
    ------
    DataError
        If the address can't be reached, what came is not what was expected, or the
        cache can't be written. A cached file that was damaged is gone afterwards.
    """
    import pooch
    import requests

    path = folder / download.url.rsplit("/", 1)[-1]
    pin = path.with_name(path.name + ".sha256")
    pooch.get_logger().setLevel("WARNING")  # the course says itself what it does
    damage = None
    try:
        known = download.sha256
        if known is None and pin.exists():
            known = pin.read_text(encoding="ascii", errors="replace").strip() or None
        if known and path.exists() and (got := pooch.file_hash(path)) != known:
            damage = DataError(_mismatch(path, known, got) + tr("removed.", "eliminado."))
            path.unlink()
        is_new = not path.exists()
        pooch.retrieve(
            download.url, known, path.name, folder, downloader=_Checked(download, known, pin)
        )
        try:
            value = download.read(path)
        except DataError:
            if known is None:  # a cached file that only its content vouches for
                path.unlink()
            raise
        if known is None:
            write_text(pooch.file_hash(path) + "\n", pin)
            pin.chmod(0o644)  # a class may share the cache
        return value, path, is_new
    except requests.RequestException as error:  # before OSError, of which it is a kind
        kept = sum(part.stat().st_size for part in parts(path.name, folder))
        raise DataError(_unreachable(download.url, error, kept)) from (damage or error)
    except OSError as error:
        raise DataError(
            tr(
                f"The cache folder {folder} can't be used ({_reason(error)}): free some space, or set "
                "COURSE_CACHE to a folder that can be written.",
                f"No se puede usar la carpeta de la caché {folder} ({_reason(error)}): libera espacio "
                "o indica en COURSE_CACHE una carpeta en la que se pueda escribir.",
            )
        ) from error


class _Checked:
    """Downloads for pooch, and lets through only what is complete and right.

    pooch calls this with the path of a temporary file, which it moves into the
    cache if nothing is raised and deletes if anything is, ^C included.
    """

    def __init__(self, download: Download, known: str | None, pin: Path):
        self.download, self.known, self.pin = download, known, pin

    def __call__(self, url: str, output_file: str, _: object) -> None:
        import pooch

        fetch(url, Path(output_file), self.pin.parent)
        path = Path(output_file)
        path.chmod(0o644)  # a temporary file is private; a class may share a cache
        if self.known is None:
            self._read(path)
            return
        got = pooch.file_hash(path)
        if got != self.known:
            what = _mismatch(url, self.known, got, path.stat().st_size)
            if self.download.sha256 is None:
                what += tr(
                    "nothing was kept; if the address serves a new edition, delete "
                    f"{self.pin} to accept it.",
                    "no se ha guardado nada; si en esa dirección hay una edición nueva, borra "
                    f"{self.pin} para aceptarla.",
                )
            else:
                what += tr(
                    "nothing was kept; try again, or set COURSE_DATA to a folder with the data.",
                    "no se ha guardado nada; repite o indica en COURSE_DATA una carpeta con los "
                    "datos.",
                )
            raise DataError(what)

    def _read(self, path: Path) -> None:
        """Let the content be checked, under the file's own name."""
        with tempfile.TemporaryDirectory(dir=path.parent) as folder:
            named = Path(folder, self.download.url.rsplit("/", 1)[-1])
            os.replace(path, named)
            try:
                self.download.read(named)
            except DataError as error:  # the place is gone when the message is read
                message = str(error).replace(str(named), self.download.url)
                raise DataError(message) from error
            os.replace(named, path)


# ----------------------------------------------------------------------------- checking


def _mismatch(what: Path | str, expected: str, got: str, size: int | None = None) -> str:
    size = what.stat().st_size if isinstance(what, Path) else size
    return tr(
        f"{what} ({size:,} bytes) is cut short or not the expected file: expected sha256 "
        f"{expected[:12]}…, got {got[:12]}…; ",
        f"{what} ({size} bytes) está cortado o no es el archivo esperado: se esperaba sha256 "
        f"{expected[:12]}…, se obtuvo {got[:12]}…; ",
    )


def _unreachable(url: str, error: Exception, kept: int) -> str:
    import requests

    if isinstance(error, requests.HTTPError) and error.response is not None:
        code = error.response.status_code
        why = tr(f"the server answered {code}", f"el servidor respondió {code}")
    elif isinstance(error, requests.exceptions.ChunkedEncodingError):
        why = tr("the download was cut short", "la descarga se cortó")
    elif isinstance(error, requests.Timeout):
        why = tr("the server did not answer in time", "el servidor no respondió a tiempo")
    else:
        why = tr("no network, or no such server", "no hay red o no existe el servidor")
    what = tr("nothing was kept", "no se ha guardado nada")
    if kept:
        what = tr(
            f"the next call goes on from the {kept:,} bytes that came",
            f"la próxima llamada sigue a partir de los {kept} bytes recibidos",
        )
    return tr(
        f"{url} could not be downloaded ({why}) and {what}: use the embedded data with "
        'size="quick", or set COURSE_DATA to a folder with the real data.',
        f"No se pudo descargar {url} ({why}) y {what}: usa los datos incluidos "
        'con size="quick" o indica en COURSE_DATA una carpeta con los datos reales.',
    )


def _reason(error: OSError) -> str:
    """The system's own words; pooch wraps them in more."""
    cause = error.__cause__ if isinstance(error.__cause__, OSError) else error
    return cause.strerror or str(cause)


# --------------------------------------------------------------- chance, the same everywhere


def shuffled(items: Sequence[T], seed: int) -> list[T]:
    """The items in an order that depends on nothing but their number and the seed.

    Of Python's generators only ``random()`` is promised to give the same numbers in
    every version, so the order is that of one such number per item.
    """
    draw = random.Random(seed).random
    keys = [draw() for _ in items]
    return [items[i] for i in sorted(range(len(items)), key=keys.__getitem__)]
