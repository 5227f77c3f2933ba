package hpc.cli;

import hpc.bench.RunMetadata;
import hpc.launch.Machine;
import hpc.slurm.Allocation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.util.Map;
import java.util.UUID;
import java.util.jar.Attributes;
import picocli.CommandLine.IVersionProvider;

/**
 * Which build this is, read from the manifest of the jar; classes outside a jar are a development
 * build.
 *
 * @param version the version, {@code development} outside a jar
 * @param gitCommit the commit, with {@code -dirty} when the tree differed from it; empty if unknown
 */
record Build(String version, String gitCommit) {

  /** Reads the manifest. */
  static Build current() {
    URL here = Build.class.getResource("Build.class");
    try {
      URLConnection connection = here.openConnection();
      if (!(connection instanceof JarURLConnection jar)) {
        return new Build("development", "");
      }
      Attributes manifest = jar.getMainAttributes();
      String commit = manifest.getValue("Git-Commit");
      // a build outside a git checkout leaves the placeholder unreplaced
      boolean known = commit != null && !commit.startsWith("${");
      boolean dirty = Boolean.parseBoolean(manifest.getValue("Git-Dirty"));
      return new Build(
          manifest.getValue(Attributes.Name.IMPLEMENTATION_VERSION),
          known ? commit + (dirty ? "-dirty" : "") : "");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the manifest of " + here, e);
    }
  }

  /** The origin of what this process measures. */
  static RunMetadata runMetadata() {
    Map<String, String> environment = System.getenv();
    Allocation allocation = Allocation.of(environment);
    Build build = current();
    return new RunMetadata(
        UUID.randomUUID().toString(),
        environment.getOrDefault("HPC_POINT", ""),
        host(),
        allocation.cluster(),
        allocation.jobId(),
        allocation.arrayTaskId(),
        allocation.stepId(),
        Machine.here().cpuModel(),
        System.getProperty("java.vendor") + " " + Runtime.version(),
        String.join(" ", ManagementFactory.getRuntimeMXBean().getInputArguments()),
        build.version,
        build.gitCommit);
  }

  /** The name of this node. */
  static String host() {
    String node = System.getenv("SLURMD_NODENAME");
    return node != null ? node : Machine.hostName();
  }

  /** Version and commit. */
  String line() {
    return (version + " " + gitCommit).strip();
  }

  /** For {@code --version}. */
  static final class VersionProvider implements IVersionProvider {
    @Override
    public String[] getVersion() {
      Build build = current();
      return new String[] {
        "hpc.jar " + build.line(),
        "Java " + Runtime.version() + ", " + System.getProperty("java.vm.vendor")
      };
    }
  }
}
