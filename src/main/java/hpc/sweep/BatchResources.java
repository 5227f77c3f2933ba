package hpc.sweep;

/**
 * What a job asks Slurm for. Points that ask for the same share a job array.
 *
 * @param nodes nodes
 * @param ranks tasks
 * @param threads cpus of each task
 */
record BatchResources(int nodes, int ranks, int threads) {

  /**
   * The fewest nodes for a point, or as many as it asks for.
   *
   * @param cpus of the largest node
   */
  static BatchResources of(Point point, int cpus) {
    int tasksOfNode = Math.max(1, cpus / point.threads());
    int nodes = point.nodes().orElse(Math.ceilDiv(point.ranks(), tasksOfNode));
    return new BatchResources(nodes, point.ranks(), point.threads());
  }

  int tasksPerNode() {
    return Math.ceilDiv(ranks, nodes);
  }

  long cores() {
    return (long) ranks * threads;
  }
}
