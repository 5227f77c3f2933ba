package hpc.exec;

import hpc.mpi.Communicator;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * The signals that ask a long run to stop at its next good moment: SIGTERM, which Slurm sends at
 * the end of the time and before it kills, and SIGUSR1, which {@code sbatch --signal} can send
 * earlier.
 *
 * <p>The JVM's own handling of SIGTERM ends the process at once. sun.misc.Signal replaces it; Java
 * has no other way, and it is called by name because the compiler warns of it, although JEP 260
 * keeps it for lack of a substitute.
 */
public final class StopSignals implements BooleanSupplier {

  private static final List<String> NAMES = List.of("TERM", "USR1");
  private static final int SIGNAL_STATUSES = 128;
  private static final int SIGUSR1 = 10;
  private static final int SIGTERM = 15;

  private volatile int number;

  private StopSignals() {}

  /** From now on the signals are noted and do nothing else. */
  public static StopSignals caught() {
    StopSignals signals = new StopSignals();
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      MethodHandle note =
          MethodHandles.lookup()
              .bind(signals, "note", MethodType.methodType(void.class, Object.class))
              .asType(MethodType.methodType(void.class, signal));
      Object noting = MethodHandleProxies.asInterfaceInstance(handler, note);
      for (String name : NAMES) {
        signal
            .getMethod("handle", signal, handler)
            .invoke(null, signal.getConstructor(String.class).newInstance(name), noting);
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JVM does not let programs handle signals", e);
    }
    return signals;
  }

  @SuppressWarnings("unused") // called through the handle above
  private void note(Object signal) {
    // a Signal prints as its name
    number = signal.toString().equals("SIGUSR1") ? SIGUSR1 : SIGTERM;
  }

  /** Whether a signal has come. */
  @Override
  public boolean getAsBoolean() {
    return number != 0;
  }

  /** The exit status for the signal that this process has received, 128+n, or 0 if none. */
  public int status() {
    return getAsBoolean() ? SIGNAL_STATUSES + number : 0;
  }

  /**
   * The status of a job that a signal has stopped on any of its ranks, 128+n, or 0 if none has
   * come; collective, the same on every rank.
   */
  public int exitStatus(Communicator ranks) {
    return (int) ranks.max(status())[0];
  }
}
