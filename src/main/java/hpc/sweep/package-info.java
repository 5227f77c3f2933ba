/**
 * Sweeps: a YAML file describes points, an executor says how one is started, and the sweep runs
 * them as processes of their own, all rows into one CSV.
 *
 * <p>The parts meet in this order: {@link hpc.sweep.SweepConfig} turns text into {@link
 * hpc.sweep.SweepPoint}s, a {@link hpc.sweep.PointExecutor} turns a point into a command or says
 * why it does not fit, {@link hpc.sweep.Sweep} runs the commands and {@link
 * hpc.sweep.SweepProgress} shows its progress.
 */
package hpc.sweep;
