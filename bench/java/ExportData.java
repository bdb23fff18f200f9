import ai.d2l.internal.data.DataFolder;
import ai.d2l.internal.data.IdxSet;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the data set that this machine has as four plain IDX files: ExportData FOLDER. */
final class ExportData {

    public static void main(String[] args) throws IOException {
        var folder = DataFolder.find(null, System.out::println);
        if (folder.isSample()) {
            System.err.println("There is only the sample of Fashion-MNIST here, and the bench needs"
                    + " the whole set: see `make doctor`.");
            System.exit(1);
        }
        Path target = Files.createDirectories(Path.of(args[0]));
        write(folder.train(), target, "train");
        write(folder.test(), target, "t10k");
        System.out.println("The data set is " + folder.source());
    }

    private static void write(IdxSet set, Path folder, String split) throws IOException {
        write(folder.resolve(split + "-images-idx3-ubyte"), set.images(),
                set.count(), set.rows(), set.columns());
        write(folder.resolve(split + "-labels-idx1-ubyte"), set.labels(), set.count());
    }

    /** An IDX file: two zeros, 8 for bytes, the number of dimensions, the dimensions, the bytes. */
    private static void write(Path file, byte[] bytes, int... shape) throws IOException {
        try (var out = new DataOutputStream(Files.newOutputStream(file))) {
            out.writeInt(0x0800 | shape.length);
            for (int size : shape) {
                out.writeInt(size);
            }
            out.write(bytes);
        }
    }
}
