package ai.d2l.internal.data;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Downloads files over HTTP: each into a partial file beside its target, continued after a cut,
 * checked, and only then renamed.
 */
final class Download {
    private static final int ATTEMPTS = 10;
    private static final long PAUSE_MILLIS = 50;

    /** Java 17 reads from a connection through interrupts, so that another thread has to read. */
    private static final ExecutorService READERS =
            Executors.newCachedThreadPool(
                    task -> {
                        var thread = new Thread(task, "d2l-download");
                        thread.setDaemon(true);
                        return thread;
                    });

    private final Duration stallTimeout;
    private final Consumer<String> say;
    private final HttpClient client;

    /** What throws if a file is not the right one: EOFException if it may be its beginning. */
    interface Check {
        void verify(Path file) throws IOException;
    }

    Download(Consumer<String> say) {
        this(Duration.ofSeconds(5), Duration.ofSeconds(20), say);
    }

    /**
     * Downloads through the proxies of this machine.
     *
     * @param connectTimeout how long a server may take to accept a connection
     * @param stallTimeout how long it may send nothing
     */
    Download(Duration connectTimeout, Duration stallTimeout, Consumer<String> say) {
        this.stallTimeout = stallTimeout;
        this.say = say;
        client =
                new Proxies(System.getenv()::get)
                        .applyTo(HttpClient.newBuilder())
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(connectTimeout)
                        // At most five in a row, and never from https to http.
                        .followRedirects(HttpClient.Redirect.NORMAL)
                        .build();
    }

    /**
     * Fetches one file, or what is left of it to fetch.
     *
     * @param limit the most bytes that it may have
     * @throws CannotWriteException if the folder of the target takes no more
     * @throws WrongBytesException if the server has something else, of which nothing is kept
     * @throws IOException if the server does not give it; what came is kept for the next time
     */
    void fetch(URI from, Path target, long limit, Check check)
            throws IOException, InterruptedException {
        var part = target.resolveSibling(target.getFileName() + ".part");
        int attempt = 1;
        while (!isWhole(from, part, limit, check, attempt == ATTEMPTS)) {
            Thread.sleep(attempt++ * PAUSE_MILLIS);
        }
        Cache.keep(part, target);
    }

    /** Continues a partial file; false if it is not the right one yet, and worth another try. */
    private boolean isWhole(URI from, Path part, long limit, Check check, boolean last)
            throws IOException, InterruptedException {
        long before = sizeOf(part);
        try {
            append(part, from, before, limit);
            check.verify(part);
            return true;
        } catch (CannotWriteException e) {
            part.toFile().delete();
            throw e;
        } catch (WrongBytesException | EOFException e) {
            boolean mayGoOn = e instanceof EOFException && sizeOf(part) > before && !last;
            if (!mayGoOn) {
                part.toFile().delete();
                // The first bytes may have come from another server: once more from the start.
                if (before == 0 || last) {
                    throw e;
                }
            }
        } catch (IOException e) {
            if (sizeOf(part) <= before || last) {
                throw e;
            }
        }
        return false;
    }

    private void append(Path part, URI from, long have, long limit)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(from).timeout(stallTimeout);
        if (have > 0) {
            request.header("Range", "bytes=" + have + "-");
        }
        HttpResponse<InputStream> answer = send(request.build());
        try (InputStream body = answer.body()) {
            if (have > 0 && answer.statusCode() == 416) {
                return; // it has no more
            }
            long keep = firstByte(answer, have);
            long length = answer.headers().firstValueAsLong("Content-Length").orElse(-1);
            long total = length < 0 ? 0 : keep + length;
            if (total > limit) {
                throw new WrongBytesException(
                        "%d bytes instead of at most %d".formatted(total, limit));
            }
            Cache.requireSpace(part.getParent(), total - keep);
            var name = part.getFileName().toString().replaceFirst("\\.part$", "");
            copy(body, part, keep, limit, new Progress(name, total, keep, say));
        }
    }

    private HttpResponse<InputStream> send(HttpRequest request)
            throws IOException, InterruptedException {
        String host = request.uri().getHost();
        try {
            return client.send(request, BodyHandlers.ofInputStream());
        } catch (HttpConnectTimeoutException e) {
            throw new IOException(host + " does not answer", e);
        } catch (HttpTimeoutException e) {
            throw new IOException("no answer in %d s".formatted(stallTimeout.toSeconds()), e);
        } catch (ConnectException e) {
            boolean unknown =
                    Stream.<Throwable>iterate(e, Objects::nonNull, Throwable::getCause)
                            .anyMatch(UnresolvedAddressException.class::isInstance);
            throw new IOException(
                    host + (unknown ? " is not known here" : " takes no connection"), e);
        }
    }

    /** Where in the file the answer begins: a server need not heed the range asked for. */
    private static long firstByte(HttpResponse<?> answer, long have) throws IOException {
        if (answer.statusCode() == 200) {
            return 0;
        }
        if (have == 0 || answer.statusCode() != 206) {
            throw new IOException("answers with status " + answer.statusCode());
        }
        var range = answer.headers().firstValue("Content-Range").orElse("none");
        if (!range.startsWith("bytes " + have + "-")) {
            throw new WrongBytesException("range %s instead of one from %d".formatted(range, have));
        }
        return have;
    }

    private void copy(InputStream body, Path part, long keep, long limit, Progress progress)
            throws IOException, InterruptedException {
        byte[] buffer = new byte[1 << 16];
        long size = keep;
        // Not through a channel, which an interrupt would close.
        try (var out = new FileOutputStream(part.toFile(), keep > 0)) {
            for (int n = read(body, buffer); n >= 0; n = read(body, buffer)) {
                size += n;
                if (size > limit) {
                    throw new WrongBytesException(
                            "more than the %d bytes expected".formatted(limit));
                }
                try {
                    out.write(buffer, 0, n);
                } catch (IOException e) {
                    throw new CannotWriteException(part.getParent(), progress.total(), e);
                }
                progress.update(size);
            }
        } catch (FileNotFoundException e) { // it cannot be opened
            throw new CannotWriteException(part.getParent(), progress.total(), e);
        }
    }

    private int read(InputStream body, byte[] buffer) throws IOException, InterruptedException {
        var next = READERS.submit(() -> body.read(buffer));
        try {
            return next.get(stallTimeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("sent nothing for %d s".formatted(stallTimeout.toSeconds()), e);
        } catch (ExecutionException e) {
            throw new IOException("cut off", e.getCause());
        }
    }

    private static long sizeOf(Path part) throws IOException {
        return Files.exists(part) ? Files.size(part) : 0;
    }
}
