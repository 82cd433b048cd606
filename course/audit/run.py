"""One audit: what is to be graded, what has been, and what that says of the tests."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from course import catalogue, notebooks
from course.audit import equivalents, pool
from course.audit.mutants import difference, mutants
from course.audit.pool import ERROR, FAILED, PASSED, TIME
from course.code import normal
from course.fingerprint import AUDIT, fingerprint
from course.judge.inline import cells
from course.notebooks import NotebookError
from course.progress import ProgressCallback, no_progress
from course.project import STATE, Project, ProjectError

#: How often a mutant that passed is tried again, with other seeds.
AGAIN = 3
#: Mutants of an exercise in a quick audit.
SAMPLE = 6
#: Gradings of a right answer in one process; TensorFlow's first operations cost more than most.
TOGETHER = 5

MISTAKE, RIGHT, MUTANT = "mistake", "right", "mutant"
#: The name of the right answer that is the notebook's own.
REFERENCE = "reference"


@dataclass(frozen=True)
class Candidate:
    """Something to grade: its kind, its name among those of its kind, its code."""

    notebook: str
    exercise: str
    kind: str
    name: str
    code: str
    what: str = ""


@dataclass
class ExerciseAudit:
    """What an audit says of an exercise's tests.

    Attributes
    ----------
    mistakes, right, mutants : int
        How many of each were graded; the reference is one of the right answers.
    accepted, rejected, survivors : list of dict
        The known mistakes that passed, the right answers that did not, the mutants that
        passed and are not on record as equivalent: ``name``, the ``seed`` that repeats it,
        and ``message`` or ``change``. A survivor that only passed sometimes is ``at times``.
    killed : dict
        Mutants refused by a check, by an error they raised, by the limit of time.
    timeouts : list of str
        Names of the latter.
    equivalent : int
        Mutants that passed and are on record.
    stale : list of str
        Recorded equivalents that are no mutant of this solution, or that a test refuses.
    gradings, changed : int, list of str
        Gradings of right answers; of each whose verdict was not the first one's, the answer.
    seconds : float
        Processor time of all its gradings.
    """

    notebook: str
    name: str
    mistakes: int = 0
    right: int = 0
    mutants: int = 0
    accepted: list[dict] = field(default_factory=list)
    rejected: list[dict] = field(default_factory=list)
    survivors: list[dict] = field(default_factory=list)
    killed: dict[str, int] = field(default_factory=lambda: {FAILED: 0, ERROR: 0, TIME: 0})
    timeouts: list[str] = field(default_factory=list)
    equivalent: int = 0
    stale: list[str] = field(default_factory=list)
    gradings: int = 0
    changed: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def sound(self) -> bool:
        """Nothing wrong accepted, nothing right rejected, no survivor unexplained."""
        return not (self.accepted or self.rejected or self.survivors or self.changed)

    def as_dict(self) -> dict:
        return {**asdict(self), "seconds": round(self.seconds, 1)}


def audit(
    project: Project,
    assignments: list[str],
    exercise: str | None = None,
    steadiness: int = 5,
    workers: int = 1,
    quick: bool = False,
    fresh: bool = False,
    progress: ProgressCallback = no_progress,
) -> list[ExerciseAudit]:
    """Grade everything that tells how good the tests of the assignments are.

    What was graded before, with the same tests, code and packages, is not graded again,
    whether that audit came to its end or not.

    Parameters
    ----------
    exercise : str, optional
        Only this one.
    steadiness : int
        How often each right answer is graded.
    workers : int
        Answers graded at a time.
    quick : bool
        A fixed sample of the mutants, and every right answer once.
    fresh : bool
        Grade again what is on record.
    progress : callable
        Called with the number of answers graded and the number known to be needed.

    Raises
    ------
    ProjectError, PoolError, RecordError
        In one sentence: no such exercise; nothing can be graded; a file of equivalents is
        broken.
    """
    sources = {name: notebooks.read(project.notebook(name)) for name in assignments}
    answers = _answers(project, sources, exercise, quick)
    ledger = _Ledger(project.root / STATE / "audit", sources, workers, fresh, progress)
    ledger.grade([(answer, 0) for answer in answers], hash_seed=_draw())
    references = {(a.notebook, a.exercise): a.code for a in answers if a.name == REFERENCE}
    records = {
        place: {e.change: e for e in equivalents.load(project.root / "equivalents", *place)}
        for place in references
    }
    changes = {
        a: change(references[a.notebook, a.exercise], a.code) for a in answers if a.kind == MUTANT
    }
    alone = [
        a
        for a, lines in changes.items()
        if ledger.passed(a) and lines not in records[a.notebook, a.exercise]
    ]
    repeats = [(a, i) for a in alone for i in range(1, AGAIN + 1)]
    right = [a for a in answers if a.kind == RIGHT]
    times = 1 if quick else steadiness
    # An interpreter with a hash seed of its own takes ten seconds to start: many share one.
    count = max(1, min(5, times // 4))
    for first in range(1, count + 1):
        steady = [(a, i) for i in range(first, times, count) for a in right]
        ledger.grade(repeats + steady, hash_seed=_draw())
        repeats = []
    results: list[ExerciseAudit] = []
    for place, recorded in records.items():
        ours = [a for a in answers if (a.notebook, a.exercise) == place]
        results.append(_judge(ExerciseAudit(*place), ours, ledger, changes, recorded))
        found = {changes[a] for a in ours if a.kind == MUTANT}
        results[-1].stale += [
            f"{entry.name}: on record, but no mutant any more"
            for lines, entry in recorded.items()
            if lines not in found and not quick
        ]
    return results


def _draw() -> int:
    return random.SystemRandom().getrandbits(32)


# ---------------------------------------------------------------- what is graded


def _answers(
    project: Project, sources: dict[str, NotebookNode], exercise: str | None, quick: bool
) -> list[Candidate]:
    found: list[Candidate] = []
    names: list[str] = []
    for notebook, source in sources.items():
        for e in notebooks.exercises(source):
            names.append(e.name)
            if exercise not in (None, e.name):
                continue
            solution = source.cells[e.solution].source

            def add(kind, name, code, what="", at=(notebook, e.name)):
                found.append(Candidate(*at, kind, name, code, what))

            add(RIGHT, REFERENCE, solution)
            for kind, folder in ((RIGHT, "alternatives"), (MISTAKE, "misconceptions")):
                for entry in catalogue.load(project.root / folder, notebook, e.name):
                    add(kind, entry.name, entry.code)
            try:
                every = mutants(solution)
            except SyntaxError as error:
                raise NotebookError(
                    f"{notebook}, {e.name}: the reference solution is no Python: {error}"
                ) from error
            if quick:
                every = sorted(every, key=lambda m: hashlib.sha256(m.code.encode()).digest())
            for mutant in every[: SAMPLE if quick else None]:
                add(MUTANT, mutant.name, mutant.code, mutant.what)
    if not found:
        raise ProjectError(
            f"there is no exercise {exercise!r} in {', '.join(sources)}; "
            f"there is: {', '.join(names) or 'none'}"
        )
    return found


def change(reference: str, mutant: str) -> tuple[str, ...]:
    """A mutant's change, as it stands in a record of equivalents.

    Without indentation and empty lines; with more lines around it where one is not enough to
    tell its place.
    """
    lines = normal(reference).split("\n")
    for context in (1, 2, 3, len(lines)):
        found = difference("\n".join(lines), mutant, context)
        before = [line[1:] for line in found if line[0] in " -"]
        places = range(len(lines) - len(before) + 1)
        if sum(lines[i : i + len(before)] == before for i in places) == 1:
            break
    return tuple(line[0] + line[1:].strip() for line in found if line.strip())


# ---------------------------------------------------------------- what was graded


class _Ledger:
    """Every verdict, kept in a file as soon as it is known, by what it depends on."""

    def __init__(
        self, folder: Path, sources, workers: int, fresh: bool, progress: ProgressCallback
    ):
        self._folder, self._sources = folder, sources
        self._workers, self._progress = workers, progress
        self._texts = {name: nbformat.writes(source) for name, source in sources.items()}
        self._known: dict[str, dict] = {}
        self._base: dict[tuple[str, str], str] = {}
        self._done = self._needed = 0
        folder.mkdir(parents=True, exist_ok=True)
        for name in () if fresh else sources:
            for line in _lines(folder / f"{name}.jsonl"):
                self._known[line["key"]] = line

    def grade(self, wanted: list[tuple[Candidate, int]], hash_seed: int) -> None:
        """Have the answers graded whose verdict is not known, each for its repetition."""
        missing = {
            key: answer
            for answer, repetition in wanted
            if (key := self._key(answer, repetition)) not in self._known
        }
        slowest: dict[tuple[str, str], float] = {}
        for answer, repetition in wanted:
            verdict = self._known.get(self._key(answer, repetition))
            if verdict and answer.kind == RIGHT:
                place = (answer.notebook, answer.exercise)
                slowest[place] = max(verdict["seconds"], slowest.get(place, 0.0))
        repetitions: dict[Candidate, list[str]] = {}
        for key, answer in missing.items():
            repetitions.setdefault(answer, []).append(key)
        jobs = [
            pool.Job(
                a.notebook, a.exercise, a.code, {key: _draw() for key in keys[i : i + TOGETHER]},
                a.kind == RIGHT, slowest.get((a.notebook, a.exercise), 0.0),
            )
            for a, keys in repetitions.items()
            for i in range(0, len(keys), TOGETHER)
        ]  # fmt: skip
        random.shuffle(jobs)  # the time that remains is then a fair guess
        jobs.sort(key=lambda job: list(self._sources).index(job.notebook))
        seeds = {key: seed for job in jobs for key, seed in job.seeds.items()}
        self._needed += len(seeds)
        for graded in pool.grade(self._texts, jobs, self._workers, hash_seed):
            line = {
                "key": graded.id, "outcome": graded.outcome, "message": graded.message,
                "seconds": graded.seconds, "seed": seeds[graded.id], "hash_seed": hash_seed,
            }  # fmt: skip
            self._known[graded.id] = line
            path = self._folder / f"{missing[graded.id].notebook}.jsonl"
            with path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(line) + "\n")
            self._done += 1
            self._progress(self._done, self._needed)

    def verdicts(self, answer: Candidate) -> list[dict]:
        """The verdicts on an answer, by its repetitions."""
        found: list[dict] = []
        while verdict := self._known.get(self._key(answer, len(found))):
            found.append(verdict)
        return found

    def passed(self, answer: Candidate) -> bool:
        """Whether it passed the first time."""
        return self._known[self._key(answer, 0)]["outcome"] == PASSED

    def _key(self, answer: Candidate, repetition: int) -> str:
        where = (answer.notebook, answer.exercise)
        if where not in self._base:
            source = self._sources[answer.notebook]
            judged = [
                source.cells[i].source
                for i in cells(source, answer.exercise)
                if notebooks.grade_id(source.cells[i]) != answer.exercise
            ]
            self._base[where] = json.dumps([fingerprint(AUDIT), answer.exercise, judged])
        text = json.dumps([self._base[where], answer.code, repetition])
        return hashlib.sha256(text.encode()).hexdigest()[:32]


def _lines(path: Path) -> Iterator[dict]:
    if not path.exists():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            yield json.loads(line)
        except ValueError:  # the last one of an audit that was killed
            continue


# ---------------------------------------------------------------- what it says


def _judge(
    result: ExerciseAudit,
    answers: list[Candidate],
    ledger: _Ledger,
    changes: dict[Candidate, tuple[str, ...]],
    recorded: dict[tuple[str, ...], equivalents.Equivalent],
) -> ExerciseAudit:
    """`result`, filled in from the verdicts on the answers."""
    for answer in answers:
        verdicts = ledger.verdicts(answer)
        first = verdicts[0]
        passed = [v["outcome"] == PASSED for v in verdicts]
        result.seconds += sum(v["seconds"] for v in verdicts)
        if answer.kind == MISTAKE:
            result.mistakes += 1
            if any(passed):
                result.accepted.append({"name": answer.name, "seed": first["seed"]})
        elif answer.kind == RIGHT:
            result.right += 1
            result.gradings += len(verdicts)
            if not all(passed):
                bad = verdicts[passed.index(False)]
                result.rejected.append(
                    {"name": answer.name, "seed": bad["seed"], "message": bad["message"]}
                )
            result.changed += [answer.name] * sum(p != passed[0] for p in passed)
        else:
            result.mutants += 1
            lines = changes[answer]
            if not passed[0]:
                result.killed[first["outcome"]] += 1
                if first["outcome"] == TIME:
                    result.timeouts.append(answer.name)
                if lines in recorded:
                    result.stale.append(f"{answer.name}: on record, but the tests refuse it")
            elif lines in recorded:
                result.equivalent += 1
            else:
                result.survivors.append({
                    "name": answer.name, "what": answer.what, "change": list(lines),
                    "seed": first["seed"], "at times": not all(passed),
                })  # fmt: skip
    return result
