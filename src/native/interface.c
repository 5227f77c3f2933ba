#include "hpc_native.h"

int32_t hpc_interface(void) { return HPC_INTERFACE; }
