/** Where output goes: into the cell that runs, or to a terminal; no chapter imports it. */
package ai.d2l.internal.notebook;
