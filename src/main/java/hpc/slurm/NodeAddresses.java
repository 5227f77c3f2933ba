package hpc.slurm;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The addresses of nodes. A NodeName need not be the name of a host: where no resolver knows it,
 * Slurm's controller is asked for the NodeAddr, once for all nodes.
 */
public final class NodeAddresses {

  private static final Pattern NODE =
      Pattern.compile("^NodeName=(\\S+) .*?\\bNodeAddr=(\\S+)", Pattern.MULTILINE);

  private static final long ANSWER_SECONDS = 10;

  private final List<String> nodes;
  private final CompletableFuture<Map<String, String>> told = new CompletableFuture<>();
  private boolean asked;

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

  private Map<String, String> addresses() {
    boolean first;
    synchronized (this) {
      first = !asked;
      asked = true;
    }
    if (first) {
      told.complete(parse(ask()));
    }
    return told.join();
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

  /** What scontrol says of the nodes; nothing where it is missing or its controller is silent. */
  private String ask() {
    try {
      ProcessBuilder builder =
          new ProcessBuilder("scontrol", "--oneliner", "show", "node", String.join(",", nodes))
              .redirectErrorStream(true);
      builder.environment().put("LC_ALL", "C"); // what is parsed
      Process scontrol = builder.start();
      scontrol
          .onExit()
          .orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS)
          .exceptionally(late -> {
            scontrol.destroyForcibly();
            return scontrol;
          });
      try (InputStream answer = scontrol.getInputStream()) {
        return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      return "";
    }
  }
}
