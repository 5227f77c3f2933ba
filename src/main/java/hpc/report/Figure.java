package hpc.report;

/**
 * A drawing with its words.
 *
 * @param name the stem of its files
 * @param title what it shows, in a few words
 * @param description the same for those who do not see it, with how to read it
 * @param drawing the drawing
 */
record Figure(String name, String title, String description, Drawing drawing) {}
