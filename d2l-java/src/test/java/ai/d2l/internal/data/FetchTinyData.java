package ai.d2l.internal.data;

import ai.d2l.setup.FetchData;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** What {@link FetchData} does, for the tiny data set: arguments are a folder and an address. */
final class FetchTinyData {
    private FetchTinyData() {}

    public static void main(String[] args) throws IOException {
        var folder = Path.of(args[0]);
        var set = TinyData.dataSet(folder, List.of());
        var settings = TinyData.settings(folder, URI.create(args[1]));
        var found = DataFolder.find(set, null, System.out::println, settings);
        System.out.println(found.train().count() + " from " + found.source());
    }
}
