package hpc.sweep;

import hpc.slurm.SlurmAnswer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Slurm's accounting says of the steps of a job. Not every cluster has one, and its absence is
 * no error: when it does not answer it is not asked again.
 */
final class Accounting {

  /** How long after its end a step is waited for. It appears within a second, unless much is on. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  /** States in which a step may be that has not ended. */
  private static final Set<String> UNFINISHED =
      Set.of("PENDING", "RUNNING", "COMPLETING", "SUSPENDED", "RESIZING", "REQUEUED");

  private static final Pattern MEMORY = Pattern.compile("([0-9]{1,15})(?:\\.[0-9]+)?([KMGT]?)");

  /**
   * A step that has ended.
   *
   * @param state as Slurm names it: COMPLETED, FAILED, OUT_OF_MEMORY, TIMEOUT, NODE_FAIL, CANCELLED
   * @param peakBytes the peak resident set of its largest task, as sampled; empty if unknown
   */
  record Account(String state, OptionalLong peakBytes) {}

  private final List<String> command;
  private boolean answers;

  private Accounting(List<String> command) {
    this.command = command;
    this.answers = !command.isEmpty();
  }

  /** Of points that are not steps of a job: nobody is asked. */
  static Accounting none() {
    return new Accounting(List.of());
  }

  static Accounting ofJob(String job) {
    return new Accounting(
        List.of(
            "sacct",
            "--noheader",
            "--parsable2",
            "--jobs=" + job,
            "--units=K",
            "--format=JobID,JobName,State,MaxRSS"));
  }

  /** Whether it is worth waiting for. */
  boolean answers() {
    return answers;
  }

  /** The steps that have ended, by name; of several with one name the last. Waits for seconds. */
  Map<String, Account> ended() throws InterruptedException {
    if (!answers) {
      return Map.of();
    }
    Optional<String> answer = SlurmAnswer.ofSuccess(command);
    answers = answer.isPresent(); // no sacct, no database, or one that is too busy for us
    return answer.map(Accounting::parse).orElse(Map.of());
  }

  /** Reads what sacct prints: {@code 12.0|name|CANCELLED by 0|160008K}. */
  static Map<String, Account> parse(String text) {
    Map<String, Account> accounts = new HashMap<>();
    for (String line : text.lines().toList()) {
      String[] fields = line.split("\\|", -1);
      if (fields.length == 4 && fields[0].contains(".")) {
        String state = fields[2].split(" ", 2)[0];
        accounts.remove(fields[1]); // a later try that still runs hides an earlier one
        if (!UNFINISHED.contains(state)) {
          accounts.put(fields[1], new Account(state, bytes(fields[3])));
        }
      }
    }
    return accounts;
  }

  private static OptionalLong bytes(String text) {
    Matcher matcher = MEMORY.matcher(text);
    if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
      return OptionalLong.empty(); // a step that was shorter than a sample
    }
    int shift = matcher.group(2).isEmpty() ? 0 : 10 * ("KMGT".indexOf(matcher.group(2)) + 1);
    return OptionalLong.of(Long.parseLong(matcher.group(1)) << shift);
  }
}
