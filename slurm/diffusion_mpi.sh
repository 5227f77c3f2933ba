#!/bin/bash
# 2D diffusion on ranks across nodes (MPJ Express), in one of two ways:
#
#   sbatch [OPTIONS] slurm/diffusion_mpi.sh [FILE] [OPTIONS OF hpc sweep]
#     a sweep; FILE says of what; default $HPC_CONFIG, else config/diffusion_mpi.yaml
#
#   sbatch [OPTIONS] slurm/diffusion_mpi.sh --nx 16384 --ny 16384 --steps 1e6
#     one long run; the words are options of hpc diffusion. Before the time is over it keeps its field and waits in the
#     queue again, until it is done. Field and rows are below results/diffusion_mpi/JOB/.
#
#SBATCH --job-name=diffusion_mpi
#SBATCH --nodes=2
#SBATCH --ntasks-per-node=2
#SBATCH --time=00:30:00
#SBATCH --output=slurm-%x-%j.out
#SBATCH --open-mode=append
# the ranks are told a minute before the end (a point of a sweep that is running then fails a minute early)
#SBATCH --signal=USR1@60
#SBATCH --requeue

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

if [[ ${1:-} == --* ]]; then
  status=0
  # srun does not take over --cpus-per-task from the job, and refuses both variables together
  cpus=${SLURM_CPUS_PER_TASK:+--cpus-per-task=$SLURM_CPUS_PER_TASK}
  [ -z "$cpus" ] || unset SLURM_CPUS_PER_TASK SLURM_TRES_PER_TASK
  srun ${cpus:+"$cpus"} --mpi=none --input=none --export=ALL "$HPC_HOME/hpc" diffusion "$@" \
    --checkpoint "$HPC_OUT/checkpoint" --restart --csv "$HPC_OUT/$SLURM_JOB_NAME.csv" || status=$?
  case $status in
    # 128 + SIGUSR1, 128 + SIGTERM: there is more to do
    138 | 143) exec scontrol requeue "$SLURM_JOB_ID" ;;
    *) exit "$status" ;;
  esac
fi

[[ ${1:--} == -* ]] || { HPC_CONFIG=$1 && shift; }
: "${HPC_CONFIG:=$HPC_HOME/config/diffusion_mpi.yaml}"
exec "$HPC_HOME/hpc" sweep "$HPC_CONFIG" --executor srun --resume --out "$HPC_OUT" "$@"
