package ai.d2l.internal.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    /** Nothing listens on this port of loopback. */
    private static final URI NOWHERE = URI.create("http://127.0.0.1:1/");

    @TempDir Path folder;
    private final List<String> said = new ArrayList<>();

    @Test
    void takesTheFolderThatTheUserNamesBeforeAllOthers() throws IOException {
        TinyData.writePackedInto(folder.resolve("mine"));
        TinyData.writePackedInto(folder.resolve("system"));
        var found = find(folder.resolve("mine").toString(), NOWHERE);
        assertEquals("the folder " + folder.resolve("mine"), found.source());
        assertEquals(TinyData.TRAIN_COUNT, found.train().count());
        assertEquals(TinyData.TEST_COUNT, found.test().count());
    }

    @Test
    void namesTheFilesThatTheUsersFolderLacks() throws IOException {
        var mine = folder.resolve("mine");
        TinyData.writePackedInto(mine);
        TinyData.writePackedInto(folder.resolve("system"));
        Files.delete(mine.resolve("t10k-labels-idx1-ubyte.gz"));
        assertEquals(
                mine
                        + " lacks t10k-labels-idx1-ubyte (plain or with .gz)."
                        + " Name a folder that holds them, or none.",
                complaint(mine));
        assertTrue(complaint(folder.resolve("none")).contains("none is not a folder"));
    }

    @Test
    void givesTheSampleWithoutNoticeToWhoAsksForIt() throws IOException {
        var found = find("sample", NOWHERE);
        assertTrue(found.isSample());
        assertEquals("sample", found.source());
        assertEquals(2000, found.train().count());
        assertEquals(1000, found.test().count());
        assertEquals(List.of(), said);
    }

    @Test
    void takesTheSystemsCopyBeforeTheCache() throws IOException {
        TinyData.writePackedInto(folder.resolve("system"));
        TinyData.writePackedInto(folder.resolve("fashion-mnist"));
        assertEquals(
                "the system's copy in " + folder.resolve("system"), find(null, NOWHERE).source());
    }

    @Test
    void fetchesOnceAndThenUsesTheCache() throws IOException {
        try (var server = RawServer.ofTinyData()) {
            assertCached(find(null, server.url()));
            assertEquals(4, server.requests.size());
        }
        said.clear();
        assertCached(find(null, NOWHERE));
        assertEquals(List.of(), said);
    }

    @Test
    void fetchesOnlyWhatTheCacheLacksOrHoldsInAnotherSize() throws IOException {
        TinyData.writePackedInto(cache());
        Files.delete(cache().resolve("t10k-labels-idx1-ubyte.gz"));
        Files.write(cache().resolve("train-labels-idx1-ubyte.gz"), new byte[10]);
        try (var server = RawServer.ofTinyData()) {
            assertCached(find(null, server.url()));
            assertEquals(2, server.requests.size());
        }
    }

    @Test
    void tellsHowToMendADamagedCache() throws IOException {
        TinyData.writePackedInto(cache());
        var images = cache().resolve("train-images-idx3-ubyte.gz");
        var bytes = Files.readAllBytes(images);
        bytes[bytes.length / 2] ^= 1;
        Files.write(images, bytes);
        var error = assertThrows(IOException.class, () -> find(null, NOWHERE).train());
        assertTrue(error.getMessage().startsWith(images + ": damaged gzip data"));
        assertTrue(
                error.getMessage()
                        .endsWith("Delete " + cache() + " and run again to fetch it anew."));
    }

    @Test
    void turnsToDebiansPackageWhenTheServerSendsWrongBytes() throws IOException {
        try (var server = new RawServer((r, out) -> RawServer.send(out, r, new byte[99]))) {
            var found = find(null, server.url());
            assertTrue(found.isSample());
            assertTrue(said.get(1).startsWith("Not from " + server.url() + ": "), said.get(1));
            Assumptions.assumeTrue(DebianPackage.isPossible());
            assertTrue(said.get(2).contains("from Debian's package"), said.get(2));
        }
        assertFalse(TinyData.dataSet(folder, List.of()).isIn(cache()));
    }

    @Test
    void fallsBackOnTheSampleWithALoudNotice() throws IOException {
        assertTrue(find(null, NOWHERE).isSample());
        var last = said.get(said.size() - 1);
        assertTrue(last.contains("NOTICE: this is only a small SAMPLE"), last);
    }

    @Test
    void readsFromATemporaryFolderWhenTheCacheCannotBeWritten() throws IOException {
        Files.createFile(cache());
        try (var server = RawServer.ofTinyData()) {
            var found = find(null, server.url());
            assertTrue(found.source().startsWith("the temporary folder "), found.source());
            assertEquals(TinyData.TRAIN_COUNT, found.train().count());
        }
        assertTrue(said.get(0).contains("cannot write in " + cache()), said.get(0));
        assertTrue(Files.isRegularFile(cache()), "what stood there stays");
    }

    @Test
    void stopsWhenInterruptedWithoutTurningToOtherSources() throws IOException {
        var caller = Thread.currentThread();
        try (var server =
                new RawServer(
                        (request, out) -> {
                            caller.interrupt();
                            Thread.sleep(60_000);
                        })) {
            assertThrows(CancellationException.class, () -> find(null, server.url()));
        }
        assertTrue(Thread.interrupted(), "the kernel sees the interrupt, too");
        assertEquals(1, said.size(), said.toString());
    }

    @Test
    void readsOtherDataOfTheSameForm() throws IOException {
        for (var split : Split.values()) {
            Files.write(folder.resolve(split.imagesFile()), TinyData.idx(new byte[15], 1, 3, 5));
            Files.write(folder.resolve(split.labelsFile()), TinyData.idx(new byte[] {42}, 1));
        }
        assertEquals(5, find(folder.toString(), NOWHERE).test().columns());
    }

    private Path cache() {
        return folder.resolve("fashion-mnist");
    }

    private DataFolder find(String userFolder, URI url) throws IOException {
        var repository = Files.createDirectories(folder.resolve("repository"));
        Files.write(repository.resolve("Packages"), new byte[0]);
        var options = TinyData.aptOptions(folder, repository);
        var set = TinyData.dataSet(folder, options);
        return DataFolder.find(set, userFolder, said::add, TinyData.settings(folder, url));
    }

    private String complaint(Path named) {
        return assertThrows(IllegalArgumentException.class, () -> find(named.toString(), NOWHERE))
                .getMessage();
    }

    private void assertCached(DataFolder found) throws IOException {
        assertEquals("the user's cache in " + cache(), found.source());
        assertFalse(found.isSample());
        assertEquals(TinyData.TRAIN_COUNT, found.train().count());
        assertEquals(TinyData.TEST_COUNT, found.test().count());
    }
}
