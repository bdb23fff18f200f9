package ai.d2l.internal.data;

/** The two parts of a data set, with the names that its authors gave to their files. */
public enum Split {
    TRAIN("train"),
    TEST("t10k");

    private final String prefix;

    Split(String prefix) {
        this.prefix = prefix;
    }

    String imagesFile() {
        return prefix + "-images-idx3-ubyte";
    }

    String labelsFile() {
        return prefix + "-labels-idx1-ubyte";
    }
}
