package xdev.niodev;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.UUID;
import java.util.function.Consumer;
import xdev.ProcessID;
import xdev.XDevException;

/**
 * The TCP device of MPJ Express on connections that are there already.
 *
 * <p>The stock device trusts whoever connects first while it starts, waits for ever, and tells
 * nobody when a peer is gone. This one leaves the start to {@code hpc.mpi}: it overrides {@link
 * #init} and {@link #finish} alone, and sends and receives by the stock code. It is outside package
 * hpc because the fields that init must fill are visible in this package only.
 */
public final class ConnectedDevice extends NIODevice {

  /**
   * Messages up to this size, that is all, are sent without asking the receiver. Above the limit
   * the stock device asks first, and deadlocks when two ranks do so to each other at once.
   */
  private static final int EAGER_BYTES = 1 << 30;

  private final int self;
  private final SocketChannel[] outgoing;
  private final SocketChannel[] incoming;
  private final Consumer<String> broken;
  private volatile boolean finishing;

  /**
   * Prepares the device; {@link mpi.World} starts it.
   *
   * @param self the rank of this process
   * @param outgoing the channel to write to each rank; null for {@code self}
   * @param incoming the channel to read from each rank; null for {@code self}
   * @param broken told, once and on a thread of the device, why it does not receive any more
   */
  public ConnectedDevice(
      int self, SocketChannel[] outgoing, SocketChannel[] incoming, Consumer<String> broken) {
    this.self = self;
    this.outgoing = outgoing.clone();
    this.incoming = incoming.clone();
    this.broken = broken;
  }

  /** Fills in what the stock device finds out by itself. */
  @Override
  public ProcessID[] init(String[] arguments) {
    rank = self;
    size = outgoing.length;
    nprocs = size;
    psl = EAGER_BYTES;
    pids = new ProcessID[size];
    for (int peer = 0; peer < size; peer++) {
      pids[peer] = new ProcessID(new UUID(0, peer));
    }
    id = pids[self];
    try {
      selector = Selector.open();
      for (int peer = 0; peer < size; peer++) {
        if (peer != self) {
          attach(peer);
        }
      }
    } catch (IOException e) {
      throw new XDevException(e);
    }
    procTree = tree();
    System.setOut(new AnswersOnly(System.out));
    selectorThreadStarter = new Thread(this::receive, "mpj-receive");
    selectorThreadStarter.setDaemon(true);
    selectorThreadStarter.start();
    return pids;
  }

  private void attach(int peer) throws IOException {
    UUID uuid = pids[peer].uuid();
    outgoing[peer].configureBlocking(true);
    writableChannels.add(outgoing[peer]);
    worldWritableTable.put(uuid, outgoing[peer]);
    writeLockTable.put(outgoing[peer], new CustomSemaphore(1));
    incoming[peer].configureBlocking(false);
    incoming[peer].register(selector, SelectionKey.OP_READ);
    readableChannels.add(incoming[peer]);
    worldReadableTable.put(uuid, incoming[peer]);
  }

  /** The tree over which {@link #finish} gathers the ranks; -1 stands for no child. */
  private ProcTree tree() {
    index = self;
    root = 0;
    extent = size;
    ProcTree tree = new ProcTree();
    tree.root = root;
    tree.isRoot = self == root;
    if (!tree.isRoot) {
      tree.parent = (self - 1) / ProcTree.PROCTREE_A;
    }
    for (int i = 0; i < ProcTree.PROCTREE_A; i++) {
      int child = ProcTree.PROCTREE_A * self + i + 1;
      if (child < size) {
        tree.child[i] = child;
        tree.numChildren++;
      }
    }
    return tree;
  }

  /**
   * The stock receiving loop returns, and says nothing, when any connection ends. What makes no
   * sense to it it reports on standard output, and goes on: that is the end here.
   */
  private void receive() {
    String reason = "it lost the connection to a peer";
    try {
      selectorThread.run();
    } catch (Throwable e) {
      // whatever it was, nothing more will be received: the job must learn that
      reason = "it cannot receive: " + e;
    }
    if (!finishing) {
      broken.accept(reason);
    }
  }

  /** Standard output, but not for MPJ Express: scripts read it. */
  private static final class AnswersOnly extends PrintStream {

    private final StackWalker stack =
        StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    private AnswersOnly(PrintStream out) {
      super(out, false, out.charset());
    }

    @Override
    public void println(String line) {
      if (stack.getCallerClass().getPackageName().equals(NIODevice.class.getPackageName())) {
        throw new AssertionError(line.strip());
      }
      super.println(line);
    }
  }

  @Override
  public synchronized void finish() {
    finishing = true;
    super.finish();
  }
}
