#!/usr/bin/env python3
"""Runs the C/OpenMP peer and hpc.jar in turn on equal problems and prints medians and ratios.

    benchmarks/diffusion/compare.py [--threads 1 2] [--sizes 512 4096 8192] [--rounds 5]

Each run is a process of its own. The peer has no start-up worth the name; hpc.jar is given one
repetition to compile itself (--warmup 1; --cold leaves that out). Rates are points times steps over
wall seconds, and over processor seconds, which other users of the machine disturb less.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import oneline  # noqa: E402, beside the directory of this script

ROOT = Path(__file__).resolve().parents[2]
PEER = ROOT / "target" / "peers" / "diffusion-c"

# as many steps as make a run of a second or so
STEPS = {512: 4000, 1024: 1000, 2048: 400}


def build_peer():
    oneline.build([ROOT / "hpc", "build", "--peers"], "Debian: apt-get install gcc libc6-dev")
    if not PEER.exists():
        oneline.refuse(f"{PEER} was not built; Debian: apt-get install gcc libc6-dev")


def run_peer(size, steps, threads):
    environment = {**os.environ, "OMP_NUM_THREADS": str(threads)}
    command = [PEER, str(size), str(size), str(steps)]
    done = subprocess.run(command, check=True, env=environment, capture_output=True, text=True)
    wall, cpu, _, mean = map(float, done.stdout.split())
    return wall, cpu, mean


def run_ours(size, steps, threads, warmup):
    command = [ROOT / "hpc", "diffusion", "-q", "--json", "--nx", size, "--ny", size]
    command += ["--steps", steps, "--threads", threads, "--warmup", warmup]
    done = subprocess.run(
        [str(word) for word in command], check=True, capture_output=True, text=True
    )
    row = json.loads(done.stdout.splitlines()[-1])
    mean = float(row["answer"].split(";")[0].removeprefix("mean="))
    return row["wall_s"], row["cpu_s"], mean


def compare(size, threads, rounds, warmup):
    steps = STEPS.get(size, 100)
    peer, ours = [], []
    for _ in range(rounds):
        peer.append(run_peer(size, steps, threads))
        ours.append(run_ours(size, steps, threads, warmup))
    if abs(peer[0][2] - ours[0][2]) > 1e-9:
        sys.exit(f"{size}^2: means differ: {peer[0][2]} and {ours[0][2]}")
    rates = [
        statistics.median(1e-6 * size * size * steps / run[clock] for run in runs)
        for runs in (peer, ours)
        for clock in (0, 1)
    ]
    c_wall, c_cpu, wall, cpu = rates
    print(
        f"| {size}^2 | {steps} | {threads} | {c_wall:.0f} | {wall:.0f} | {wall / c_wall:.2f} "
        f"| {c_cpu:.0f} | {cpu:.0f} | {cpu / c_cpu:.2f} |",
        flush=True,
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--sizes", type=int, nargs="+", default=[512, 4096, 8192])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--cold", action="store_true", help="measure the first repetition")
    asked = parser.parse_args()
    build_peer()
    load = os.getloadavg()[0]
    print(f"load {load:.1f} at the start; MLUP/s, medians of {asked.rounds}", flush=True)
    print("| field | steps | threads | C wall | hpc wall | ratio | C cpu | hpc cpu | ratio |")
    print("|---|---|---|---|---|---|---|---|---|", flush=True)
    for threads in asked.threads:
        for size in asked.sizes:
            compare(size, threads, asked.rounds, 0 if asked.cold else 1)


if __name__ == "__main__":
    oneline.run(main)
