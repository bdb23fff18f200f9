package ai.d2l.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A place that files can be fetched from. */
interface Source {

    /** What the place is called in messages. */
    String name();

    /**
     * Puts each file into the folder as a verified {@code .gz}, by an atomic rename.
     *
     * @throws CannotWriteException if the folder takes no more files
     * @throws IOException if the source does not give the files; those that it gave stay
     * @throws InterruptedException if the user stops it; what can be resumed stays
     */
    void fetch(List<DataFile> files, Path folder) throws IOException, InterruptedException;
}
