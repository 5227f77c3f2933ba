/**
 * Programs of others, run and measured as our own solvers are: a {@link hpc.external.Program} says
 * how one is called and what it prints, {@link hpc.external.ExternalWorkload} runs it.
 */
package hpc.external;
