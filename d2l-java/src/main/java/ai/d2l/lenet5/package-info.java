/**
 * LeNet-5 as published in 1998: Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, "Gradient-Based
 * Learning Applied to Document Recognition", Proceedings of the IEEE 86(11), 2278–2324, doi
 * 10.1109/5.726791.
 */
package ai.d2l.lenet5;
