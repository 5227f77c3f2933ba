package hpc.mpi;

import java.lang.foreign.SymbolLookup;

/**
 * The values of the handles that mpi.h names, which differ between the families of MPI libraries.
 * All are widened to 64 bits, see {@link MpiCalls}.
 *
 * @param world {@code MPI_COMM_WORLD}
 * @param bytes {@code MPI_BYTE}
 * @param signed {@code MPI_INT64_T}
 * @param unsigned {@code MPI_UINT64_T}, whose sums are defined modulo 2^64
 * @param sum {@code MPI_SUM}
 * @param max {@code MPI_MAX}
 * @param errorsReturn {@code MPI_ERRORS_RETURN}
 * @param statusIgnore {@code MPI_STATUS_IGNORE}
 */
record MpiAbi(
    long world,
    long bytes,
    long signed,
    long unsigned,
    long sum,
    long max,
    long errorsReturn,
    long statusIgnore) {

  /** The object that only Open MPI has. */
  private static final String OPEN_MPI_WORLD = "ompi_mpi_comm_world";

  /** The ABI of the library with these symbols. */
  static MpiAbi of(SymbolLookup symbols) {
    return symbols.find(OPEN_MPI_WORLD).isPresent() ? openMpi(symbols) : mpich();
  }

  /** Handles are the addresses of objects in the library. */
  private static MpiAbi openMpi(SymbolLookup symbols) {
    return new MpiAbi(
        symbols.findOrThrow(OPEN_MPI_WORLD).address(),
        symbols.findOrThrow("ompi_mpi_byte").address(),
        symbols.findOrThrow("ompi_mpi_int64_t").address(),
        symbols.findOrThrow("ompi_mpi_uint64_t").address(),
        symbols.findOrThrow("ompi_mpi_op_sum").address(),
        symbols.findOrThrow("ompi_mpi_op_max").address(),
        symbols.findOrThrow("ompi_mpi_errors_return").address(),
        0);
  }

  /**
   * Handles are ints, the same in MPICH, Intel MPI, MVAPICH, Cray MPICH and all that keep to the
   * MPICH ABI Compatibility Initiative (www.mpich.org/abi).
   */
  private static MpiAbi mpich() {
    return new MpiAbi(
        0x44000000L,
        0x4c00010dL,
        0x4c00083aL,
        0x4c00083eL,
        0x58000003L,
        0x58000001L,
        0x54000001L,
        1);
  }
}
