package hpc.mpi;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The tasks of a Slurm step on this node, as the system's table of processes shows them: a task
 * that is killed before it has connected to rank 0 leaves no other trace.
 *
 * <p>All tasks of a node are children of one slurmstepd, which forks every one of them before it
 * lets the first run; a task keeps its process when it executes another program, and its
 * environment holds its rank. So a rank that no child stands for is dead, not late. Where the table
 * does not show all this (hidden processes, a container with its own), nothing is concluded.
 */
final class LocalTaskWatcher {

  private static final String DAEMON = "slurmstepd";

  private static final String RANK_VARIABLE = "SLURM_PROCID=";

  private final Path proc;
  private final int self;
  private final SortedSet<Integer> ranks;
  private Set<Integer> missing = Set.of();

  /** One line of the table: the name of the program, a letter for its state, its parent. */
  private record Entry(String name, char state, long parent) {

    /** Reads {@code pid (name) state parent ...}; the name may hold anything. */
    static Optional<Entry> of(Path process) {
      try {
        String stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
        int end = stat.lastIndexOf(')');
        String[] rest = stat.substring(end + 2).split(" ", 3);
        String name = stat.substring(stat.indexOf('(') + 1, end);
        return Optional.of(new Entry(name, rest[0].charAt(0), Long.parseLong(rest[1])));
      } catch (IOException | RuntimeException e) {
        // it has ended meanwhile, or is hidden
        return Optional.empty();
      }
    }

    /** Zombies have ended, they only wait for their parent to notice. */
    boolean isAlive() {
      return state != 'Z' && state != 'X';
    }
  }

  LocalTaskWatcher(Path proc, RankIdentity identity) {
    this.proc = proc;
    this.self = identity.rank();
    this.ranks = new TreeSet<>(identity.nodeRanks());
  }

  static LocalTaskWatcher of(RankIdentity identity) {
    return new LocalTaskWatcher(Path.of("/proc"), identity);
  }

  /** Whether the ranks of this node are known at all. */
  boolean areKnown() {
    return !ranks.isEmpty();
  }

  /** Whether {@code rank} is or was on this node. */
  boolean include(int rank) {
    return ranks.contains(rank);
  }

  /** Looks at the table: the ranks of this node that are missing now and were at the last look. */
  synchronized SortedSet<Integer> lost() {
    Set<Integer> before = missing;
    missing = missing();
    SortedSet<Integer> lost = new TreeSet<>(missing);
    lost.retainAll(before);
    return lost;
  }

  /** Of the ranks on this node the lowest that was there at the last look. */
  synchronized int lowestLeft() {
    return ranks.stream().filter(rank -> !missing.contains(rank)).findFirst().orElse(self);
  }

  /** Nobody, if the table does not show the rank of every child. */
  private Set<Integer> missing() {
    if (!areKnown()) {
      return Set.of();
    }
    Set<Integer> alive = new HashSet<>();
    for (Path child : children(daemon())) {
      OptionalInt rank = rank(child);
      if (rank.isEmpty()) {
        // it has not executed its program yet, and may be any of the ranks
        return Set.of();
      }
      alive.add(rank.getAsInt());
    }
    if (!alive.contains(self)) {
      return Set.of();
    }
    Set<Integer> missing = new HashSet<>(ranks);
    missing.removeAll(alive);
    return missing;
  }

  /** The process that started the tasks, or -1; there may be shells between it and this one. */
  private long daemon() {
    Optional<Entry> entry = Entry.of(proc.resolve("self"));
    while (entry.isPresent()) {
      long parent = entry.get().parent();
      entry = Entry.of(proc.resolve(Long.toString(parent)));
      if (entry.filter(it -> it.name().equals(DAEMON)).isPresent()) {
        return parent;
      }
    }
    return -1;
  }

  private List<Path> children(long parent) {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
      for (Path process : processes) {
        Entry.of(process)
            .filter(entry -> entry.parent() == parent && entry.isAlive())
            .ifPresent(entry -> children.add(process));
      }
    } catch (IOException | DirectoryIteratorException e) {
      // nothing is shown here
    }
    return children;
  }

  private static OptionalInt rank(Path process) {
    try {
      String environment =
          Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
      return Arrays.stream(environment.split("\0"))
          .filter(variable -> variable.startsWith(RANK_VARIABLE))
          .mapToInt(variable -> Integer.parseInt(variable.substring(RANK_VARIABLE.length())))
          .findFirst();
    } catch (IOException | NumberFormatException e) {
      return OptionalInt.empty();
    }
  }
}
