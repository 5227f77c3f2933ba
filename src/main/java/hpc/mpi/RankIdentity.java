package hpc.mpi;

import hpc.slurm.Allocation;
import hpc.slurm.HostList;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which rank of which job this process is, as its environment says.
 *
 * @param rank the number of this process
 * @param size the number of ranks
 * @param node the name of the node this process runs on
 * @param nodeRanks the ranks on this node, including this one, if all are tasks of one Slurm step;
 *     empty if they are not known
 * @param rendezvous where rank 0 listens
 * @param credentials how this rank and rank 0 know each other
 */
public record RankIdentity(
    int rank,
    int size,
    String node,
    List<Integer> nodeRanks,
    Rendezvous rendezvous,
    Credentials credentials) {

  /** The variables by which {@link LocalRanks} tells a child process who it is. */
  static final String RANK = "HPC_RANK";

  static final String RANKS = "HPC_RANKS";
  static final String RENDEZVOUS = "HPC_RENDEZVOUS";

  static final String LOOPBACK = "127.0.0.1";

  private static final int FIRST_PORT = 20_000;
  private static final int PORT_RANGE = 4_000;
  private static final int CANDIDATE_PORTS = 16;

  /** A node where rank 0 may be, and its address: its name, or loopback if it is this node. */
  public record Place(String node, String host) {}

  /**
   * Where rank 0 listens while the job starts: in one of the places, on an address no wider than
   * the job, at the first of the ports that is free.
   */
  public record Rendezvous(List<Place> places, InetAddress listenAddress, List<Integer> ports) {

    /** Rejects empty lists. */
    public Rendezvous {
      places = List.copyOf(places);
      ports = List.copyOf(ports);
      if (places.isEmpty() || ports.isEmpty()) {
        throw new IllegalArgumentException("a rendezvous needs a place and a port");
      }
    }

    /** All ranks are on this node. */
    static Rendezvous here(String node, List<Integer> ports) {
      return new Rendezvous(
          List.of(new Place(node, LOOPBACK)), InetAddress.ofLiteral(LOOPBACK), ports);
    }

    /** There are ranks on several nodes. */
    static Rendezvous across(List<Place> places, List<Integer> ports) {
      return new Rendezvous(places, new InetSocketAddress(0).getAddress(), ports);
    }

    String nodes() {
      return HostList.some(places.stream().map(Place::node).toList());
    }
  }

  /** Rejects ranks outside the job, and a node without this rank. */
  public RankIdentity {
    nodeRanks = List.copyOf(nodeRanks);
    if (rank < 0 || rank >= size) {
      throw new IllegalArgumentException(
          "rank %s of %s: must be from 0 to %s".formatted(rank, size, size - 1));
    }
    if (!nodeRanks.isEmpty() && !areOnOneNode(nodeRanks, rank, size)) {
      throw new IllegalArgumentException(
          "rank %s of %s: the ranks of its node cannot be %s".formatted(rank, size, nodeRanks));
    }
  }

  /**
   * Rank {@code rank} of a job on this machine.
   *
   * @param port where rank 0 listens; 0 stands for any free port
   * @param secret of {@link JobSecret#random}
   */
  static RankIdentity local(int rank, int size, int port, String secret) {
    Rendezvous rendezvous = Rendezvous.here("localhost", List.of(port));
    return new RankIdentity(
        rank, size, "localhost", List.of(), rendezvous, JobSecret.ofProgram(secret));
  }

  /**
   * Whether this is the lowest rank of its node; where that is not known, rank 0 counts as the only
   * one.
   */
  public boolean isFirstOfNode() {
    return rank == (nodeRanks.isEmpty() ? 0 : Collections.min(nodeRanks));
  }

  /**
   * Reads who this process is: a child of {@link LocalRanks}, one of several tasks of a Slurm step,
   * or, if empty, neither.
   *
   * @throws IllegalArgumentException if the variables are there but make no sense
   */
  public static Optional<RankIdentity> of(Map<String, String> environment) {
    if (environment.containsKey(RANK)) {
      return Optional.of(child(environment));
    }
    return isInStep(environment) && number(environment, "SLURM_NTASKS") > 1
        ? Optional.of(task(environment))
        : Optional.empty();
  }

  private static RankIdentity child(Map<String, String> environment) {
    String rendezvous = text(environment, RENDEZVOUS);
    if (!rendezvous.matches(LOOPBACK + ":\\d{1,5}")) {
      throw new IllegalArgumentException(
          "%s=%s: accepted: %s:PORT".formatted(RENDEZVOUS, rendezvous, LOOPBACK));
    }
    return local(
        number(environment, RANK),
        number(environment, RANKS),
        Integer.parseInt(rendezvous.substring(LOOPBACK.length() + 1)),
        text(environment, Credentials.SECRET));
  }

  /**
   * A batch script has SLURM_PROCID=0 and SLURM_NTASKS too, but only srun starts the other tasks.
   */
  static boolean isInStep(Map<String, String> environment) {
    return environment.containsKey("SLURM_PROCID") && Allocation.isStep(environment);
  }

  private static RankIdentity task(Map<String, String> environment) {
    List<String> nodes = HostList.expand(text(environment, "SLURM_STEP_NODELIST"));
    String name = text(environment, "SLURM_JOB_ID") + "." + text(environment, "SLURM_STEP_ID");
    int port = FIRST_PORT + Math.floorMod(Credentials.number(environment, name), PORT_RANGE);
    List<Integer> ports = IntStream.range(port, port + CANDIDATE_PORTS).boxed().toList();
    int rank = number(environment, "SLURM_PROCID");
    int size = number(environment, "SLURM_NTASKS");
    List<Integer> nodeRanks = nodeRanks(environment, rank, size);
    String node = environment.getOrDefault("SLURMD_NODENAME", "task " + rank);
    return new RankIdentity(
        rank,
        size,
        node,
        nodeRanks,
        nodes.size() == 1
            ? Rendezvous.here(nodes.getFirst(), ports)
            : Rendezvous.across(places(environment, nodes, node, nodeRanks), ports),
        Credentials.ofStep(environment, name));
  }

  /**
   * Rank 0 is on the first node unless the tasks were placed by a list of hosts, or the step has
   * several components, whose nodes are sorted all together.
   */
  private static List<Place> places(
      Map<String, String> environment, List<String> nodes, String here, List<Integer> nodeRanks) {
    if (nodeRanks.contains(0)) {
      return List.of(new Place(here, LOOPBACK));
    }
    String distribution = environment.getOrDefault("SLURM_DISTRIBUTION", "arbitrary");
    // the latter is set where several components make up the step: srun --het-group=0,1
    boolean anywhere =
        distribution.contains("arbitrary") || environment.containsKey("SLURM_HET_SIZE");
    List<Place> places =
        (anywhere ? nodes : nodes.subList(0, 1))
            .stream()
                .filter(name -> nodeRanks.isEmpty() || !name.equals(here))
                .map(name -> new Place(name, name))
                .toList();
    return places.isEmpty() ? nodes.stream().map(name -> new Place(name, name)).toList() : places;
  }

  /** They only help to notice a loss early: the job runs without them, or with nonsense, too. */
  private static List<Integer> nodeRanks(Map<String, String> environment, int rank, int size) {
    String ranks = environment.getOrDefault("SLURM_GTIDS", "");
    if (!ranks.matches("\\d{1,9}(,\\d{1,9})*+")) {
      return List.of();
    }
    List<Integer> numbers = Stream.of(ranks.split(",", -1)).map(Integer::valueOf).toList();
    return areOnOneNode(numbers, rank, size) ? numbers : List.of();
  }

  private static boolean areOnOneNode(List<Integer> ranks, int rank, int size) {
    return ranks.contains(rank) && Collections.max(ranks) < size;
  }

  private static String text(Map<String, String> environment, String name) {
    String value = environment.get(name);
    if (value == null || value.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: not set or empty in a rank of several; accepted: what its launcher sets"
              .formatted(name));
    }
    return value;
  }

  /**
   * The whole number in variable {@code name}.
   *
   * @throws IllegalArgumentException if it is not set, or no such number
   */
  static int number(Map<String, String> environment, String name) {
    String value = text(environment, name);
    if (!value.matches("\\d{1,9}")) {
      throw new IllegalArgumentException(
          "%s=%s: accepted: a whole number up to 999999999".formatted(name, value));
    }
    return Integer.parseInt(value);
  }
}
