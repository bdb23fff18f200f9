package ai.d2l.internal.data;

import java.io.IOException;

/** The 2,000 + 1,000 images of Fashion-MNIST that the jar carries. */
final class Sample {
    private Sample() {}

    static IdxSet read(Split split) throws IOException {
        return IdxSet.join(array(split.imagesFile(), 3), array(split.labelsFile(), 1));
    }

    private static IdxArray array(String name, int rank) throws IOException {
        var resource = "sample/" + name + ".gz";
        var packed = Sample.class.getResourceAsStream(resource);
        if (packed == null) {
            throw new IOException("the module's jar lacks ai/d2l/internal/data/" + resource);
        }
        try (var in = new Gzip(packed, resource)) {
            return IdxArray.parse(in, resource, rank, Long.MAX_VALUE);
        }
    }
}
