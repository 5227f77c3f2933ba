#include "team.h"

int32_t hpc_team = 1;

int32_t hpc_interface(void) { return HPC_INTERFACE; }

void hpc_threads(int32_t threads) { hpc_team = threads; }
