"""`make mutants`: makes mutants, lets each area's tests judge them, and says which live.

SAMPLE=200 takes that many of all (QUICK=1 takes 150), drawn by SEED, which is printed. AREA takes one area, FILE one
file (or several, separated by spaces), FUNCTION one function in it, and HAND=1 only those written by hand. Exits with
1 if a mutant lives without a reason in `equivalent.toml`.
"""

import json
import os
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from subprocess import DEVNULL, PIPE, STDOUT, Popen
from tempfile import TemporaryDirectory
from threading import Thread
from time import monotonic

import pytest

from tests.code import ROOT
from tests.mutation.areas import AREAS, Area, sharing_tests
from tests.mutation.changes import Mutant
from tests.mutation.judge import Fate, Judge, Verdict
from tests.mutation.reasons import outdated, reasons, written
from tests.usage import takes_no_words

QUICK_SAMPLE = 150
OPTIONS = ("-q", "--tb=native", "-n", "0", "-p", "no:randomly", "-p", "no:cacheprovider", "--no-header")
WITHOUT = ("--ignore=tests/delivery/test_crash.py",)  # it kills whole processes, for minutes
KEEP_NOTHING = ("-o", "tmp_path_retention_policy=none")
LIVING = {Fate.LIVES, Fate.UNREACHED, Fate.UNTRIED}


def chosen(areas: Sequence[Area], sample: int, seed: int) -> dict[str, list[Mutant]]:
    """The mutants of each area: all, or a sample drawn by `seed` and all those written by hand."""
    wanted, function = os.environ.get("FILE", "").split(), os.environ.get("FUNCTION")
    hand = written()
    every: list[tuple[str, Mutant]] = []
    for area in areas:
        files = [each for each in area.files() if each in (wanted or [each]) and not os.environ.get("HAND")]
        every += [(area.name, mutant) for mutant in area.mutants(files) if function in {None, "", mutant.function}]
    if sample and sample < len(every):
        every = sorted(random.Random(seed).sample(every, sample), key=lambda each: each[1].key)
    found = {area.name: [mutant for name, mutant in every if name == area.name] for area in areas}
    for area in areas:
        files = [] if area.only else area.files()
        found[area.name] += [
            mutant
            for mutant in hand
            if mutant.file in (wanted or files) and mutant.file in files and function in {None, "", mutant.function}
        ]
    return found


def judged(by_area: Mapping[Area, Sequence[Mutant]]) -> Iterator[tuple[Area, Verdict]]:
    """Try the mutants of some areas with the tests of all of them, in a process of their own, since a process can load
    the code only once. Raises RuntimeError where the tests fail without any mutant.
    """
    asked_about = [(area, mutant) for area, mutants in by_area.items() for mutant in mutants]
    tests = dict.fromkeys(path for area in by_area for path in area.tests)
    with TemporaryDirectory() as folder:
        asked, answered = Path(folder) / "asked.json", Path(folder) / "answered.json"
        asked.write_text(json.dumps([asdict(mutant) for _, mutant in asked_about]), encoding="utf-8")
        answered.touch()
        base = f"--basetemp={folder}/tests"  # others remove what pytest keeps in the usual place
        command = [sys.executable, "-m", "tests.mutation", "--judge", str(asked), str(answered), base, *tests]
        process = Popen(command, cwd=ROOT, stdin=DEVNULL, stdout=PIPE, stderr=STDOUT, text=True)
        said: list[str] = []
        reader = Thread(target=lambda: said.append(process.communicate()[0]))
        reader.start()
        told = 0
        with answered.open(encoding="utf-8") as lines:
            while told < len(asked_about):
                running = reader.is_alive()
                if (line := lines.readline()).endswith("\n"):
                    fate, test = json.loads(line)
                    area, mutant = asked_about[told]
                    yield area, Verdict(mutant, Fate(fate), test)
                    told += 1
                elif not running:
                    names = ", ".join(area.name for area in by_area)
                    raise RuntimeError(
                        f"{names}: only {told} of {len(asked_about)} were judged\n{''.join(said)[-3000:]}"
                    )
                else:
                    reader.join(0.2)
        reader.join()


def judge(asked: str, answered: str, tests: Sequence[str]) -> int:
    """The other side: a pytest run that judges the mutants it is asked about."""
    mutants = [Mutant(**each) for each in json.loads(Path(asked).read_text(encoding="utf-8"))]
    with Path(answered).open("a", encoding="utf-8") as file:

        def tell(verdict: Verdict) -> None:
            file.write(json.dumps([verdict.fate, verdict.test]) + "\n")
            file.flush()

        return int(pytest.main([*OPTIONS, *KEEP_NOTHING, *WITHOUT, *tests], plugins=[Judge(mutants, tell)]))


def say(text: str) -> None:
    """Show a line at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def shown(verdict: Verdict) -> str:
    """A mutant in readable form."""
    mutant = verdict.mutant
    was, now = (text.replace("\n", "\n           ") for text in (mutant.was, mutant.now))
    return f"\n{verdict.fate}: {mutant.file}, {mutant.function}\n      was: {was}\n      now: {now}"


def table(verdicts: Iterable[tuple[str, Verdict]], known: dict[tuple[str, str, str, str], str]) -> int:
    """Print how many were killed and how many live, area by area. Returns how many live without a reason."""
    rows: dict[str, Counter[str]] = {}
    for area, verdict in verdicts:
        lives = verdict.fate in LIVING
        word = "killed" if not lives else "reason" if verdict.mutant.key in known else "without"
        rows.setdefault(area, Counter())[word] += 1
    rows["all"] = sum(rows.values(), Counter())
    say(f"\n{'':24}{'made':>7}{'killed':>8}{'survived, with reason':>22}{'without reason':>16}")
    for area, row in rows.items():
        say(f"{area:24}{row.total():7}{row['killed']:8}{row['reason']:22}{row['without']:16}")
    return rows["all"]["without"]


def main() -> int:
    """Returns 1 where a mutant lives without a reason, or a reason is out of date."""
    begun = monotonic()
    seed = int(os.environ.get("SEED") or random.SystemRandom().randrange(10_000))
    sample = int(os.environ.get("SAMPLE") or (QUICK_SAMPLE if os.environ.get("QUICK") else 0))
    areas = [area for area in AREAS if os.environ.get("AREA") in {None, "", area.name}]
    known = reasons()
    old = outdated(known)
    for key in old:
        say(f"this reason is for a mutant that no longer exists: {key}")
    mutants = chosen(areas, sample, seed)
    by_area = {area: mutants[area.name] for area in areas if mutants[area.name]}
    say(f"{sum(map(len, by_area.values()))} mutants" + (f" (a sample, SEED={seed})" if sample else ""))
    verdicts: list[tuple[str, Verdict]] = []

    def work(together: Sequence[Area]) -> None:
        for area, verdict in judged({area: by_area[area] for area in together}):
            verdicts.append((area.name, verdict))
            if verdict.fate in LIVING and verdict.mutant.key not in known:
                say(shown(verdict))

    with ThreadPoolExecutor(int(os.environ.get("JOBS") or 2)) as pool:
        list(
            pool.map(work, sorted(sharing_tests(by_area), key=lambda group: -sum(len(by_area[area]) for area in group)))
        )
    without = table(sorted(verdicts, key=lambda each: each[0]), known)
    say(f"\ntook {monotonic() - begun:.0f} seconds")
    return 1 if without or old else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--judge"]:
        raise SystemExit(judge(sys.argv[2], sys.argv[3], sys.argv[4:]))
    takes_no_words("tests.mutation", __doc__)
    raise SystemExit(main())
