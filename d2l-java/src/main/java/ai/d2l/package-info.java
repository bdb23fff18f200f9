/** What a chapter imports: training and evaluation, the data set, curves, plots and pictures. */
package ai.d2l;
