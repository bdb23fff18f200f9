/** Where data comes from, and how it is read; no chapter imports it. */
package ai.d2l.internal.data;
