/**
 * The programs that the set-up runs: one that looks for what is missing, one that fetches the data.
 */
package ai.d2l.setup;
