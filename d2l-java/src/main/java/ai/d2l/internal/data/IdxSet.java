package ai.d2l.internal.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Images and labels of one split, as the bytes of the two IDX files.
 *
 * @param images {@code count * rows * columns} unsigned bytes, image after image, row after row
 * @param labels {@code count} unsigned bytes, one class number for each image
 * @param count number of images, at least 1
 * @param rows height of an image in pixels
 * @param columns width of an image in pixels
 */
public record IdxSet(byte[] images, byte[] labels, int count, int rows, int columns) {

    /**
     * Reads one split from a folder that holds its two files, plain or with {@code .gz}.
     *
     * @throws IOException naming the file, what was read and what was expected, if a file is
     *     missing or malformed, or if there are not as many labels as images
     */
    public static IdxSet read(Path folder, Split split) throws IOException {
        return join(
                IdxArray.read(folder.resolve(split.imagesFile()), 3),
                IdxArray.read(folder.resolve(split.labelsFile()), 1));
    }

    /** Reads the 1,797 handwritten digits in the jar. */
    public static IdxSet digits() throws IOException {
        return join(
                IdxArray.ofJar("digits/images-idx3-ubyte.gz", 3),
                IdxArray.ofJar("digits/labels-idx1-ubyte.gz", 1));
    }

    /** Returns the images as an array of the manager: uint8, (count, 1, rows, columns). */
    public NDArray images(NDManager manager) {
        NDArray array = manager.create(new Shape(count, 1, rows, columns), DataType.UINT8);
        array.set(images);
        return array;
    }

    /** Returns the labels as an array of the manager: int32, (count). */
    public NDArray labels(NDManager manager) {
        int[] numbers = new int[count];
        Arrays.setAll(numbers, i -> labels[i] & 0xff);
        return manager.create(numbers);
    }

    static IdxSet join(IdxArray images, IdxArray labels) throws IOException {
        int[] shape = images.shape();
        if (labels.shape()[0] != shape[0]) {
            throw new IOException(
                    "%s holds %d labels, but %s holds %d images"
                            .formatted(labels.file(), labels.shape()[0], images.file(), shape[0]));
        }
        return new IdxSet(images.bytes(), labels.bytes(), shape[0], shape[1], shape[2]);
    }
}
