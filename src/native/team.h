/* What the kernels in C share among themselves. */
#ifndef HPC_TEAM_H
#define HPC_TEAM_H

#include "hpc_native.h"

/* Threads of OpenMP that a kernel takes, where it is compiled with OpenMP. */
extern int32_t hpc_team;

#endif
