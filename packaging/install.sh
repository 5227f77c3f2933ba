#!/bin/sh
# Installs a tree that has been built into a directory: packaging/install.sh DIR
# The wrapper hpc, the jar with its archives of classes, the kernels in C and Fortran that were built, man pages,
# completion, job scripts, sweeps, the documentation and the modulefile.
set -eu

tree=$(dirname "$(dirname "$(readlink -f "$0")")")
fail() {
  echo "packaging/install.sh: $*" >&2
  exit 2
}
[ "${1:+$#}" = 1 ] || fail "accepted: one directory"
[ -f "$tree/target/hpc.jar" ] || fail "there is no $tree/target/hpc.jar: run $tree/hpc build"

mkdir -p "$1/target" "$1/results"
to=$(readlink -f "$1")
# -p: an archive is for a jar of one date
cd "$tree"
for file in hpc README.md LICENSE CHANGELOG.md config docs modules results/README.md slurm target/hpc.jar target/*.jsa \
  target/share target/libhpc-*.so; do
  [ ! -e "$file" ] || cp -pR "$file" "$to/$(dirname "$file")/"
done
