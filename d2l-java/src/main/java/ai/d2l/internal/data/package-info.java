/** Where Fashion-MNIST comes from and how it is read; chapters never import this package. */
package ai.d2l.internal.data;
