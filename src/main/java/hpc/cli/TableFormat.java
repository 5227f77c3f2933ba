package hpc.cli;

/** How a table is printed. */
enum TableFormat {
  /** aligned, for a terminal */
  TEXT,
  /** Markdown */
  MD,
  /** an object per line */
  JSON
}
