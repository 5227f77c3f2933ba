package hpc.sweep;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;

/** Turns the nodes of a YAML text into a {@link ClusterProfile}; every mistake has its place. */
final class ClusterReader {

  private static final List<String> KEYS = List.of("sbatch", "modules", "results", "mpi");

  /** A line of a job script ends where sbatch sees a blank or a comment. */
  private static final Pattern OPTION_VALUE = Pattern.compile("[^\\s\"'#\\\\]+");

  private static final Pattern MEMORY = Pattern.compile("[0-9]{1,9}[KMGT]?");
  private static final Pattern MODULE = Pattern.compile("[\\w.+/-]+");
  private static final Pattern MPI = Pattern.compile("[\\w]+");
  private static final Pattern VARIABLE = Pattern.compile("\\$(?:(\\w+)|\\{(\\w+)})");

  private final YamlText yaml;
  private final Map<String, String> environment;

  ClusterReader(YamlText yaml, Map<String, String> environment) {
    this.yaml = yaml;
    this.environment = environment;
  }

  ClusterProfile read(Path file) {
    Optional<Node> root = yaml.root();
    SequencedMap<String, YamlText.Field> fields =
        root.isEmpty()
            ? new LinkedHashMap<>() // nothing but comments, as shipped
            : yaml.fields(root.get(), "a cluster profile", KEYS);
    return new ClusterProfile(
        Optional.of(file),
        fields.containsKey("sbatch") ? sbatch(fields.get("sbatch").value()) : new LinkedHashMap<>(),
        fields.containsKey("modules") ? modules(fields.get("modules").value()) : List.of(),
        value(fields, "results").map(this::expanded),
        value(fields, "mpi")
            .map(node -> matching(node, "mpi", MPI, "a word that srun --mpi=list names")));
  }

  private static Optional<Node> value(Map<String, YamlText.Field> fields, String key) {
    return Optional.ofNullable(fields.get(key)).map(YamlText.Field::value);
  }

  private SequencedMap<String, String> sbatch(Node node) {
    SequencedMap<String, String> options = new LinkedHashMap<>();
    yaml.fields(node, "sbatch", new TreeSet<>(ClusterProfile.VARIABLES.keySet()))
        .forEach((option, field) -> options.put(option, option(option, field.value())));
    return options;
  }

  private String option(String name, Node node) {
    String value =
        matching(node, name, OPTION_VALUE, "a word without blanks, quotes, # and backslashes");
    return switch (name) {
      case "time" -> yaml.at(node, () -> new TimeLimit(value).text());
      case "mem-per-cpu" -> matching(node, name, MEMORY, "MiB, or a number with K, M, G or T");
      default -> value;
    };
  }

  private List<String> modules(Node node) {
    List<String> modules = new ArrayList<>();
    for (Node module : yaml.list(node, "modules")) {
      modules.add(matching(module, "module", MODULE, "a name such as java/25"));
    }
    return modules;
  }

  private String matching(Node node, String what, Pattern form, String accepted) {
    String value = yaml.word(node, what);
    if (!form.matcher(value).matches()) {
      throw yaml.error(
          node, "%s %s: accepted: %s".formatted(what, YamlText.quoted(value), accepted));
    }
    return value;
  }

  /** A directory with {@code $NAME} and <code>${NAME}</code> put in. */
  private String expanded(Node node) {
    Matcher variables = VARIABLE.matcher(yaml.word(node, "results"));
    String directory =
        variables.replaceAll(found -> {
          String name = found.group(1) == null ? found.group(2) : found.group(1);
          String value = environment.getOrDefault(name, "");
          if (value.isEmpty()) {
            throw yaml.error(node, "results: the variable " + name + " is not set");
          }
          return Matcher.quoteReplacement(value);
        });
    if (!Path.of(directory).isAbsolute()) {
      throw yaml.error(
          node,
          "results %s: accepted: a directory from / on, in which $NAME is a variable"
              .formatted(YamlText.quoted(directory)));
    }
    return directory;
  }
}
