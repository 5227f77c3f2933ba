package hpc.sweep;

import hpc.external.Program;
import hpc.external.ProgramSearch;
import hpc.sweep.YamlMapping.YamlKey;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.UnaryOperator;

/**
 * A run of a program of others in a sweep: {@code workload: command} and the keys that say what is
 * called and what it prints. They become options of the hidden command {@value WORKLOAD}, so that a
 * point is started like any other.
 */
final class CommandRun {

  static final String WORKLOAD = "command";

  /** The time of the whole process. */
  private static final String PROCESS = "process";

  /** {@code --time} may be an option of the problem. */
  private static final String SOLVE_TIME = "solve-time";

  private static final YamlKey<String> NAME = required("name", text -> Program.name("name", text));
  private static final YamlKey<String> PROGRAM = required("program", text -> text);
  private static final YamlKey<String> SOLVES = required("solves", text -> text);
  private static final YamlKey<String> ANSWER =
      required("answer", text -> Program.pattern("answer", text).pattern());
  private static final YamlKey<Optional<String>> TIME = optional("time", CommandRun::time);
  private static final YamlKey<Optional<String>> EXPECT = optional("expect", text -> text);
  private static final YamlKey<Optional<String>> TIMEOUT = optional("timeout", CommandRun::seconds);

  /** The keys that other runs do not have. */
  static final List<YamlKey<?>> KEYS =
      List.of(NAME, PROGRAM, SOLVES, ANSWER, TIME, EXPECT, TIMEOUT);

  /** Options that say the same in every point of a program. */
  static final Set<String> SAME_IN_EVERY_POINT =
      Set.of(
          PROGRAM.name(), SOLVES.name(), ANSWER.name(), SOLVE_TIME, EXPECT.name(), TIMEOUT.name());

  /** What has no meaning for a program that is started once. */
  private static final Set<String> OURS_ALONE = Set.of("ranks", "mode", "verify");

  private CommandRun() {}

  private static YamlKey<String> required(String name, UnaryOperator<String> check) {
    return YamlKey.required(name, value -> checked(value, check));
  }

  private static YamlKey<Optional<String>> optional(String name, UnaryOperator<String> check) {
    return YamlKey.optional(name, value -> checked(value, check));
  }

  private static String checked(YamlValue value, UnaryOperator<String> check) {
    String word = value.word();
    if (word.equals("true") || word.equals("false")) { // flags, as options of a point
      throw value.error("%s %s: accepted: more than this word".formatted(value.name(), word));
    }
    return value.read(check);
  }

  private static String time(String text) {
    return text.equals(PROCESS) ? text : Program.pattern("time", text).pattern();
  }

  private static String seconds(String text) {
    if (text.matches("[0-9]{1,7}(\\.[0-9]{1,3})?") && new BigDecimal(text).signum() > 0) {
      return text;
    }
    throw new IllegalArgumentException(
        "timeout " + YamlText.quoted(text) + ": accepted: seconds, such as 600");
  }

  /** The options that the keys of a run stand for, none where it runs a program of ours. */
  static SequencedMap<String, String> options(
      YamlMapping run, String workload, OptionCatalog catalog) {
    SequencedMap<String, String> options = new LinkedHashMap<>();
    if (!workload.equals(WORKLOAD)) {
      requireNone(run, workload);
      return options;
    }
    Map<String, Set<String>> problems = catalog.placeholders();
    String solves = run.get(SOLVES);
    run.value(SOLVES).called("problem").oneOf(problems.keySet());
    options.put(NAME.name(), run.get(NAME));
    options.put(SOLVES.name(), solves);
    options.put(PROGRAM.name(), run.get(PROGRAM));
    run.value(PROGRAM).read(text -> Program.command(PROGRAM.name(), text, problems.get(solves)));
    options.put(ANSWER.name(), run.get(ANSWER));
    run.get(TIME)
        .filter(time -> !time.equals(PROCESS))
        .ifPresent(time -> options.put(SOLVE_TIME, time));
    run.get(EXPECT).ifPresent(expected -> options.put(EXPECT.name(), expected));
    run.get(TIMEOUT).ifPresent(seconds -> options.put(TIMEOUT.name(), seconds));
    return options;
  }

  private static void requireNone(YamlMapping run, String workload) {
    for (YamlKey<?> key : KEYS) {
      run.entry(key)
          .ifPresent(entry -> {
            throw entry
                .key()
                .error(
                    "key %s in a run of %s; accepted: with workload %s"
                        .formatted(key.name(), workload, WORKLOAD));
          });
    }
  }

  static SortedSet<String> accepted(
      OptionCatalog catalog, String workload, Map<String, String> options) {
    SortedSet<String> accepted = catalog.options(workload);
    if (options.containsKey(SOLVES.name())) {
      accepted.retainAll(catalog.options(options.get(SOLVES.name())));
      accepted.removeAll(OURS_ALONE);
    }
    return accepted;
  }

  static String problem(SweepPoint point) {
    return point.options().getOrDefault(SOLVES.name(), point.workload());
  }

  /** Why the program of a point cannot run here, in one phrase; empty if it can, or is ours. */
  static Optional<String> absence(SweepPoint point, ProgramSearch search) {
    if (!point.workload().equals(WORKLOAD)) {
      return Optional.empty();
    }
    String word = point.options().getOrDefault(PROGRAM.name(), "").strip().split("\\s+", -1)[0];
    return Program.isOurJava(word) || search.find(word).isPresent()
        ? Optional.empty()
        : Optional.of(
            "absent: %s: %s".formatted(point.options().get(NAME.name()), search.absence(word)));
  }
}
