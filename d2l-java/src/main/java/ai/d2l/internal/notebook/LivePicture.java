package ai.d2l.internal.notebook;

import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * One output of a notebook that always ends up showing the newest state of something.
 *
 * <p>Drawing happens on a thread of its own, while the caller goes on; states that come faster than
 * they can be drawn, or more than four a second, are passed over. Between cells a kernel drops what
 * is sent, so a state that came too late is sent again while the next cell runs.
 */
public final class LivePicture {

    private static final long PAUSE_MILLIS = 250;
    private static final long RETRY_MILLIS = 50;
    private static final long GIVE_UP_MILLIS = 3_600_000;

    private static final ExecutorService PAINTERS =
            Executors.newCachedThreadPool(
                    task -> {
                        var thread = new Thread(task, "d2l-live-picture");
                        thread.setDaemon(true);
                        return thread;
                    });

    private final String id = UUID.randomUUID().toString();
    private final Notebook notebook;
    private final Supplier<Rendering> newest;
    private boolean shown;
    private boolean stale;
    private boolean painting;
    private boolean waitsForCell;
    private boolean urgent;
    private long nextPaintAt;

    /**
     * Makes an output that shows nothing yet.
     *
     * @param newest draws the newest state; called on the painting thread
     */
    LivePicture(Notebook notebook, Supplier<Rendering> newest) {
        this.notebook = notebook;
        this.newest = newest;
    }

    /** Asks for the newest state to be drawn, and returns at once. */
    synchronized void refresh() {
        stale = true;
        notifyAll();
        if (!painting) {
            painting = true;
            PAINTERS.execute(this::paint);
        }
    }

    /** Draws the newest state and returns when it was sent, or when no cell is there to show it. */
    synchronized void refreshNow() throws InterruptedException {
        urgent = true;
        refresh();
        while (painting && !waitsForCell) {
            wait();
        }
    }

    private void paint() {
        try {
            while (startPainting()) {
                send(newest.get());
            }
        } catch (InterruptedException e) {
            stopPainting();
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            stopPainting();
            throw e;
        }
    }

    private synchronized boolean startPainting() throws InterruptedException {
        long pause = nextPaintAt - System.currentTimeMillis();
        while (stale && !urgent && pause > 0) {
            wait(pause);
            pause = nextPaintAt - System.currentTimeMillis();
        }
        nextPaintAt = System.currentTimeMillis() + PAUSE_MILLIS;
        urgent = false;
        boolean wanted = stale;
        stale = false;
        painting = wanted;
        notifyAll();
        return wanted;
    }

    private synchronized void stopPainting() {
        painting = false;
        waitsForCell = false;
        notifyAll();
    }

    private synchronized void send(Rendering frame) throws InterruptedException {
        long giveUpAt = System.currentTimeMillis() + GIVE_UP_MILLIS;
        // sent even if it is no longer the newest: else a hurried caller would see nothing at all
        while (!deliver(frame) && !stale && System.currentTimeMillis() < giveUpAt) {
            waitsForCell = true;
            notifyAll();
            wait(RETRY_MILLIS);
        }
        waitsForCell = false;
    }

    private boolean deliver(Rendering frame) {
        if (shown) {
            return notebook.update(id, frame.mimeBundle());
        }
        shown = notebook.display(id, frame.mimeBundle());
        return shown;
    }
}
