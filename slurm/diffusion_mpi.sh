#!/bin/bash
# 2D diffusion on ranks across nodes (MPJ Express), in one of two ways:
#
#   sbatch [OPTIONS] slurm/diffusion_mpi.sh [FILE]
#     a sweep; FILE says of what; default $HPC_CONFIG, else config/diffusion_mpi.yaml
#
#   sbatch [OPTIONS] slurm/diffusion_mpi.sh --nx 16384 --ny 16384 --steps 1e6
#     one long run; the words are options of hpc diffusion. Before the time is over it keeps its field and waits in the
#     queue again, until it is done. Field and rows are below results/diffusion_mpi/JOB/.
#
#SBATCH --job-name=diffusion_mpi
#SBATCH --nodes=2
#SBATCH --ntasks-per-node=2
#SBATCH --cpus-per-task=1
#SBATCH --mem-per-cpu=2G
#SBATCH --time=00:30:00
#SBATCH --output=slurm-%x-%j.out
#SBATCH --open-mode=append
# the ranks are told a minute before the end (a point of a sweep that is running then fails a minute early)
#SBATCH --signal=USR1@60
#SBATCH --requeue

# Slurm runs a copy of this file; it knows where the file itself is (and appends the arguments)
submitted=$(squeue --noheader --job="${SLURM_JOB_ID:-none}" --format=%o 2>/dev/null || true)
submitted=$(dirname "${submitted%" $*"}")
for slurm in "${HPC_HOME:-}/slurm" "$submitted" "${SLURM_SUBMIT_DIR:-}/slurm" "$(dirname "$0")"; do
  [ ! -r "$slurm/common.sh" ] || break
done
# shellcheck source=/dev/null
source "$slurm/common.sh" || exit 2

if [[ ${1:-} == --* ]]; then
  status=0
  # srun does not take over --cpus-per-task from the job
  srun --cpus-per-task="$SLURM_CPUS_PER_TASK" --mpi=none --input=none --export=ALL "$HPC_HOME/hpc" diffusion "$@" \
    --checkpoint "$HPC_OUT/checkpoint" --restart --csv "$HPC_OUT/$SLURM_JOB_NAME.csv" || status=$?
  case $status in
    # 128 + SIGUSR1, 128 + SIGTERM: there is more to do
    138 | 143) exec scontrol requeue "$SLURM_JOB_ID" ;;
    *) exit "$status" ;;
  esac
fi

config=${1:-${HPC_CONFIG:-$HPC_HOME/config/diffusion_mpi.yaml}}
exec "$HPC_HOME/hpc" sweep "$config" --executor srun --resume --out "$HPC_OUT"
