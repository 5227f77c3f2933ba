package hpc.bench;

import hpc.launch.JvmVariant;
import java.util.List;

/**
 * Where a row comes from: everything that is known before the run starts and that the run does not
 * change. What is not known is the empty string, never null.
 *
 * @param runId one name per start of the program, equal in all its rows
 * @param point the point of the sweep that this run is, empty outside a sweep
 * @param host the name of this rank's node; ranks with equal names share a node
 * @param cluster the name that Slurm gives the cluster
 * @param slurmJobId the job
 * @param slurmArrayTaskId the task of a job array
 * @param slurmStepId the step of the job
 * @param cpuModel the processor's own name
 * @param java vendor and version of the JVM
 * @param jvmFlags the flags that this JVM runs with, in one line
 * @param version the program's version
 * @param gitCommit the commit that it was built from
 */
public record RunMetadata(
    String runId,
    String point,
    String host,
    String cluster,
    String slurmJobId,
    String slurmArrayTaskId,
    String slurmStepId,
    String cpuModel,
    String java,
    String jvmFlags,
    String version,
    String gitCommit) {

  /** Rejects nulls. */
  public RunMetadata {
    // List.of takes no null
    List.of(runId, point, host, cluster, slurmJobId, slurmArrayTaskId, slurmStepId);
    List.of(cpuModel, java, jvmFlags, version, gitCommit);
  }

  /** Version and commit of the program. */
  public String program() {
    return (version + " " + gitCommit).strip();
  }

  /** The cluster, or the host where there is none. */
  public String site() {
    return cluster.isEmpty() ? host : cluster;
  }

  /** Flags of the JVM that somebody has chosen, neither fitted to the machine nor compared. */
  public String chosenFlags() {
    return JvmVariant.chosenBesides(jvmFlags);
  }

  /** The flags that a sweep compares with others; empty if it compares none. */
  public String jvmVariant() {
    return JvmVariant.in(jvmFlags);
  }
}
