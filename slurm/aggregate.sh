#!/bin/bash
# Merges results into a table of speedups: sbatch [OPTIONS] slurm/aggregate.sh [PATHS AND OPTIONS OF hpc aggregate]
# Default: all results; the summary goes to results/aggregate/JOB/summary.csv.
#SBATCH --job-name=aggregate
#SBATCH --nodes=1
#SBATCH --ntasks-per-node=1
#SBATCH --time=00:10:00
#SBATCH --output=slurm-%x-%j.out

# Slurm runs a copy of this file, and says where it was: a line for each task of an array, the arguments appended
script=$(squeue --noheader --job="${SLURM_JOB_ID:-none}" --format=%o 2>/dev/null | head -n 1)
script=${script%" $*"}
[[ $script == /* ]] || script=$0
script=$(realpath -m "$script")
# nothing is run but what is in the tree of this file, or in HPC_HOME
slurm=${HPC_HOME:-${script%"/slurm/${script##*/}"}}/slurm
if [ ! -r "$slurm/common.sh" ]; then
  echo "$0: this script is not in the tree of hpc: set HPC_HOME to it (${HPC_HOME:-unset})" >&2
  exit 2
fi
# shellcheck source=/dev/null
source "$slurm/common.sh"

[ $# -gt 0 ] || set -- "$HPC_RESULTS"
case " $* " in
  *" --out"[=\ ]*) ;;
  *) mkdir -p "$HPC_OUT" && set -- "$@" --out "$HPC_OUT/summary.csv" ;;
esac
exec "$HPC_HOME/hpc" aggregate "$@"
