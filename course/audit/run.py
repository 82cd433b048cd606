"""One audit: collect the answers, grade those without a verdict, summarise each exercise."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from course import catalogue, notebooks
from course.audit import equivalents, strangers, trial
from course.audit.mutants import difference, mutants
from course.audit.placement import KINDS, faults
from course.audit.trial import ERROR, FAILED, NAMED, PASSED, TIME
from course.code import normal
from course.fingerprint import AUDIT, fingerprint
from course.judge.inline import cells
from course.notebooks import NotebookError
from course.progress import ProgressCallback, no_progress
from course.project import STATE, Project, ProjectError

#: Additional gradings of a mutant that passed, each with another seed.
AGAIN = 3
#: Mutants of each family, per exercise, in a quick audit.
SAMPLE = 6
#: Gradings of a right answer in one process: TensorFlow's first operations in a process cost
#: more than most gradings.
TOGETHER = 10
#: Gradings of a stranger's right answer.
STRANGERS = 5

#: The kinds of answers. A mutant changes an operator or a line, a behaviour is changed by a
#: fault of `course.audit.behaviours`.
MISTAKE, RIGHT, MUTANT, BEHAVIOUR = "mistake", "right", "mutant", "behaviour"
STRANGERS_WRONG, STRANGERS_RIGHT = "stranger's wrong", "stranger's right"
#: What the verdict on a mutant of behaviour depends on, besides what other verdicts do.
BEHAVIOURS = "audit/behaviours.py"
#: The name of the notebook's own solution among the right answers.
REFERENCE = "reference"


@dataclass(frozen=True)
class Candidate:
    """An answer to grade: its kind, its name (unique within its kind), and its code.

    Attributes
    ----------
    what : str
        A mutant's change in one line.
    """

    notebook: str
    exercise: str
    kind: str
    name: str
    code: str
    what: str = ""

    @property
    def place(self) -> tuple[str, str]:
        """The notebook and the exercise."""
        return self.notebook, self.exercise


@dataclass
class ExerciseAudit:
    """The result of auditing an exercise's tests.

    Attributes
    ----------
    mistakes, right, mutants : int
        The number of answers of each kind; the reference counts as a right answer. Mutants are
        those of operators here and below.
    named : int
        Known mistakes whose first message names the cause.
    accepted, rejected, survivors : list of dict
        Known mistakes that passed, right answers that did not, and mutants that passed and
        are not recorded as equivalent. Each has its ``name``, the ``seed`` that reproduces
        the verdict, and a ``message`` or a ``change``; ``at times`` marks a survivor that
        passed with some seeds only.
    killed : dict
        The number of mutants rejected by a check, by an error of their own, and by the time
        limit.
    timeouts : list of str
        Names of the mutants killed by the time limit.
    equivalent : int
        Mutants that passed and are recorded as equivalent.
    stale : list of str
        Recorded equivalents that are no longer a mutant of this solution, or that a test
        rejects.
    behaviours : dict
        Mutants of behaviour by kind (a key of `course.audit.placement.KINDS`): how many there
        are (``mutants``), were ``killed``, and are ``equivalent``.
    unnoticed : list of dict
        Mutants of behaviour that passed and are not recorded as equivalent, as `survivors`;
        each has its ``kind``, too.
    strangers : dict
        ``wrong`` and ``right``, the number of strangers' answers; ``named``, ``accepted`` and
        ``rejected`` as above, for these.
    gradings : int
        Gradings of right answers, strangers' not included.
    changed : list of str
        The answer's name for each of these gradings whose verdict differs from the answer's
        first.
    seconds : float
        Processor time of all gradings.
    """

    notebook: str
    name: str
    mistakes: int = 0
    named: int = 0
    right: int = 0
    mutants: int = 0
    accepted: list[dict[str, Any]] = field(default_factory=list)
    rejected: list[dict[str, Any]] = field(default_factory=list)
    survivors: list[dict[str, Any]] = field(default_factory=list)
    killed: dict[str, int] = field(default_factory=lambda: {FAILED: 0, ERROR: 0, TIME: 0})
    timeouts: list[str] = field(default_factory=list)
    equivalent: int = 0
    stale: list[str] = field(default_factory=list)
    behaviours: dict[str, dict[str, int]] = field(default_factory=dict)
    unnoticed: list[dict[str, Any]] = field(default_factory=list)
    strangers: dict[str, Any] = field(
        default_factory=lambda: {"wrong": 0, "named": 0, "right": 0, "accepted": [], "rejected": []}
    )
    gradings: int = 0
    changed: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def sound(self) -> bool:
        """No mistake accepted, no right answer rejected, no verdict changed, no survivor."""
        strangers = self.strangers["accepted"] or self.strangers["rejected"]
        return not (
            self.accepted or self.rejected or self.survivors or self.unnoticed or self.changed
            or strangers
        )  # fmt: skip

    def as_dict(self) -> dict[str, Any]:
        """All fields; the seconds rounded."""
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
    """Grade known mistakes, right answers, mutants and strangers' answers to measure the tests.

    A verdict that an earlier audit recorded, even one that was interrupted, is used again if
    the tests, the answer, the course's code and the packages are still the same.

    Parameters
    ----------
    exercise : str, optional
        Audit only this exercise.
    steadiness : int
        The number of gradings of each right answer.
    workers : int
        The number of answers graded at a time.
    quick : bool
        Grade a fixed sample of the mutants of each family, and every right answer once.
    fresh : bool
        Ignore recorded verdicts.
    progress : callable
        Called with the number of gradings done and the number known to be needed.

    Raises
    ------
    ProjectError
        If there is no such assignment or exercise.
    AuditError
        If the answers can't be graded.
    RecordError
        If a file of equivalents is malformed.
    """
    sources = {name: notebooks.read(project.notebook(name)) for name in assignments}
    answers = _answers(project, sources, exercise, quick)
    ledger = _Ledger(project.root / STATE / "audit", sources, workers, fresh, progress)
    ledger.grade([(answer, 0) for answer in answers], hash_seed=_draw())
    references = {a.place: a.code for a in answers if a.name == REFERENCE}
    records = {
        place: {e.change: e for e in equivalents.load(project.root / "equivalents", *place)}
        for place in references
    }
    changes = {
        a: change(references[a.place], a.code) for a in answers if a.kind in (MUTANT, BEHAVIOUR)
    }
    unexplained = [
        a for a, lines in changes.items() if ledger.passed(a) and lines not in records[a.place]
    ]
    repeats = [(a, i) for a in unexplained for i in range(1, AGAIN + 1)]
    right = [a for a in answers if a.kind == RIGHT]
    times = 1 if quick else steadiness
    repeats += [
        (a, i)
        for a in answers
        if a.kind == STRANGERS_RIGHT
        for i in range(1, min(times, STRANGERS))
    ]
    # Each hash seed needs an interpreter, which takes ten seconds to start: use at most five.
    count = max(1, min(5, times // 4))
    for first in range(1, count + 1):
        steady = [(a, i) for i in range(first, times, count) for a in right]
        ledger.grade(repeats + steady, hash_seed=_draw())
        repeats = []
    results: list[ExerciseAudit] = []
    for place, recorded in records.items():
        ours = [a for a in answers if a.place == place]
        results.append(_summary(ExerciseAudit(*place), ours, ledger, changes, recorded))
        found = {changes[a] for a in ours if a in changes}
        results[-1].stale += [
            f"{entry.name}: on record, but no longer a mutant"
            for lines, entry in recorded.items()
            if lines not in found and not quick
        ]
    return results


def _draw() -> int:
    """A seed that differs from run to run."""
    return random.SystemRandom().getrandbits(32)


# ---------------------------------------------------------------- the answers


def _answers(
    project: Project, sources: dict[str, NotebookNode], exercise: str | None, quick: bool
) -> list[Candidate]:
    """Everything to grade: the references, the catalogues' answers, the mutants."""
    found: list[Candidate] = []
    names: list[str] = []
    for notebook, source in sources.items():
        for e in notebooks.exercises(source):
            names.append(e.name)
            if exercise not in (None, e.name):
                continue
            solution = source.cells[e.solution].source
            place = (notebook, e.name)
            found.append(Candidate(*place, RIGHT, REFERENCE, solution))
            for kind, folder in ((RIGHT, "alternatives"), (MISTAKE, "misconceptions")):
                for entry in catalogue.load(project.root / folder, *place):
                    found.append(Candidate(*place, kind, entry.name, entry.code))
            for stranger in strangers.load(project.root / strangers.FOLDER, *place):
                kind = STRANGERS_WRONG if stranger.wrong else STRANGERS_RIGHT
                found.append(Candidate(*place, kind, stranger.name, stranger.code))
            families: dict[str, list[Any]]
            try:
                families = {MUTANT: mutants(solution), BEHAVIOUR: faults(solution, e.name)}
            except SyntaxError as error:
                raise NotebookError(
                    f"{notebook}, {e.name}: the reference solution is not valid Python: {error}"
                ) from error
            for kind, every in families.items():
                if quick:
                    every = sorted(every, key=lambda m: hashlib.sha256(m.code.encode()).digest())
                for mutant in every[: SAMPLE if quick else None]:
                    found.append(Candidate(*place, kind, mutant.name, mutant.code, mutant.what))
    if not found:
        raise ProjectError(
            f"there is no exercise {exercise!r} in {', '.join(sources)}; "
            f"there is: {', '.join(names) or 'none'}"
        )
    return found


def change(reference: str, mutant: str) -> tuple[str, ...]:
    """A mutant's change in the form that a file of equivalents has it.

    That is a diff without indentation and empty lines, with one line of context, or more where
    one does not identify the place.
    """
    lines = normal(reference).split("\n")
    for context in (1, 2, 3, len(lines)):
        found = difference("\n".join(lines), mutant, context)
        before = [line[1:] for line in found if line[0] in " -"]
        places = range(len(lines) - len(before) + 1)
        if sum(lines[i : i + len(before)] == before for i in places) == 1:
            break
    return tuple(line[0] + line[1:].strip() for line in found if line.strip())


# ---------------------------------------------------------------- recorded verdicts


class _Ledger:
    """All verdicts, by a hash of what each depends on; appended to a file as they come in."""

    def __init__(
        self,
        folder: Path,
        sources: dict[str, NotebookNode],
        workers: int,
        fresh: bool,
        progress: ProgressCallback,
    ):
        self._folder, self._sources = folder, sources
        self._workers, self._progress = workers, progress
        self._known: dict[str, dict[str, Any]] = {}
        self._base: dict[tuple[str, str], str] = {}
        self._done = self._needed = 0
        folder.mkdir(parents=True, exist_ok=True)
        for name in () if fresh else sources:
            for line in _lines(folder / f"{name}.jsonl"):
                self._known[line["key"]] = line

    def grade(self, wanted: list[tuple[Candidate, int]], hash_seed: int) -> None:
        """Grade those of the wanted answers and repetitions that have no verdict yet."""
        missing: dict[str, Candidate] = {}
        slowest: dict[tuple[str, str], float] = {}
        for answer, repetition in wanted:
            key = self._key(answer, repetition)
            verdict = self._known.get(key)
            if not verdict:
                missing[key] = answer
            elif answer.kind == RIGHT:
                slowest[answer.place] = max(verdict["seconds"], slowest.get(answer.place, 0.0))
        repetitions: dict[Candidate, list[str]] = {}
        for key, answer in missing.items():
            repetitions.setdefault(answer, []).append(key)
        trials = [
            trial.Trial(
                *answer.place, answer.code, {key: _draw() for key in keys[i : i + TOGETHER]},
                answer.kind == RIGHT, slowest.get(answer.place, 0.0),
            )
            for answer, keys in repetitions.items()
            for i in range(0, len(keys), TOGETHER)
        ]  # fmt: skip
        random.shuffle(trials)  # so that the remaining time can be estimated
        trials.sort(key=lambda t: list(self._sources).index(t.notebook))
        about = {key: (t.notebook, seed) for t in trials for key, seed in t.seeds.items()}
        self._needed += len(about)

        def record(grading: trial.Grading) -> None:
            notebook, seed = about[grading.id]
            line = {
                "key": grading.id, "outcome": grading.outcome, "message": grading.message,
                "seconds": grading.seconds, "seed": seed, "hash_seed": hash_seed,
            }  # fmt: skip
            self._known[grading.id] = line
            with (self._folder / f"{notebook}.jsonl").open("a", encoding="utf-8") as file:
                file.write(json.dumps(line) + "\n")
            self._done += 1
            self._progress(self._done, self._needed)

        trial.run(self._sources, trials, record, self._workers, hash_seed)

    def verdicts(self, answer: Candidate) -> list[dict[str, Any]]:
        """The verdicts on an answer, in the order of its repetitions."""
        found: list[dict[str, Any]] = []
        while verdict := self._known.get(self._key(answer, len(found))):
            found.append(verdict)
        return found

    def passed(self, answer: Candidate) -> bool:
        """Whether the answer passed the first time."""
        return self._known[self._key(answer, 0)]["outcome"] == PASSED

    def _key(self, answer: Candidate, repetition: int) -> str:
        """A hash of what the verdict depends on, and of the repetition."""
        if answer.place not in self._base:
            source = self._sources[answer.notebook]
            judged = [
                source.cells[i].source
                for i in cells(source, answer.exercise)
                if notebooks.grade_id(source.cells[i]) != answer.exercise
            ]
            self._base[answer.place] = json.dumps([fingerprint(AUDIT), answer.exercise, judged])
        used = [fingerprint((BEHAVIOURS,))] if answer.kind == BEHAVIOUR else []
        text = json.dumps([self._base[answer.place], answer.code, repetition, *used])
        return hashlib.sha256(text.encode()).hexdigest()[:32]


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    """The verdicts in a file."""
    if not path.exists():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            yield json.loads(line)
        except ValueError:  # the last line, if an audit was killed while writing it
            continue


# ---------------------------------------------------------------- the summary


def _summary(
    result: ExerciseAudit,
    answers: list[Candidate],
    ledger: _Ledger,
    changes: dict[Candidate, tuple[str, ...]],
    recorded: dict[tuple[str, ...], equivalents.Equivalent],
) -> ExerciseAudit:
    """The result with the verdicts on the answers counted in."""
    for answer in answers:
        verdicts = ledger.verdicts(answer)
        first = verdicts[0]
        passed = [v["outcome"] == PASSED for v in verdicts]
        result.seconds += sum(v["seconds"] for v in verdicts)
        if answer.kind == MISTAKE:
            result.mistakes += 1
            result.named += first["outcome"] == NAMED
            if any(passed):
                result.accepted.append({"name": answer.name, "seed": first["seed"]})
        elif answer.kind == STRANGERS_WRONG:
            result.strangers["wrong"] += 1
            result.strangers["named"] += first["outcome"] == NAMED
            if any(passed):
                result.strangers["accepted"].append({"name": answer.name, "seed": first["seed"]})
        elif answer.kind in (RIGHT, STRANGERS_RIGHT):
            rejected = result.rejected
            if answer.kind == RIGHT:
                result.right += 1
                result.gradings += len(verdicts)
                result.changed += [answer.name] * sum(p != passed[0] for p in passed)
            else:
                result.strangers["right"] += 1
                rejected = result.strangers["rejected"]
            if not all(passed):
                bad = verdicts[passed.index(False)]
                rejected.append(
                    {"name": answer.name, "seed": bad["seed"], "message": bad["message"]}
                )
        else:
            _count_mutant(result, answer, verdicts, changes[answer], recorded)
    result.behaviours = {k: result.behaviours[k] for k in KINDS if k in result.behaviours}
    return result


def _count_mutant(
    result: ExerciseAudit,
    answer: Candidate,
    verdicts: list[dict[str, Any]],
    lines: tuple[str, ...],
    recorded: dict[tuple[str, ...], equivalents.Equivalent],
) -> None:
    """Count in the verdicts on a mutant of either family."""
    first = verdicts[0]
    passed = [v["outcome"] == PASSED for v in verdicts]
    kind = answer.name.partition(":")[0] if answer.kind == BEHAVIOUR else ""
    counts = {"mutants": 0, "killed": 0, "equivalent": 0}
    if kind:
        counts = result.behaviours.setdefault(kind, counts)
        counts["mutants"] += 1
    else:
        result.mutants += 1
    if not passed[0]:
        if kind:
            counts["killed"] += 1
        else:
            result.killed[FAILED if first["outcome"] == NAMED else first["outcome"]] += 1
        if first["outcome"] == TIME:
            result.timeouts.append(answer.name)
        if lines in recorded:
            result.stale.append(f"{answer.name}: on record, but the tests reject it")
    elif lines in recorded:
        if kind:
            counts["equivalent"] += 1
        else:
            result.equivalent += 1
    else:
        (result.unnoticed if kind else result.survivors).append({
            "name": answer.name, "what": answer.what, "change": list(lines),
            "seed": first["seed"], "at times": not all(passed), **({"kind": kind} if kind else {}),
        })  # fmt: skip
