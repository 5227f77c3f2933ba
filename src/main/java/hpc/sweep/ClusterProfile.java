package hpc.sweep;

import hpc.sweep.YamlMapping.YamlKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a site wants of every job, from one YAML file: account, partition, modules and so on.
 *
 * <p>Variables of the environment override it, and options on the command line override both.
 *
 * @param file where it stands; empty if there is none
 * @param sbatch options of sbatch without dashes and their values, in the order of the file
 * @param modules to load in each job
 * @param results where results go; empty for the usual place
 * @param mpi the value of srun's {@code --mpi} for ranks that use the cluster's MPI; empty for
 *     Slurm's default
 */
public record ClusterProfile(
    Optional<Path> file,
    SequencedMap<String, String> sbatch,
    List<String> modules,
    Optional<String> results,
    Optional<String> mpi) {

  /** The variable that names the file; set and empty it stands for none. */
  public static final String FILE_VARIABLE = "HPC_CLUSTER";

  /** Options that sbatch and salloc also take from a variable. */
  static final List<YamlKey<String>> OPTIONS =
      List.of(
          option("account"),
          option("constraint"),
          option("gres"),
          option("hint"),
          YamlKey.required(
              "mem-per-cpu",
              value -> matching(value, "[0-9]{1,9}[KMGT]?", "MiB, or a number with K, M, G or T")),
          option("partition"),
          option("qos"),
          option("reservation"),
          YamlKey.required("time", value -> value.read(text -> new TimeLimit(text).text())),
          option("wckey"));

  private static final YamlKey<SequencedMap<String, String>> SBATCH =
      YamlKey.optional("sbatch", ClusterProfile::sbatch, new LinkedHashMap<>());
  private static final YamlKey<List<String>> MODULES =
      YamlKey.optional("modules", ClusterProfile::modules, List.of());
  private static final YamlKey<Optional<YamlValue>> RESULTS = YamlKey.unread("results");
  private static final YamlKey<Optional<String>> MPI =
      YamlKey.optional(
          "mpi", value -> matching(value, "\\w+", "a word that srun --mpi=list names"));

  private static final Pattern VARIABLE = Pattern.compile("\\$(?:(\\w+)|\\{(\\w+)})");

  private static final Path PLACE = Path.of("hpc", "cluster.yaml");

  /** Copies the collections. */
  public ClusterProfile {
    sbatch = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(sbatch));
    modules = List.copyOf(modules);
  }

  /** A cluster that wants nothing. */
  public static ClusterProfile none() {
    return new ClusterProfile(
        Optional.empty(), new LinkedHashMap<>(), List.of(), Optional.empty(), Optional.empty());
  }

  /**
   * The profile that is in use: the file that {@code HPC_CLUSTER} names, else the user's, {@code
   * ~/.config/hpc/cluster.yaml}, else that of the tree, {@code $HPC_HOME/config/cluster.yaml}.
   *
   * @throws IllegalArgumentException if it cannot be read or is no profile: one line with the file
   *     and the reason, {@code file:line:column: what} of its text
   */
  public static ClusterProfile of(Map<String, String> environment) {
    if (environment.containsKey(FILE_VARIABLE)) {
      String named = environment.get(FILE_VARIABLE);
      return named.isBlank() ? none() : load(Path.of(named), environment);
    }
    return places(environment)
        .filter(Files::isRegularFile)
        .findFirst()
        .map(file -> load(file, environment))
        .orElse(none());
  }

  private static Stream<Path> places(Map<String, String> environment) {
    String config = environment.getOrDefault("XDG_CONFIG_HOME", "");
    String home = environment.getOrDefault("HOME", "");
    String tree = environment.getOrDefault("HPC_HOME", "");
    Stream<Path> user =
        config.isEmpty()
            ? Stream.of(home).filter(h -> !h.isEmpty()).map(h -> Path.of(h, ".config"))
            : Stream.of(Path.of(config));
    return Stream.concat(
        user.map(directory -> directory.resolve(PLACE)),
        Stream.of(tree)
            .filter(t -> !t.isEmpty())
            .map(t -> Path.of(t, "config").resolve(PLACE.getFileName())));
  }

  private static ClusterProfile load(Path file, Map<String, String> environment) {
    Optional<YamlValue> root = YamlText.read(file, "a cluster profile").root("a cluster profile");
    if (root.isEmpty()) { // nothing but comments, as shipped
      return none().in(file);
    }
    YamlMapping profile = new YamlMapping(root.get(), List.of(SBATCH, MODULES, RESULTS, MPI));
    return new ClusterProfile(
            Optional.empty(),
            profile.get(SBATCH),
            profile.get(MODULES),
            profile.get(RESULTS).map(value -> directory(value, environment)),
            profile.get(MPI))
        .in(file);
  }

  private ClusterProfile in(Path place) {
    return new ClusterProfile(
        Optional.of(place.toAbsolutePath().normalize()), sbatch, modules, results, mpi);
  }

  /** A line of a job script ends where sbatch sees a blank or a comment. */
  private static YamlKey<String> option(String name) {
    return YamlKey.required(
        name,
        value ->
            matching(value, "[^\\s\"'#\\\\]+", "a word without blanks, quotes, # and backslashes"));
  }

  private static SequencedMap<String, String> sbatch(YamlValue value) {
    YamlMapping mapping = new YamlMapping(value, List.copyOf(OPTIONS));
    SequencedMap<String, String> options = new LinkedHashMap<>();
    for (YamlValue.Entry entry : mapping.entries()) {
      OPTIONS.stream()
          .filter(option -> option.name().equals(entry.value().name()))
          .forEach(option -> options.put(option.name(), mapping.get(option)));
    }
    return options;
  }

  private static List<String> modules(YamlValue value) {
    return value.list().stream()
        .map(module -> matching(module.called("module"), "[\\w.+/-]+", "a name such as java/25"))
        .toList();
  }

  private static String matching(YamlValue value, String form, String accepted) {
    String word = value.word();
    if (!word.matches(form)) {
      throw value.error(
          "%s %s: accepted: %s".formatted(value.name(), YamlText.quoted(word), accepted));
    }
    return word;
  }

  /** A directory with {@code $NAME} and <code>${NAME}</code> put in. */
  private static String directory(YamlValue value, Map<String, String> environment) {
    String directory =
        VARIABLE
            .matcher(value.word())
            .replaceAll(found -> {
              String name = found.group(1) == null ? found.group(2) : found.group(1);
              String content = environment.getOrDefault(name, "");
              if (content.isEmpty()) {
                throw value.error("results: the variable " + name + " is not set");
              }
              return Matcher.quoteReplacement(content);
            });
    if (!Path.of(directory).isAbsolute()) {
      throw value.error(
          "results %s: accepted: a directory from / on, in which $NAME is a variable"
              .formatted(YamlText.quoted(directory)));
    }
    return directory;
  }

  /** As variables, for a shell, sbatch and salloc. */
  public SequencedMap<String, String> variables() {
    SequencedMap<String, String> variables = new LinkedHashMap<>();
    file.ifPresent(path -> variables.put(FILE_VARIABLE, path.toString()));
    for (String program : List.of("SBATCH_", "SALLOC_")) {
      sbatch.forEach((option, value) -> variables.put(program + variable(option), value));
    }
    if (!modules.isEmpty()) {
      variables.put("HPC_MODULES", String.join(" ", modules));
    }
    results.ifPresent(directory -> variables.put("HPC_RESULTS", directory));
    mpi.ifPresent(kind -> variables.put(SrunExecutor.MPI_VARIABLE, kind));
    return variables;
  }

  /** The variable of an option without the prefix of the program. */
  private static String variable(String option) {
    return option.equals("time") ? "TIMELIMIT" : option.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  /** The environment with what it does not say itself. */
  public Map<String, String> completing(Map<String, String> environment) {
    Map<String, String> all = new LinkedHashMap<>(variables());
    all.putAll(environment);
    return all;
  }

  /** Of the options of sbatch those that no variable of the environment overrules. */
  public SequencedMap<String, String> unsaid(Map<String, String> environment) {
    SequencedMap<String, String> options = new LinkedHashMap<>(sbatch);
    options.keySet().removeIf(option -> environment.containsKey("SBATCH_" + variable(option)));
    return options;
  }

  /** The variables of sbatch that would contradict these options. */
  public static Set<String> overruled(Set<String> options) {
    Set<String> names = new HashSet<>();
    for (String option : options) {
      if (option.equals("mem")) {
        names.addAll(List.of("SBATCH_MEM_PER_NODE", "SBATCH_MEM_PER_CPU"));
      } else {
        names.add("SBATCH_" + variable(option));
      }
    }
    return names;
  }

  /** What {@code eval} in a shell sets the variables by: a line for each. */
  public List<String> exports() {
    return variables().entrySet().stream()
        .map(variable ->
            "export " + variable.getKey() + "=" + Shell.line(List.of(variable.getValue())))
        .toList();
  }

  /** The options for a job that asks for its own cores and memory, as part of a command. */
  public String sbatchOptions() {
    return sbatch.entrySet().stream()
        .filter(option -> !option.getKey().equals("mem-per-cpu"))
        .map(option -> "--" + option.getKey() + "=" + Shell.line(List.of(option.getValue())))
        .reduce((first, second) -> first + " " + second)
        .orElse("");
  }

  /** What it sets, in one line. */
  public String summary() {
    String summary =
        String.join(
            ", ",
            Stream.concat(
                    sbatch.entrySet().stream().map(o -> o.getKey() + " " + o.getValue()),
                    Stream.of(
                            modules.isEmpty() ? "" : "modules " + String.join(" ", modules),
                            results.map(directory -> "results in " + directory).orElse(""),
                            mpi.map(kind -> "srun --mpi=" + kind).orElse(""))
                        .filter(part -> !part.isEmpty()))
                .toList());
    return summary.isEmpty() ? "nothing is set" : summary;
  }
}
