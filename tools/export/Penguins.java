import java.io.*;
import java.nio.file.*;
import java.util.zip.GZIPInputStream;
import tech.tablesaw.api.*;

/** The table of penguins, from a file. */
final class Penguins {
    static Table load() throws IOException {
        Path folder = Path.of(System.getenv().getOrDefault("D2L_DATA", "."));
        Path plain = folder.resolve("penguins.csv"), packed = folder.resolve("penguins.csv.gz");
        if (!Files.exists(plain) && !Files.exists(packed)) {
            String advice = "%s is not there: take it from the R package palmerpenguins (extdata)";
            throw new FileNotFoundException(advice.formatted(plain));
        }
        try (var file = Files.newInputStream(Files.exists(plain) ? plain : packed)) {
            var text = Files.exists(plain) ? file : new GZIPInputStream(file);
            return Table.read().csv(text, "penguins");
        }
    }
}
