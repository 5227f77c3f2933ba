#!/usr/bin/env python3
"""Runs a ping-pong in C and the same through hpc.jar in turn and prints medians and ratios.

    benchmarks/mpi/compare.py [--launcher "mpirun -n 2 --bind-to core"] [--mpicc mpicc] [--rounds 3]

Two ranks send a message back and forth: C by MPI_Send and MPI_Recv, hpc.jar (--transport native)
between memory outside the heap and between Java arrays, which are copied on both sides. Times are one
way, in microseconds. The last column is hpc.jar with MPJ Express, local ranks outside Slurm. On a cluster: --launcher "srun --mpi=pmix -N2 -n2". Needs ./hpc build, the
compiler of the MPI library and Python 3; both programs must find the same library.
"""

import argparse
import os
import statistics
import subprocess
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import oneline  # noqa: E402, beside the directory of this script

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
JAVA = Path(os.environ["JAVA_HOME"], "bin", "java") if "JAVA_HOME" in os.environ else "java"
FLAGS = ["--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-Xmx256m"]
OURS = [JAVA, *FLAGS, "-cp", ROOT / "target" / "hpc.jar", HERE / "PingPong.java"]


def build_peer(mpicc):
    peer = ROOT / "target" / "peers" / "pingpong"
    peer.parent.mkdir(parents=True, exist_ok=True)
    command = [mpicc, "-O3", "-o", peer, HERE / "pingpong.c"]
    oneline.build(command, "Debian: apt-get install libopenmpi-dev openmpi-bin")
    return [peer]


def one_way(launcher, command, sizes):
    words = [str(word) for word in [*launcher, *command, *sizes]]
    done = subprocess.run(words, check=True, capture_output=True, text=True)
    lines = [line.split() for line in done.stdout.splitlines()]
    return {int(size): float(microseconds) for size, microseconds in lines}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--launcher", default="mpirun -n 2 --bind-to core")
    parser.add_argument("--mpicc", default="mpicc")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sizes", type=int, nargs="+", default=[8, 1024, 65536, 1048576])
    asked = parser.parse_args()
    launcher = asked.launcher.split()
    # MPJ Express needs no launcher for MPI, and its ranks cannot be started by mpirun
    without = [] if launcher[0].startswith("mpi") else launcher
    programs = [
        (launcher, build_peer(asked.mpicc)),
        (launcher, [*OURS, "memory"]),
        (launcher, [*OURS, "arrays"]),
        (without, [*OURS, "mpj"]),
    ]
    runs = [[] for _ in programs]
    for _ in range(asked.rounds):
        for program, times in zip(programs, runs):
            times.append(one_way(*program, asked.sizes))
    print("| bytes | C us | memory us | C / memory | arrays us | C / arrays | MPJ us |")
    print("|---|---|---|---|---|---|---|")
    for size in asked.sizes:
        c, memory, arrays, mpj = (statistics.median(run[size] for run in times) for times in runs)
        print(
            f"| {size} | {c:.2f} | {memory:.2f} | {c / memory:.2f} "
            f"| {arrays:.2f} | {c / arrays:.2f} | {mpj:.1f} |"
        )


if __name__ == "__main__":
    oneline.run(main)
