package hpc.mpi;

import hpc.nativecode.NativeLibrary;
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
 * <p>The handles that mpi.h names differ between the families of MPI libraries. In Open MPI they
 * are the addresses of objects in the library; in MPICH, Intel MPI, MVAPICH, Cray MPICH and all
 * that keep to the MPICH ABI Compatibility Initiative (www.mpich.org/abi) they are ints. Every
 * handle is passed as 64 bits: where the library takes an int, it looks at the lower half of the
 * register, as the platforms of the JVM pass arguments, and one set of signatures serves both
 * families. What is written through a pointer (a request) goes into eight bytes that were zero.
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

  /** An object that only Open MPI has. */
  private static final String OPEN_MPI_WORLD = "ompi_mpi_comm_world";

  // calls of a shape, the first argument being the function: as constants they are compiled into
  // their callers, which takes some ten nanoseconds off each
  private static final MethodHandle MESSAGE = call(POINTER, INT, HANDLE, INT, INT, HANDLE, POINTER);
  private static final MethodHandle TEST = call(POINTER, POINTER, HANDLE);
  private static final MethodHandle REDUCTION =
      call(POINTER, POINTER, INT, HANDLE, HANDLE, HANDLE, POINTER);
  private static final MethodHandle BROADCAST = call(POINTER, INT, HANDLE, INT, HANDLE, POINTER);
  private static final MethodHandle BARRIER = call(HANDLE, POINTER);

  private final MpiLibrary library;
  private final MemorySegment number = Arena.global().allocate(ValueLayout.JAVA_INT);
  private final MemorySegment isend;
  private final MemorySegment irecv;
  private final MemorySegment test;
  private final MemorySegment iallreduce;
  private final MemorySegment ibcast;
  private final MemorySegment ibarrier;
  private final boolean openMpi;
  private final long world;
  private final long bytes;
  private final long signed;
  private final long unsigned;
  private final long sum;
  private final long max;
  private final long errorsReturn;
  private final long statusIgnore;

  MpiCalls(MpiLibrary library) {
    this.library = library;
    this.isend = symbol("MPI_Isend");
    this.irecv = symbol("MPI_Irecv");
    this.test = symbol("MPI_Test");
    this.iallreduce = symbol("MPI_Iallreduce");
    this.ibcast = symbol("MPI_Ibcast");
    this.ibarrier = symbol("MPI_Ibarrier");
    this.openMpi = library.symbols().find(OPEN_MPI_WORLD).isPresent();
    this.world = handle(OPEN_MPI_WORLD, 0x44000000L);
    this.bytes = handle("ompi_mpi_byte", 0x4c00010dL);
    this.signed = handle("ompi_mpi_int64_t", 0x4c00083aL);
    this.unsigned = handle("ompi_mpi_uint64_t", 0x4c00083eL);
    this.sum = handle("ompi_mpi_op_sum", 0x58000003L);
    this.max = handle("ompi_mpi_op_max", 0x58000001L);
    this.errorsReturn = handle("ompi_mpi_errors_return", 0x54000001L);
    this.statusIgnore = openMpi ? 0 : 1;
  }

  /** An operation that failed; the message is the library's. */
  static final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private Failure(String message) {
      super(message);
    }
  }

  private MemorySegment symbol(String name) {
    return library.symbols().findOrThrow(name);
  }

  private long handle(String openMpiObject, long mpichNumber) {
    return openMpi ? symbol(openMpiObject).address() : mpichNumber;
  }

  private static MethodHandle call(MemoryLayout... arguments) {
    return Linker.nativeLinker()
        .downcallHandle(FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments));
  }

  private MethodHandle function(String name, MemoryLayout... arguments) {
    return call(arguments).bindTo(symbol(name));
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
      check((int) set.invokeExact(world, errorsReturn));
    } catch (Throwable e) {
      throw NativeLibrary.thrown(e);
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
      check((int) call.invokeExact(world, number));
    } catch (Throwable e) {
      throw NativeLibrary.thrown(e);
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
      throw NativeLibrary.thrown(e);
    }
  }

  void send(MemorySegment memory, int count, int peer, int tag, MemorySegment request) {
    message(isend, memory, count, peer, tag, request);
  }

  void receive(MemorySegment memory, int count, int peer, int tag, MemorySegment request) {
    message(irecv, memory, count, peer, tag, request);
  }

  private void message(
      MemorySegment function,
      MemorySegment memory,
      int count,
      int peer,
      int tag,
      MemorySegment request) {
    try {
      check((int) MESSAGE.invokeExact(function, memory, count, bytes, peer, tag, world, request));
    } catch (Throwable e) {
      throw NativeLibrary.thrown(e);
    }
  }

  /** The sums over all ranks of longs, modulo 2^64. */
  void sum(MemorySegment mine, MemorySegment all, int count, MemorySegment request) {
    reduce(mine, all, count, unsigned, sum, request);
  }

  /** The largest over all ranks of longs. */
  void max(MemorySegment mine, MemorySegment all, int count, MemorySegment request) {
    reduce(mine, all, count, signed, max, request);
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
              REDUCTION.invokeExact(iallreduce, mine, all, count, type, operation, world, request));
    } catch (Throwable e) {
      throw NativeLibrary.thrown(e);
    }
  }

  /** What rank 0 has in {@code memory}, to all ranks. */
  void broadcast(MemorySegment memory, int count, MemorySegment request) {
    try {
      check((int) BROADCAST.invokeExact(ibcast, memory, count, bytes, 0, world, request));
    } catch (Throwable e) {
      throw NativeLibrary.thrown(e);
    }
  }

  void barrier(MemorySegment request) {
    try {
      check((int) BARRIER.invokeExact(ibarrier, world, request));
    } catch (Throwable e) {
      throw NativeLibrary.thrown(e);
    }
  }

  /** Whether the operation of {@code request} is done; works on all that are under way. */
  boolean isDone(MemorySegment request) {
    try {
      check((int) TEST.invokeExact(test, request, number, statusIgnore));
    } catch (Throwable e) {
      throw NativeLibrary.thrown(e);
    }
    return number.get(ValueLayout.JAVA_INT, 0) != 0;
  }

  /** Leaves the core to another rank, if one waits for it: there may be more ranks than cores. */
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
      throw NativeLibrary.thrown(e);
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
      throw NativeLibrary.thrown(e);
    }
  }
}
