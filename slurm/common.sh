# shellcheck shell=bash
# Read by the job scripts. Settles where things are, loads modules where there are any, and makes the secret by which
# the ranks of this job know each other.
#
# Set before sbatch:  HPC_MODULES  modules to load, such as "java/25 hpc"; default hpc, our own; none if empty
#                     HPC_RESULTS  where results go; default results/ in this tree
# Set here:           HPC_HOME     this tree
#                     HPC_OUT      where the results of this job go; queued again, it goes on there (--resume)
HPC_HOME=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
HPC_RESULTS=${HPC_RESULTS:-$HPC_HOME/results}
HPC_SECRET=$(od -An -N16 -tx1 /dev/urandom | tr -d ' ')
export HPC_HOME HPC_RESULTS HPC_SECRET

fail() {
  echo "$(basename "$0"): $*" >&2
  exit 2
}

[ -n "${SLURM_JOB_ID:-}" ] || fail "this is a job script, submit it: sbatch $0"
export HPC_OUT=$HPC_RESULTS/$SLURM_JOB_NAME/$SLURM_JOB_ID

# compute nodes may have neither Maven nor a network
[ -f "$HPC_HOME/target/hpc.jar" ] || [ -f "$HPC_HOME/hpc.jar" ] || [ -f "$HPC_HOME/lib/hpc.jar" ] ||
  fail "there is no $HPC_HOME/target/hpc.jar: run $HPC_HOME/hpc build on the login node"

# in the locale C, which --export=NONE leaves, neither modules nor Java read a path that is not in ASCII
if [ "$(locale charmap 2>/dev/null)" != UTF-8 ] && [ "$(LC_ALL=C.UTF-8 locale charmap 2>/dev/null)" = UTF-8 ]; then
  export LC_ALL=C.UTF-8
fi

# "module" is a function, which the shell of a job may not have inherited
for start_up in "${MODULESHOME:-}/init/bash" /etc/profile.d/modules.sh /etc/profile.d/lmod.sh; do
  # shellcheck disable=SC1090  # the site's
  type module >/dev/null 2>&1 || [ ! -r "$start_up" ] || source "$start_up"
done
HPC_MODULES=${HPC_MODULES-hpc}
if [ -n "$HPC_MODULES" ] && type module >/dev/null 2>&1; then
  module use "$HPC_HOME/modules"
  # shellcheck disable=SC2086  # a list
  module load $HPC_MODULES || fail "cannot load the modules $HPC_MODULES, which HPC_MODULES names"
fi

set -eu
