package hpc.mpi;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The functions of an MPI library that are used, on {@code MPI_COMM_WORLD}.
 *
 * <p>Every handle is passed as 64 bits. Where the library takes an int, as MPICH does, it looks at
 * the lower half of the register: so the platforms of the JVM pass arguments, and one set of
 * signatures serves both families. What is written through a pointer (a request) goes into eight
 * bytes that were zero.
 *
 * <p>No call is a critical one: all of them may work on other messages too, and a garbage
 * collection must not wait for that.
 */
final class MpiCalls {

  private static final ValueLayout INT = ValueLayout.JAVA_INT;
  private static final ValueLayout HANDLE = ValueLayout.JAVA_LONG;
  private static final ValueLayout POINTER = ValueLayout.ADDRESS;

  /** One thread at a time: {@code MPI_THREAD_SERIALIZED}. */
  private static final int SERIALIZED = 2;

  private static final int LONGEST_TEXT = 1024;

  // calls of a shape, the first argument being the function: as constants they are compiled into
  // their callers, which takes some ten nanoseconds off each
  private static final MethodHandle MESSAGE = call(POINTER, INT, HANDLE, INT, INT, HANDLE, POINTER);
  private static final MethodHandle TEST = call(POINTER, POINTER, HANDLE);
  private static final MethodHandle REDUCTION =
      call(POINTER, POINTER, INT, HANDLE, HANDLE, HANDLE, POINTER);
  private static final MethodHandle BROADCAST = call(POINTER, INT, HANDLE, INT, HANDLE, POINTER);
  private static final MethodHandle BARRIER = call(HANDLE, POINTER);

  private final MpiLibrary library;
  private final MpiAbi abi;
  private final MemorySegment number = Arena.global().allocate(ValueLayout.JAVA_INT);
  private final MemorySegment isend;
  private final MemorySegment irecv;
  private final MemorySegment test;
  private final MemorySegment iallreduce;
  private final MemorySegment ibcast;
  private final MemorySegment ibarrier;

  MpiCalls(MpiLibrary library) {
    this.library = library;
    this.abi = library.abi();
    this.isend = library.symbols().findOrThrow("MPI_Isend");
    this.irecv = library.symbols().findOrThrow("MPI_Irecv");
    this.test = library.symbols().findOrThrow("MPI_Test");
    this.iallreduce = library.symbols().findOrThrow("MPI_Iallreduce");
    this.ibcast = library.symbols().findOrThrow("MPI_Ibcast");
    this.ibarrier = library.symbols().findOrThrow("MPI_Ibarrier");
  }

  /** An operation that failed; the message is the library's. */
  static final class Failure extends RuntimeException {
    private Failure(String message) {
      super(message);
    }
  }

  private static MethodHandle call(MemoryLayout... arguments) {
    return Linker.nativeLinker()
        .downcallHandle(FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments));
  }

  private MethodHandle function(String name, MemoryLayout... arguments) {
    return call(arguments).bindTo(library.symbols().findOrThrow(name));
  }

  /**
   * Starts MPI; errors come back as {@link Failure}s from then on.
   *
   * @throws IllegalArgumentException if the library serves no program with threads
   */
  void initialise() {
    MethodHandle init = function("MPI_Init_thread", HANDLE, HANDLE, INT, POINTER);
    MethodHandle set = function("MPI_Comm_set_errhandler", HANDLE, HANDLE);
    try {
      check((int) init.invokeExact(0L, 0L, SERIALIZED, number));
      check((int) set.invokeExact(abi.world(), abi.errorsReturn()));
    } catch (Throwable e) {
      throw passOn(e);
    }
    int provided = number.get(ValueLayout.JAVA_INT, 0);
    if (provided < SERIALIZED) {
      throw new IllegalArgumentException(
          "%s (%s): it gives thread level %s; accepted: one built with MPI_THREAD_SERIALIZED, %s"
              .formatted(library.name(), library.product(), provided, SERIALIZED));
    }
  }

  int rank() {
    return number("MPI_Comm_rank");
  }

  int size() {
    return number("MPI_Comm_size");
  }

  private int number(String function) {
    MethodHandle call = function(function, HANDLE, POINTER);
    try {
      check((int) call.invokeExact(abi.world(), number));
    } catch (Throwable e) {
      throw passOn(e);
    }
    return number.get(ValueLayout.JAVA_INT, 0);
  }

  /** The name of the node. */
  String node() {
    MethodHandle call = function("MPI_Get_processor_name", POINTER, POINTER);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment text = arena.allocate(LONGEST_TEXT);
      check((int) call.invokeExact(text, number));
      return text.getString(0);
    } catch (Throwable e) {
      throw passOn(e);
    }
  }

  void send(MemorySegment bytes, int count, int peer, int tag, MemorySegment request) {
    try {
      check(
          (int)
              MESSAGE.invokeExact(
                  isend, bytes, count, abi.bytes(), peer, tag, abi.world(), request));
    } catch (Throwable e) {
      throw passOn(e);
    }
  }

  void receive(MemorySegment bytes, int count, int peer, int tag, MemorySegment request) {
    try {
      check(
          (int)
              MESSAGE.invokeExact(
                  irecv, bytes, count, abi.bytes(), peer, tag, abi.world(), request));
    } catch (Throwable e) {
      throw passOn(e);
    }
  }

  /** The sums over all ranks of longs, modulo 2^64. */
  void sum(MemorySegment mine, MemorySegment all, int count, MemorySegment request) {
    reduce(mine, all, count, abi.unsigned(), abi.sum(), request);
  }

  /** The largest over all ranks of longs. */
  void max(MemorySegment mine, MemorySegment all, int count, MemorySegment request) {
    reduce(mine, all, count, abi.signed(), abi.max(), request);
  }

  private void reduce(
      MemorySegment mine,
      MemorySegment all,
      int count,
      long type,
      long operation,
      MemorySegment request) {
    try {
      check(
          (int)
              REDUCTION.invokeExact(
                  iallreduce, mine, all, count, type, operation, abi.world(), request));
    } catch (Throwable e) {
      throw passOn(e);
    }
  }

  void broadcast(MemorySegment bytes, int count, int root, MemorySegment request) {
    try {
      check(
          (int)
              BROADCAST.invokeExact(ibcast, bytes, count, abi.bytes(), root, abi.world(), request));
    } catch (Throwable e) {
      throw passOn(e);
    }
  }

  void barrier(MemorySegment request) {
    try {
      check((int) BARRIER.invokeExact(ibarrier, abi.world(), request));
    } catch (Throwable e) {
      throw passOn(e);
    }
  }

  /** Whether the operation of {@code request} is done; works on all that are under way. */
  boolean isDone(MemorySegment request) {
    try {
      check((int) TEST.invokeExact(test, request, number, abi.statusIgnore()));
    } catch (Throwable e) {
      throw passOn(e);
    }
    return number.get(ValueLayout.JAVA_INT, 0) != 0;
  }

  /**
   * Leaves the core to another rank for a moment, if one waits for it: ranks may be more than
   * cores.
   */
  @SuppressWarnings("ThreadPriorityCheck") // nothing rests on it but speed
  static void giveWay() {
    Thread.yield();
  }

  /** Waits for all ranks; nothing may be called afterwards. */
  void finish() {
    MethodHandle call = function("MPI_Finalize");
    try {
      check((int) call.invokeExact());
    } catch (Throwable e) {
      throw passOn(e);
    }
  }

  private void check(int error) {
    if (error != 0) {
      throw new Failure(text(error));
    }
  }

  private String text(int error) {
    MethodHandle call = function("MPI_Error_string", INT, POINTER, POINTER);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment text = arena.allocate(LONGEST_TEXT);
      int failed = (int) call.invokeExact(error, text, number);
      return failed == 0 ? text.getString(0).replaceAll("\\s+", " ") : "error " + error;
    } catch (Throwable e) {
      throw passOn(e);
    }
  }

  /** What a handle is declared to throw; only this class's own exceptions come. */
  private static RuntimeException passOn(Throwable e) {
    if (e instanceof RuntimeException ours) {
      return ours;
    }
    throw e instanceof Error fatal ? fatal : new AssertionError("MPI throws nothing", e);
  }
}
