package hpc.diffusion;

/**
 * The shape of temporal blocking.
 *
 * @param steps time steps per sweep over memory, and the depth of halos
 * @param columns columns of a tile
 */
record Tiling(int steps, int columns) {}
