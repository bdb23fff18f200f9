/**
 * What a Java kernel gets from this module: values that show themselves, mistakes explained, and
 * answers that JJava lacks.
 */
package ai.d2l.kernel;
