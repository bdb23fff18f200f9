package ai.d2l.internal.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/** A data set of the same form as Fashion-MNIST, of some kilobytes. */
public final class TinyData {
    static final int TRAIN_COUNT = 60;
    static final int TEST_COUNT = 20;

    /** Contents by name without {@code .gz}. */
    static final Map<String, byte[]> CONTENTS = contents();

    private TinyData() {}

    static byte[] idx(byte[] elements, int... shape) {
        var bytes = ByteBuffer.allocate(4 + 4 * shape.length + elements.length);
        bytes.putInt(0x800 + shape.length);
        for (int dimension : shape) {
            bytes.putInt(dimension);
        }
        return bytes.put(elements).array();
    }

    static byte[] random(int length) {
        var bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    static byte[] gzip(byte[] content) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(packed)) {
            out.write(content);
        }
        return packed.toByteArray();
    }

    static byte[] packed(String name) throws IOException {
        return gzip(CONTENTS.get(name.replace(".gz", "")));
    }

    static List<DataFile> files() {
        return CONTENTS.entrySet().stream().map(e -> file(e.getKey(), e.getValue())).toList();
    }

    static DataFile file(String name, byte[] content) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(content);
            return new DataFile(
                    name, gzip(content).length, content.length, HexFormat.of().formatHex(digest));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes the four files, packed. */
    public static void writePackedInto(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (var name : CONTENTS.keySet()) {
            Files.write(folder.resolve(name + ".gz"), packed(name));
        }
    }

    /** Blank pictures, as many and as large as those of Fashion-MNIST. */
    public static void writeAsManyAsTheRealOne(Path folder) throws IOException {
        for (var split : Split.values()) {
            int count = split == Split.TRAIN ? 60_000 : 10_000;
            Files.write(
                    folder.resolve(split.imagesFile()),
                    idx(new byte[count * 28 * 28], count, 28, 28));
            Files.write(folder.resolve(split.labelsFile()), idx(new byte[count], count));
        }
    }

    /** The data set, whose package of the system is in a folder of the test. */
    static DataSet dataSet(Path folder, List<String> aptOptions) {
        return new DataSet(
                "http://data.example/",
                files(),
                new DebianPackage("dataset-fashion-mnist", folder.resolve("system"), aptOptions));
    }

    /** Settings that name a folder for the cache and an address. */
    static Settings settings(Path folder, URI url) {
        var properties = Map.of("d2l.cache", folder.toString(), "d2l.data.url", url.toString());
        return new Settings(properties::get, name -> null);
    }

    /** Makes apt-get read one repository, a folder, and no other. */
    static List<String> aptOptions(Path folder, Path repository) throws IOException {
        var sources = folder.resolve("sources.list");
        Files.writeString(sources, "deb [trusted=yes] file:" + repository + " ./\n");
        return List.of(
                "-o", "Dir::Etc::sourcelist=" + sources, "-o", "Dir::Etc::sourceparts=/dev/null");
    }

    private static Map<String, byte[]> contents() {
        var contents = new TreeMap<String, byte[]>();
        contents.put(Split.TRAIN.imagesFile(), idx(random(TRAIN_COUNT * 6), TRAIN_COUNT, 2, 3));
        contents.put(Split.TRAIN.labelsFile(), idx(random(TRAIN_COUNT), TRAIN_COUNT));
        contents.put(Split.TEST.imagesFile(), idx(random(TEST_COUNT * 6), TEST_COUNT, 2, 3));
        contents.put(Split.TEST.labelsFile(), idx(random(TEST_COUNT), TEST_COUNT));
        return contents;
    }
}
