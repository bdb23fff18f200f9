package ai.d2l.setup;

import ai.d2l.internal.data.DataFolder;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.CancellationException;

/** The program that the set-up runs, so that the data is there when the first chapter is opened. */
public final class FetchData {
    private FetchData() {}

    /**
     * Finds or fetches the data and says what and where it is.
     *
     * <p>Exits with 0 if there is data to work with, be it the sample alone, with 1 and one line on
     * the error stream if a setting or a file is wrong, and with 130 if it was interrupted.
     */
    public static void main(String[] args) {
        try {
            var folder = DataFolder.find(args.length == 0 ? null : args[0], System.out::println);
            var train = folder.train();
            var test = folder.test();
            System.out.printf(
                    Locale.ROOT,
                    "Data: %,d training and %,d test images of %d x %d pixels, from %s%n",
                    train.count(),
                    test.count(),
                    train.rows(),
                    train.columns(),
                    folder.source());
        } catch (IllegalArgumentException | IOException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        } catch (CancellationException e) {
            System.err.println(e.getMessage());
            System.exit(130);
        }
    }
}
