#!/bin/bash
# Merges results into a table of speedups: sbatch [OPTIONS] slurm/aggregate.sh [PATHS AND OPTIONS OF hpc aggregate]
# Default: all results; the summary goes to results/aggregate/JOB/summary.csv.
#SBATCH --job-name=aggregate
#SBATCH --nodes=1
#SBATCH --ntasks-per-node=1
#SBATCH --cpus-per-task=1
#SBATCH --mem-per-cpu=2G
#SBATCH --time=00:10:00
#SBATCH --output=slurm-%x-%j.out

# Slurm runs a copy of this file; it knows where the file itself is (and appends the arguments)
submitted=$(squeue --noheader --job="${SLURM_JOB_ID:-none}" --format=%o 2>/dev/null || true)
submitted=$(dirname "${submitted%" $*"}")
for slurm in "${HPC_HOME:-}/slurm" "$submitted" "${SLURM_SUBMIT_DIR:-}/slurm" "$(dirname "$0")"; do
  [ ! -r "$slurm/common.sh" ] || break
done
# shellcheck source=/dev/null
source "$slurm/common.sh" || exit 2

[ $# -gt 0 ] || set -- "$HPC_RESULTS"
case " $* " in
  *" --out"[=\ ]*) ;;
  *) mkdir -p "$HPC_OUT" && set -- "$@" --out "$HPC_OUT/summary.csv" ;;
esac
exec "$HPC_HOME/hpc" aggregate "$@"
