package ai.d2l.data;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow.Publisher;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** One HTTP request for a file, or for the rest of it. */
record Transfer(HttpClient client, Duration stallTimeout, Consumer<String> say) {
    private static final int OK = 200;
    private static final int PARTIAL_CONTENT = 206;
    private static final int RANGE_NOT_SATISFIABLE = 416;
    private static final Duration LOOK = Duration.ofMillis(50);

    /**
     * Brings a partial file to its end.
     *
     * @param have how many bytes the partial file holds
     * @param limit the most bytes that it may come to hold
     * @throws CannotWriteException if the file cannot be written
     * @throws RefusedException if the server is out of reach or does not give the file
     * @throws WrongBytesException if the server gives something else
     * @throws IOException if the transfer was cut; what came stays in the file
     */
    void into(Path part, URI file, long have, long limit) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(file);
        if (have > 0) {
            request.header("Range", "bytes=" + have + "-");
        }
        var answer = client.sendAsync(request.build(), BodyHandlers.ofPublisher());
        try {
            receive(await(answer, file), part, have, limit);
        } finally {
            answer.cancel(true);
        }
    }

    private HttpResponse<Publisher<List<ByteBuffer>>> await(
            CompletableFuture<HttpResponse<Publisher<List<ByteBuffer>>>> answer, URI file)
            throws IOException, InterruptedException {
        try {
            return answer.get(stallTimeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new RefusedException("no answer in %d s".formatted(stallTimeout.toSeconds()), e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof HttpConnectTimeoutException) {
                throw new RefusedException(file.getHost() + " does not answer", e);
            }
            if (e.getCause() instanceof ConnectException) {
                boolean unknown = e.getCause().getCause() instanceof UnresolvedAddressException;
                throw new RefusedException(
                        file.getHost() + (unknown ? " is not known here" : " takes no connection"),
                        e);
            }
            throw ioException(e);
        }
    }

    private void receive(
            HttpResponse<Publisher<List<ByteBuffer>>> answer, Path part, long have, long limit)
            throws IOException, InterruptedException {
        if (have > 0 && answer.statusCode() == RANGE_NOT_SATISFIABLE) {
            return;
        }
        long keep = firstByte(answer, have);
        long length = answer.headers().firstValueAsLong("Content-Length").orElse(-1);
        if (keep + length > limit) {
            throw new WrongBytesException(
                    "%d bytes instead of at most %d".formatted(keep + length, limit), false);
        }
        var name = Path.of(answer.uri().getPath()).getFileName();
        var progress = new Progress(String.valueOf(name), Math.max(0, keep + length), keep, say);
        try (var sink = new PartSink(part, keep, limit)) {
            answer.body().subscribe(sink);
            watch(sink, progress);
        }
    }

    /** Where in the file the answer begins: a server need not heed the range asked for. */
    private static long firstByte(HttpResponse<?> answer, long have) throws IOException {
        if (answer.statusCode() == OK) {
            return 0;
        }
        if (have == 0 || answer.statusCode() != PARTIAL_CONTENT) {
            throw new RefusedException("answers with status " + answer.statusCode(), null);
        }
        var range = answer.headers().firstValue("Content-Range").orElse("none");
        if (!range.startsWith("bytes " + have + "-")) {
            throw new WrongBytesException(
                    "range %s instead of one from %d".formatted(range, have), false);
        }
        return have;
    }

    private void watch(PartSink sink, Progress progress) throws IOException, InterruptedException {
        long size = sink.size();
        long lastChange = System.nanoTime();
        while (true) {
            try {
                sink.end().get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                return;
            } catch (ExecutionException e) {
                throw ioException(e);
            } catch (TimeoutException e) {
                progress.update(sink.size());
            }
            if (sink.size() > size) {
                size = sink.size();
                lastChange = System.nanoTime();
            } else if (System.nanoTime() - lastChange > stallTimeout.toNanos()) {
                throw new IOException("sent nothing for %d s".formatted(stallTimeout.toSeconds()));
            }
        }
    }

    private static IOException ioException(ExecutionException e) {
        if (e.getCause() instanceof IOException cause) {
            return cause.getMessage() == null ? new IOException("cut off", cause) : cause;
        }
        return new IOException(String.valueOf(e.getCause()), e.getCause());
    }
}
