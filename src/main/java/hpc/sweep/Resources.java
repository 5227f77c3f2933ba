package hpc.sweep;

/**
 * What a point needs at once. Points that need the same share a job array.
 *
 * @param nodes nodes
 * @param ranks tasks
 * @param threads cpus of each task
 */
record Resources(int nodes, int ranks, int threads) {

  /**
   * The fewest nodes for a point, or as many as it asks for.
   *
   * @param cpus of the largest node
   */
  static Resources of(SweepPoint point, int cpus) {
    int tasksOfNode = Math.max(1, cpus / point.threads());
    int nodes = point.nodes().orElse(Math.ceilDiv(point.ranks(), tasksOfNode));
    return new Resources(nodes, point.ranks(), point.threads());
  }

  int tasksPerNode() {
    return Math.ceilDiv(ranks, nodes);
  }
}
