/** What DJL's engines need or do otherwise, and who owns native memory; no chapter imports it. */
package ai.d2l.internal.engine;
