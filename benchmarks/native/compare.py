#!/usr/bin/env python3
"""Runs the kernels in C by themselves and inside hpc.jar in turn, and prints medians and ratios.

    benchmarks/native/compare.py [--kernel c] [--sizes 512 2000 4096] [--limits 1e9 1e10] [--rounds 5]

Needs `hpc build --native`. The same C source is compiled into a program (src/native/alone) and into
the library that `hpc --kernel c` calls; one thread, the same compiler and flags (CC, CFLAGS). hpc.jar
is given two repetitions to compile itself; of either program the third counts. `plain` is
hpc.jar with one time step per pass over memory and rows in one piece, as the program in C has it.
"""

import argparse
import json
import os
import shlex
import statistics
import subprocess
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import oneline  # noqa: E402, beside the directory of this script

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "src" / "native"
ALONE = ROOT / "target" / "alone"
REPETITIONS = 3

# as many steps as make a repetition of half a second or so
STEPS = {512: 4000, 1024: 1000, 2000: 300}


def build(name):
    ALONE.mkdir(parents=True, exist_ok=True)
    flags = os.environ.get("CFLAGS", "-O3 -march=native")
    command = shlex.split(os.environ.get("CC", "cc")) + shlex.split(flags) + ["-ffp-contract=off"]
    sources = [SOURCES / "alone" / f"{name}_main.c", SOURCES / f"{name}.c"]
    command += ["-o", ALONE / name, *sources, "-lm"]
    oneline.build(command, "Debian: apt-get install gcc libc6-dev")


def alone(name, *words):
    command = [str(ALONE / name), *map(str, words), str(REPETITIONS)]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    last = printed.splitlines()[-1].split()
    return float(last[0]), float(last[-1])


def ours(*words):
    command = [str(ROOT / "hpc"), *map(str, words), "-q", "--json", "--repeat", str(REPETITIONS)]
    done = subprocess.run(command, capture_output=True, text=True)
    done.check_returncode()
    row = json.loads(done.stdout.splitlines()[-1])
    return row["wall_s"], float(row["answer"].split(";")[0].removeprefix("mean="))


def compare(label, work, rounds, peer, runs):
    """Rates are work per wall second; ratios are medians of the ratios of pairs."""
    rates = {name: [] for name in ["alone", *runs]}
    for _ in range(rounds):
        seconds, answer = peer()
        rates["alone"].append(work / seconds)
        for name, run in runs.items():
            seconds, found = run()
            if abs(found - answer) > 1e-9 * abs(answer):
                sys.exit(f"{label}: answers differ: {answer} and {found}")
            rates[name].append(work / seconds)
    cells = [f"{statistics.median(rates['alone']):.0f}"]
    for name in runs:
        ratio = statistics.median(a / b for a, b in zip(rates[name], rates["alone"]))
        cells.append(f"{statistics.median(rates[name]):.0f} | {ratio:.2f}")
    print(f"| {label} | {' | '.join(cells)} |", flush=True)


def head(first, names):
    print(f"| {first} | alone | " + " | ".join(f"{name} | ratio" for name in names) + " |")
    print("|---" * (2 + 2 * len(names)) + "|", flush=True)


def diffusion(sizes, kernel, rounds):
    build("diffusion")
    head("field, MLUP/s", [f"--kernel {kernel}", "plain"])
    for size in sizes:
        steps = STEPS.get(size, 100)
        words = ["diffusion", "--nx", size, "--ny", size, "--steps", steps, "--kernel", kernel]
        plain = [*words, "--block-steps", 1, "--block-columns", size]
        compare(
            f"{size}^2",
            1e-6 * size * size * steps,
            rounds,
            lambda: alone("diffusion", size, size, steps),
            {"blocked": lambda: ours(*words), "plain": lambda: ours(*plain)},
        )


def sieve(limits, kernel, rounds):
    build("sieve")
    head("limit, Mnumbers/s", [f"--kernel {kernel}"])
    for limit in limits:
        compare(
            limit,
            1e-6 * float(limit),
            rounds,
            lambda: alone("sieve", limit),
            {"wheel": lambda: ours("sieve", "--limit", limit, "--kernel", kernel)},
        )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kernel", default="c", help="c, fortran, scalar or vector")
    parser.add_argument("--sizes", type=int, nargs="*", default=[512, 2000, 4096])
    parser.add_argument("--limits", nargs="*", default=["1e9", "1e10"])
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    print(f"load {os.getloadavg()[0]:.1f} at the start; one thread, {asked.rounds} rounds")
    if asked.sizes:
        diffusion(asked.sizes, asked.kernel, asked.rounds)
    if asked.limits:
        sieve(asked.limits, asked.kernel, asked.rounds)


if __name__ == "__main__":
    oneline.run(main)
