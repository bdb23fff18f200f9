/** How numbers become pictures and tables, wherever they are shown; no chapter imports it. */
package ai.d2l.internal.draw;
