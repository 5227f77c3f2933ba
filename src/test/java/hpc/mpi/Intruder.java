package hpc.mpi;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Another user of a node, who wants into the jobs of user 0 that start there, or to spoil them:
 * {@code Intruder ATTACK}. It knows what every user can see: the processes of the node and its
 * listening ports. It prints "ready"; a line that begins with "in " whenever somebody has taken it
 * for a rank; and, when its input ends, how often it has tried what.
 */
public final class Intruder {

  static final int FIRST_PORT = 20_000;
  static final int LAST_PORT = 24_015;

  private static final int VICTIM = 0;
  private static final int LOOK_MILLIS = 40;
  private static final Pattern STEP = Pattern.compile("slurmstepd: \\[(\\d+)\\.(\\d+)\\].*");

  private final Map<String, LongAdder> tries = new ConcurrentSkipListMap<>();
  private final Set<InetSocketAddress> foreign = new HashSet<>(ListeningSockets.ofUser(VICTIM));
  private final Set<InetSocketAddress> doors = ConcurrentHashMap.newKeySet();
  private volatile Step step = new Step(0, 0);

  private Intruder() {}

  /** What an intruder does. */
  public enum Attack {
    /**
     * Sits on seven of eight ports where rank 0 might listen, in seven manners, and knocks at those
     * of all ranks: repeats, passes on, guesses, shows a credential of its own.
     */
    MINGLE,
    /** Sits on every port where rank 0 might listen. */
    TAKE_ALL_PORTS,
    /** Opens and closes the port that rank 0 tries first, as fast as it can. */
    FLICKER,
    /** Makes connections to all ports of all ranks, as many as are taken. */
    FLOOD
  }

  /** A step of Slurm on this node. */
  record Step(int job, int number) {

    String name() {
      return job + "." + number;
    }

    /** Where rank 0 may listen if there is no secret. */
    List<Integer> ports() {
      return RankIdentity.of(
              Map.of(
                  "SLURM_PROCID", "1",
                  "SLURM_NTASKS", "3",
                  "SLURM_JOB_ID", Integer.toString(job),
                  "SLURM_STEP_ID", Integer.toString(number),
                  "SLURM_STEP_NODELIST", "n[1-2]"))
          .orElseThrow()
          .rendezvous()
          .ports();
    }
  }

  /** Attacks until the input ends. */
  public static void main(String[] args) throws Exception {
    Intruder intruder = new Intruder();
    intruder.begin(Attack.valueOf(args[0]));
    System.out.println("ready");
    System.in.transferTo(java.io.OutputStream.nullOutputStream());
    intruder.tries.forEach((what, times) -> System.out.println(what + " " + times));
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }

  private void begin(Attack attack) throws IOException {
    switch (attack) {
      case MINGLE -> {
        Squatter.sit(this, port -> port % Squatter.Manner.values().length != 0);
        watch(door -> new Knocker(this, door).knock());
      }
      case TAKE_ALL_PORTS -> Squatter.sit(this, port -> true);
      case FLICKER -> Thread.ofPlatform().daemon().start(this::flicker);
      case FLOOD -> watch(door -> new Knocker(this, door).flood());
    }
  }

  /** What is done to a port of a rank that has just been opened. */
  @FunctionalInterface
  private interface Visit {
    void pay(InetSocketAddress door);
  }

  private void watch(Visit visit) {
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          while (true) {
            look(visit);
            JobControl.pause(LOOK_MILLIS);
          }
        });
  }

  private void look(Visit visit) {
    Set<InetSocketAddress> open = new HashSet<>(ListeningSockets.ofUser(VICTIM));
    open.removeAll(foreign);
    doors.retainAll(open);
    List<InetSocketAddress> opened = new ArrayList<>();
    open.stream().filter(doors::add).forEach(opened::add);
    if (!opened.isEmpty()) {
      newestStep().ifPresent(it -> step = it);
      opened.forEach(visit::pay);
    }
  }

  private void flicker() {
    while (true) {
      Optional<Step> started = newestStep().filter(it -> !it.equals(step));
      if (started.isPresent()) {
        step = started.get();
        int port = step.ports().getFirst();
        while (newestStep().isPresent()) {
          for (int i = 0; i < 100; i++) {
            Squatter.flicker(this, port);
          }
        }
      }
      JobControl.pause(LOOK_MILLIS);
    }
  }

  /** Of the steps that run on this node the last. */
  private static Optional<Step> newestStep() {
    List<Step> steps = new ArrayList<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : processes) {
        Matcher words = STEP.matcher(commandLine(process));
        if (words.matches()) {
          steps.add(new Step(Integer.parseInt(words.group(1)), Integer.parseInt(words.group(2))));
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("every user can list the processes", e);
    }
    return steps.stream().max(java.util.Comparator.comparingInt(Step::job));
  }

  private static String commandLine(Path process) {
    try {
      return Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1)
          .replace('\0', ' ')
          .strip();
    } catch (IOException e) {
      // it has ended meanwhile
      return "";
    }
  }

  /** The step that has opened the last door. */
  Step step() {
    return step;
  }

  /** The ports of ranks on this node that are open now. */
  Set<InetSocketAddress> doors() {
    return Collections.unmodifiableSet(doors);
  }

  /** The port at which rank 0 waits for the others, if it is on this node. */
  Optional<InetSocketAddress> rendezvous() {
    return doors.stream()
        .filter(door -> door.getPort() >= FIRST_PORT && door.getPort() <= LAST_PORT)
        .findAny();
  }

  /** A new connection to a port of a rank. */
  static SocketChannel connect(InetSocketAddress door) throws IOException {
    InetAddress host =
        door.getAddress().isAnyLocalAddress() ? InetAddress.getLocalHost() : door.getAddress();
    return SocketChannel.open(new InetSocketAddress(host, door.getPort()));
  }

  /** It does something once more. */
  void tries(String what) {
    tries.computeIfAbsent(what, _ -> new LongAdder()).increment();
  }

  /** It was taken for a rank. */
  void isIn(String how) {
    System.out.println("in " + how);
  }
}
