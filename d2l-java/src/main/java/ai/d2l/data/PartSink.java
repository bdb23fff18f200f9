package ai.d2l.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;

/**
 * Writes what a server sends behind what a partial file already holds.
 *
 * <p>It is bounded, because a server may send without end, and once closed it writes no more, so
 * that a cancelled transfer cannot get between the bytes of the next.
 */
final class PartSink implements Subscriber<List<ByteBuffer>>, AutoCloseable {
    private final Path part;
    private final long limit;
    private final FileChannel channel;
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private Subscription subscription;
    private long size;

    /**
     * Opens the partial file.
     *
     * @param keep how many of its first bytes stay
     * @param limit the most bytes that it may come to hold
     * @throws CannotWriteException if it cannot be written
     */
    PartSink(Path part, long keep, long limit) throws CannotWriteException {
        this.part = part;
        this.limit = limit;
        this.size = keep;
        try {
            channel = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channel.truncate(keep).position(keep);
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    /** Completes when all is written, or exceptionally when it cannot be. */
    CompletableFuture<Void> end() {
        return end;
    }

    synchronized long size() {
        return size;
    }

    @Override
    public synchronized void close() throws CannotWriteException {
        if (subscription != null) {
            subscription.cancel();
        }
        try {
            channel.close();
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    @Override
    public synchronized void onSubscribe(Subscription newSubscription) {
        subscription = newSubscription;
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public synchronized void onNext(List<ByteBuffer> buffers) {
        for (var buffer : buffers) {
            if (channel.isOpen() && !end.isDone()) {
                write(buffer);
            }
        }
    }

    private void write(ByteBuffer buffer) {
        if (size + buffer.remaining() > limit) {
            fail(
                    new WrongBytesException(
                            "more than the %d bytes expected".formatted(limit), false));
            return;
        }
        try {
            while (buffer.hasRemaining()) {
                size += channel.write(buffer);
            }
        } catch (IOException e) {
            fail(cannotWrite(e));
        }
    }

    private void fail(IOException reason) {
        subscription.cancel();
        end.completeExceptionally(reason);
    }

    private CannotWriteException cannotWrite(IOException e) {
        return new CannotWriteException(part.getParent(), limit, e);
    }

    @Override
    public void onError(Throwable reason) {
        end.completeExceptionally(reason);
    }

    @Override
    public void onComplete() {
        end.complete(null);
    }
}
