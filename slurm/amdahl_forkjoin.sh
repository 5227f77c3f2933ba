#!/bin/bash
# Work with a given parallel part on the cores of one node (ForkJoin):
# sbatch [OPTIONS] slurm/amdahl_forkjoin.sh [FILE] [OPTIONS OF hpc sweep]
# FILE says what is swept; default $HPC_CONFIG, else config/amdahl.yaml.
#SBATCH --job-name=amdahl_forkjoin
#SBATCH --nodes=1
#SBATCH --ntasks-per-node=1
#SBATCH --cpus-per-task=2
#SBATCH --time=00:30:00
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

[[ ${1:--} == -* ]] || { HPC_CONFIG=$1 && shift; }
: "${HPC_CONFIG:=$HPC_HOME/config/amdahl.yaml}"
exec "$HPC_HOME/hpc" sweep "$HPC_CONFIG" --executor srun --resume --out "$HPC_OUT" "$@"
