"""Runs a comparison; a program that is missing or fails is one line on stderr and exit status 2."""

import os
import shlex
import subprocess
import sys


def build(command, package):
    """Runs a compiler, whose many lines are kept for the one that says what is wrong."""
    try:
        subprocess.run([str(word) for word in command], check=True, capture_output=True, text=True)
    except FileNotFoundError:
        refuse(f"{command[0]} is not installed; {package}")
    except subprocess.CalledProcessError as failed:
        refuse(f"{words(command)}: {reason(failed.stderr)}; {package}")


def reason(printed):
    lines = [line.strip() for line in (printed or "").splitlines() if line.strip()]
    named = [line for line in lines if "error" in line.lower()]
    return (named or lines or ["it failed"])[0]


def words(command):
    return shlex.join(str(word) for word in command)


def refuse(line):
    print(f"{os.path.relpath(sys.argv[0])}: {line}", file=sys.stderr)
    sys.exit(2)


def run(main):
    try:
        main()
    except FileNotFoundError as missing:
        refuse(f"{missing.filename} is not installed or not built (./hpc build)")
    except PermissionError as denied:
        refuse(f"{denied.filename} cannot be started: {denied.strerror}")
    except subprocess.CalledProcessError as failed:
        refuse(
            f"{words(failed.cmd)} ended with {failed.returncode}: {reason(failed.stderr)}"
        )
