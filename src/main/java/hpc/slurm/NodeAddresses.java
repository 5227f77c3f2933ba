package hpc.slurm;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The addresses of nodes. A NodeName need not be the name of a host: where no resolver knows it,
 * Slurm's controller is asked for the NodeAddr, once for all nodes.
 */
public final class NodeAddresses {

  private static final Pattern NODE =
      Pattern.compile("^NodeName=(\\S+) .*?\\bNodeAddr=(\\S+)", Pattern.MULTILINE);

  private final List<String> nodes;

  /** What Slurm's controller has answered. */
  private Optional<Map<String, String>> answer = Optional.empty();

  /** The addresses of {@code nodes}; nobody is asked yet. */
  public NodeAddresses(List<String> nodes) {
    this.nodes = List.copyOf(nodes);
  }

  /**
   * All addresses of a node.
   *
   * @throws UnknownHostException if neither a resolver nor Slurm knows one
   */
  public List<InetAddress> of(String node) throws UnknownHostException {
    try {
      return List.of(InetAddress.getAllByName(node));
    } catch (UnknownHostException e) {
      return List.of(InetAddress.getAllByName(addresses().getOrDefault(node, node)));
    }
  }

  private synchronized Map<String, String> addresses() {
    if (answer.isEmpty()) {
      answer = Optional.of(parse(ask()));
    }
    return answer.get();
  }

  /** Name and NodeAddr of each node that {@code scontrol --oneliner show node} lists. */
  static Map<String, String> parse(String answer) {
    Map<String, String> addresses = new HashMap<>();
    Matcher matcher = NODE.matcher(answer);
    while (matcher.find()) {
      addresses.put(matcher.group(1), matcher.group(2));
    }
    return addresses;
  }

  /** Also where some of the nodes are unknown, which is a failure. */
  private String ask() {
    List<String> command =
        List.of("scontrol", "--oneliner", "show", "node", String.join(",", nodes));
    try {
      return SlurmAnswer.to(command).map(SlurmAnswer::text).orElse("");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
