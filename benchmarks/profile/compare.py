#!/usr/bin/env python3
"""Runs a solver by itself and under hpc profile in turn, and prints what the profile costs.

    benchmarks/profile/compare.py [--kind timeline] [--rounds 15] [--repeat 4] [-- sieve --limit 2e10]

Either run solves --repeat times in one process; its figure is the median of the solves after the
first, which compiles. The cost is the median of the ratios of pairs, with the interval in which it
lies at 95 % (bootstrap over pairs). A quiet machine is needed to see one per cent.
"""

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import oneline  # noqa: E402, beside the directory of this script

ROOT = Path(__file__).resolve().parents[2]
DRAWS = 10_000


def rows(*words):
    done = subprocess.run([str(ROOT / "hpc"), *words], capture_output=True, text=True)
    done.check_returncode()
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def plain(solve, _):
    return rows(*solve)


def profiled(solve, asked):
    with tempfile.TemporaryDirectory() as out:
        return rows("profile", asked.kind, "--no-reference", "--out", out, "--", *solve)


def interval(ratios):
    chance = random.Random(1)
    medians = sorted(statistics.median(chance.choices(ratios, k=len(ratios))) for _ in range(DRAWS))
    return medians[DRAWS * 25 // 1000], medians[DRAWS * 975 // 1000]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kind", default="timeline", help="a kind of hpc profile")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--repeat", type=int, default=4)
    parser.add_argument("solve", nargs="*", default=["sieve", "--limit", "2e10"])
    asked = parser.parse_args()
    solve = [*asked.solve, "--repeat", str(asked.repeat), "-q", "--json"]
    print(f"load {os.getloadavg()[0]:.1f} at the start; hpc {' '.join(asked.solve)}, {asked.rounds} pairs")
    seconds = {plain: [], profiled: []}
    answers = set()
    for number in range(asked.rounds):
        # each goes first every other time
        for run in [plain, profiled][:: 1 if number % 2 else -1]:
            solves = run(solve, asked)
            answers.update(row["answer"] for row in solves)
            seconds[run].append(statistics.median(row["wall_s"] for row in solves[1:]))
    if len(answers) != 1:
        sys.exit(f"answers differ: {answers}")
    ratios = [a / b for a, b in zip(seconds[profiled], seconds[plain])]
    low, high = interval(ratios)
    print("| | plain, s | profiled, s | ratio | 95 % |\n|---|---|---|---|---|")
    print(
        f"| {asked.kind} | {statistics.median(seconds[plain]):.4f} | "
        f"{statistics.median(seconds[profiled]):.4f} | {statistics.median(ratios):.4f} | "
        f"{low:.4f} to {high:.4f} |"
    )


if __name__ == "__main__":
    oneline.run(main)
