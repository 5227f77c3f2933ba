package hpc.sweep;

import hpc.external.Program;
import hpc.external.ProgramSearch;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * A run of a program of others in a sweep: {@code workload: command} and the keys that say what is
 * called and what it prints. They become options of the hidden command {@value WORKLOAD}, so that a
 * point is started like any other.
 */
final class CommandRun {

  static final String WORKLOAD = "command";

  static final String NAME = "name";
  static final String PROGRAM = "program";
  private static final String SOLVES = "solves";
  private static final String ANSWER = "answer";
  private static final String TIME = "time";
  private static final String EXPECT = "expect";
  private static final String TIMEOUT = "timeout";

  /** The keys that other runs do not have. */
  static final List<String> KEYS = List.of(NAME, PROGRAM, SOLVES, ANSWER, TIME, EXPECT, TIMEOUT);

  /** The time of the whole process. */
  private static final String PROCESS = "process";

  /** {@code --time} may be an option of the problem. */
  private static final String SOLVE_TIME = "solve-time";

  /** Options that say the same in every point of a program. */
  static final Set<String> ITS_WORDS = Set.of(PROGRAM, SOLVES, ANSWER, SOLVE_TIME, EXPECT, TIMEOUT);

  /** What has no meaning for a program that is started once. */
  private static final Set<String> OURS_ALONE = Set.of("ranks", "mode", "verify");

  private final YamlText yaml;
  private final Map<String, YamlText.Field> fields;
  private final OptionCatalog catalog;
  private final SequencedMap<String, String> options = new LinkedHashMap<>();

  private CommandRun(YamlText yaml, Map<String, YamlText.Field> fields, OptionCatalog catalog) {
    this.yaml = yaml;
    this.fields = fields;
    this.catalog = catalog;
  }

  /**
   * The options that the keys of a run stand for, none where it runs a program of ours.
   *
   * @throws IllegalArgumentException in one line with the place of the first that is wrong
   */
  static SequencedMap<String, String> options(
      YamlText yaml,
      Node run,
      Map<String, YamlText.Field> fields,
      String workload,
      OptionCatalog catalog) {
    CommandRun command = new CommandRun(yaml, fields, catalog);
    if (workload.equals(WORKLOAD)) {
      command.read(run);
    } else {
      command.requireNone(workload);
    }
    return command.options;
  }

  /** The catalog in which {@value WORKLOAD} has those options only that its problem has. */
  static OptionCatalog narrowed(OptionCatalog catalog, Map<String, String> options) {
    if (!options.containsKey(SOLVES)) {
      return catalog;
    }
    SortedSet<String> narrow = catalog.options(WORKLOAD);
    narrow.retainAll(catalog.options(options.get(SOLVES)));
    narrow.removeAll(OURS_ALONE);
    return new OptionCatalog(
        Map.of(WORKLOAD, narrow), Map.of()); // of the other workloads nobody asks
  }

  /** What a point solves. */
  static String problem(SweepPoint point) {
    return point.options().getOrDefault(SOLVES, point.workload());
  }

  /** Why the program of a point cannot run here, in one phrase; empty if it can, or is ours. */
  static Optional<String> absence(SweepPoint point, ProgramSearch search) {
    if (!point.workload().equals(WORKLOAD)) {
      return Optional.empty();
    }
    String word = point.options().getOrDefault(PROGRAM, "").strip().split("\\s+", -1)[0];
    return Program.isOurJava(word) || search.find(word).isPresent()
        ? Optional.empty()
        : Optional.of("absent: %s: %s".formatted(point.options().get(NAME), search.absence(word)));
  }

  private void requireNone(String workload) {
    for (String key : KEYS) {
      if (fields.containsKey(key)) {
        throw yaml.error(
            fields.get(key).key(),
            "key %s in a run of %s; accepted: with workload %s".formatted(key, workload, WORKLOAD));
      }
    }
  }

  private void read(Node run) {
    String solves = word(run, SOLVES);
    SortedSet<String> problems = new TreeSet<>(catalog.placeholders().keySet());
    if (!problems.contains(solves)) {
      throw yaml.unknown(fields.get(SOLVES).value(), "problem", problems);
    }
    String name = word(run, NAME);
    options.put(NAME, at(NAME, () -> Program.name(NAME, name)));
    String program = word(run, PROGRAM);
    at(PROGRAM, () -> Program.words(PROGRAM, program, catalog.placeholders().get(solves)));
    options.put(SOLVES, solves);
    options.put(PROGRAM, program);
    options.put(ANSWER, pattern(ANSWER, word(run, ANSWER)));
    if (fields.containsKey(TIME) && !word(run, TIME).equals(PROCESS)) {
      options.put(SOLVE_TIME, pattern(TIME, word(run, TIME)));
    }
    if (fields.containsKey(EXPECT)) {
      options.put(EXPECT, word(run, EXPECT));
    }
    if (fields.containsKey(TIMEOUT)) {
      String timeout = word(run, TIMEOUT);
      options.put(TIMEOUT, at(TIMEOUT, () -> seconds(timeout)));
    }
  }

  private String pattern(String key, String text) {
    at(key, () -> Program.pattern(key, text));
    return text;
  }

  private static String seconds(String text) {
    if (text.matches("[0-9]{1,7}(\\.[0-9]{1,3})?") && new BigDecimal(text).signum() > 0) {
      return text;
    }
    throw new IllegalArgumentException(
        "timeout " + YamlText.quoted(text) + ": accepted: seconds, such as 600");
  }

  private String word(Node run, String key) {
    if (!fields.containsKey(key)) {
      throw yaml.error(run, "key " + key + " is missing, which a run of a program needs");
    }
    Node node = fields.get(key).value();
    String word = yaml.word(node, key);
    if (word.equals("true") || word.equals("false")) { // flags, as options of a point
      throw yaml.error(node, "%s %s: accepted: more than this word".formatted(key, word));
    }
    return word;
  }

  /** Gives a complaint the place of the key's value. */
  private <T> T at(String key, Supplier<T> check) {
    try {
      return check.get();
    } catch (IllegalArgumentException e) {
      throw yaml.error(fields.get(key).value(), e.getMessage());
    }
  }
}
