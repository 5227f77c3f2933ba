package hpc.scaling;

/**
 * What a recommendation goes by.
 *
 * @param efficiency the least one wanted, in (0, 1]
 * @param site options of sbatch that every job has on this cluster, as words of a command; may be
 *     empty
 */
public record RecommendationCriteria(double efficiency, String site) {

  /**
   * Checks the efficiency.
   *
   * @throws IllegalArgumentException if it is none
   */
  public RecommendationCriteria {
    if (!(0 < efficiency && efficiency <= 1)) {
      throw new IllegalArgumentException(
          "efficiency " + efficiency + "; accepted: above 0, at most 1");
    }
  }
}
