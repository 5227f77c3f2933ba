package hpc.exec;

import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * What is solved, apart from how it is spread: runs with equal problems are comparable.
 *
 * @param app the problem's {@link ProblemType#name}
 * @param algorithm the algorithm's name
 * @param kernel the kernel's name
 * @param parameters option to value, in the order in which they are written; no semicolon, no
 *     equals sign in either
 * @param size the number that grows in a sweep of sizes: the limit of an interval, the number of a
 *     prime, points of the field
 * @param work numbers in the interval, primes up to the one asked for, or point updates in one
 *     repetition
 * @param workUnit what work counts: {@code numbers}, {@code primes} or {@code updates}
 * @param rateUnit what {@code work / 1e6} per second is called: {@code Mnumbers/s}, {@code
 *     Mprimes/s} or {@code MLUP/s}
 */
public record Problem(
    String app,
    String algorithm,
    String kernel,
    SequencedMap<String, String> parameters,
    long size,
    long work,
    String workUnit,
    String rateUnit) {

  /** The same problem with another amount of work. */
  public Problem withWork(long done) {
    return new Problem(app, algorithm, kernel, parameters, size, done, workUnit, rateUnit);
  }

  /** The canonical {@code key=value;key=value} string of the CSV. */
  public String canonical() {
    return parameters.entrySet().stream().map(Map.Entry::toString).collect(Collectors.joining(";"));
  }
}
