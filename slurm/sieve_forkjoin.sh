#!/bin/bash
# The sieve on the cores of one node (ForkJoin): sbatch [OPTIONS] slurm/sieve_forkjoin.sh [FILE]
# FILE says what is swept; default $HPC_CONFIG, else config/sieve_forkjoin.yaml.
#SBATCH --job-name=sieve_forkjoin
#SBATCH --nodes=1
#SBATCH --ntasks-per-node=1
#SBATCH --cpus-per-task=2
#SBATCH --mem-per-cpu=2G
#SBATCH --time=00:30:00
#SBATCH --output=slurm-%x-%j.out

# Slurm runs a copy of this file; it knows where the file itself is (and appends the arguments)
submitted=$(squeue --noheader --job="${SLURM_JOB_ID:-none}" --format=%o 2>/dev/null || true)
submitted=$(dirname "${submitted%" $*"}")
for slurm in "${HPC_HOME:-}/slurm" "$submitted" "${SLURM_SUBMIT_DIR:-}/slurm" "$(dirname "$0")"; do
  [ ! -r "$slurm/common.sh" ] || break
done
# shellcheck source=/dev/null
source "$slurm/common.sh" || exit 2

config=${1:-${HPC_CONFIG:-$HPC_HOME/config/sieve_forkjoin.yaml}}
exec "$HPC_HOME/hpc" sweep "$config" --executor srun --resume --out "$HPC_OUT"
