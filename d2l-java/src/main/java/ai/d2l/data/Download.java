package ai.d2l.data;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Downloads files over HTTP: each into a partial file beside its target, continued after a cut,
 * checked, and only then renamed.
 */
final class Download implements Source {
    private static final int ATTEMPTS = 10;
    private static final long PAUSE_MILLIS = 50;

    /** Room for another gzip header or level than that of the authors' file. */
    private static final long SLACK = 1 << 16;

    private final URI url;
    private final Transfer transfer;

    Download(URI url, Duration connectTimeout, Duration stallTimeout, Consumer<String> say) {
        this.url = url;
        var client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(connectTimeout)
                        // At most five in a row, and never from https to http.
                        .followRedirects(HttpClient.Redirect.NORMAL);
        var proxies = new Proxies(System::getProperty, System.getenv()::get);
        transfer = new Transfer(proxies.applyTo(client).build(), stallTimeout, say);
    }

    @Override
    public String name() {
        return url.toString();
    }

    @Override
    public void fetch(List<DataFile> files, Path folder) throws IOException, InterruptedException {
        for (var file : files) {
            if (!file.isIn(folder)) {
                fetch(file, folder);
            }
        }
    }

    private void fetch(DataFile file, Path folder) throws IOException, InterruptedException {
        var part = folder.resolve(file.packedName() + ".part");
        for (int attempt = 1; !continued(file, part, attempt == ATTEMPTS); attempt++) {
            Thread.sleep(attempt * PAUSE_MILLIS);
        }
        CacheFolder.moveInto(folder, part, file);
    }

    /** Returns true if the partial file has become the right one, false if it is worth more. */
    private boolean continued(DataFile file, Path part, boolean last)
            throws IOException, InterruptedException {
        long before = sizeOf(part);
        try {
            long limit = file.packedSize() + SLACK;
            transfer.into(part, url.resolve(file.packedName()), before, limit);
            file.verify(part);
            return true;
        } catch (RefusedException e) {
            throw e;
        } catch (CannotWriteException e) {
            Files.deleteIfExists(part);
            throw e;
        } catch (WrongBytesException e) {
            if (e.isCutShort() && sizeOf(part) > before && !last) {
                return false;
            }
            Files.deleteIfExists(part);
            // The first bytes may have come from another server: once more from the start.
            if (before == 0 || last) {
                throw e;
            }
        } catch (IOException e) {
            if (sizeOf(part) <= before || last) {
                throw e;
            }
        }
        return false;
    }

    private static long sizeOf(Path part) throws IOException {
        return Files.exists(part) ? Files.size(part) : 0;
    }
}
