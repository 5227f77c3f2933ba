package hpc.exec;

import java.util.OptionalLong;

/**
 * What a process beside this one used for a repetition, where it did the work.
 *
 * @param wallSeconds time of the repetition, as long as the workload says it is to be taken
 * @param cpuSeconds user and system time of the process and of the children it waited for
 * @param rssPeakBytes the largest resident set of the process, or of one of those children
 */
public record Usage(double wallSeconds, double cpuSeconds, OptionalLong rssPeakBytes) {}
