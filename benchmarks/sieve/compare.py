#!/usr/bin/env python3
"""Runs primesieve and hpc.jar in turn on equal intervals and prints medians and ratios.

    benchmarks/sieve/compare.py [--threads 1 2] [--ranks N] [--rounds 5] [--intervals 1e10 1e12:1e9]

An interval is a limit, or a start and a length. Three times are compared: the whole process, the
JVM's start included; the first repetition (cold: the JVM is still compiling); a later one (warm).
The last column is the largest resident set of our first process, in MiB. With --ranks, ours runs
on so many processes of so many threads; primesieve has as many threads as they have together.
Both programs must agree in the count. Needs primesieve (Debian: apt-get install primesieve).
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import oneline  # noqa: E402, beside the directory of this script

ROOT = Path(__file__).resolve().parents[2]
INTERVALS = ["3e7", "1e10", "1e11", "1e12:1e9", "1e15:1e8", "1e18:1e7"]
INTERVALS += ["1e15:1e9", "1e16:3e9", "1e18:3e8"]


def bounds(text):
    start, _, length = text.partition(":")
    first = int(float(start))
    return (first, first + int(float(length))) if length else (0, first)


def timed(command):
    begin = time.perf_counter()
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return time.perf_counter() - begin, done.stdout


def run_peer(interval, threads):
    first, last = bounds(interval)
    seconds, printed = timed(
        ["primesieve", str(first), str(last), "--quiet", "--count", f"--threads={threads}"]
    )
    return seconds, int(printed.split()[-1])


def run_ours(interval, threads, ranks, repetitions):
    first, last = bounds(interval)
    command = [str(ROOT / "hpc"), "sieve", "-q", "--json", "--from", str(first)]
    command += ["--limit", str(last), "--threads", str(threads), "--repeat", str(repetitions)]
    command += ["--ranks", str(ranks)] if ranks > 1 else []
    seconds, printed = timed(command)
    rows = [json.loads(line) for line in printed.splitlines()]
    counts = {int(row["answer"]) for row in rows}
    return seconds, [row["wall_s"] for row in rows], counts, rows[-1]["rss_peak_bytes"]


def compare(interval, threads, ranks, rounds):
    peer, whole, cold, warm, resident = [], [], [], [], []
    for _ in range(rounds):
        seconds, primes = run_peer(interval, threads * ranks)
        process, first, counted, rss = run_ours(interval, threads, ranks, 1)
        _, later, recounted, _ = run_ours(interval, threads, ranks, 3)
        if counted | recounted != {primes}:
            sys.exit(f"{interval}: primesieve counts {primes}, hpc {counted | recounted}")
        peer.append(seconds)
        whole.append(process)
        cold.append(first[0])
        warm.append(later[-1])
        resident.append(rss)
    times = [statistics.median(runs) for runs in (peer, whole, cold, warm)]
    cells = [f"{times[0]:.3f}"]
    cells += [f"{seconds:.3f} | {seconds / times[0]:.2f}" for seconds in times[1:]]
    cells.append(f"{statistics.median(resident) / 2**20:.0f}")
    print(f"| {interval} | {ranks} x {threads} | {' | '.join(cells)} |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--ranks", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--intervals", nargs="+", default=INTERVALS)
    asked = parser.parse_args()
    load = os.getloadavg()[0]
    print(f"load {load:.1f} at the start; seconds, medians of {asked.rounds}", flush=True)
    print("| interval | ranks x threads | primesieve | hpc process | ratio | cold | ratio | warm | ratio | MiB |")
    print("|---|---|---|---|---|---|---|---|---|---|", flush=True)
    for threads in asked.threads:
        for interval in asked.intervals:
            compare(interval, threads, asked.ranks, asked.rounds)


if __name__ == "__main__":
    oneline.run(main)
