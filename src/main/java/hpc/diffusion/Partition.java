package hpc.diffusion;

/**
 * Rows, or columns, shared in blocks as equal as possible: the first {@code length % parts} parts
 * have one more.
 *
 * @param length what is shared
 * @param parts how many share it, at most {@code length}
 */
record Partition(long length, int parts) {

  /** The number of the first element of {@code part}; {@code first(parts)} is {@code length}. */
  long first(int part) {
    return length / parts * part + Math.min(part, length % parts);
  }

  /** The elements of {@code part}, at least 1. */
  long count(int part) {
    return first(part + 1) - first(part);
  }

  long most() {
    return count(0);
  }

  long least() {
    return length / parts;
  }
}
