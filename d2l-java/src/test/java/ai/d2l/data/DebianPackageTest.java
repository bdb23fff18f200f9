package ai.d2l.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DebianPackageTest {
    private static final List<DataFile> FILES = TinyData.files();

    @TempDir Path folder;
    private Path cache;
    private Path tree;
    private final List<String> said = new ArrayList<>();

    @BeforeEach
    void makeTree() throws IOException {
        Assumptions.assumeTrue(DebianPackage.isPossible());
        cache = Files.createDirectory(folder.resolve("cache"));
        tree = folder.resolve("package");
        TinyData.writePackedInto(data());
        Files.createDirectory(tree.resolve("DEBIAN"));
        Files.writeString(
                tree.resolve("DEBIAN/control"),
                """
                Package: dataset-fashion-mnist
                Version: 1
                Architecture: all
                Maintainer: A Test <test@example.org>
                Description: a tiny data set
                """);
    }

    @Test
    void fetchesFromARepositoryIntoTheCacheAndLeavesNothingElse() throws Exception {
        fetch(repository());
        assertTrue(DataFile.allIn(cache, FILES));
        try (var entries = Files.list(cache)) {
            assertEquals(FILES.size(), entries.count());
        }
        assertEquals(List.of(), said);
    }

    @Test
    void givesAptsReasonWhenThereIsNoSuchPackage() throws Exception {
        Files.createDirectory(folder.resolve("repository"));
        Files.createFile(folder.resolve("repository/Packages"));
        var error = assertThrows(IOException.class, () -> fetch(folder.resolve("repository")));
        assertEquals(
                "apt-get failed: E: Unable to locate package dataset-fashion-mnist",
                error.getMessage());
    }

    @Test
    void deletesWhatAKilledProcessHasLeft() throws Exception {
        Files.createFile(TemporaryFolder.in(cache).path().resolve("left.deb"));
        fetch(repository());
        try (var entries = Files.list(cache)) {
            assertEquals(FILES.size(), entries.count());
        }
    }

    @Test
    void refusesWrongContent() throws Exception {
        Files.write(data().resolve(FILES.get(0).packedName()), TinyData.gzip(new byte[9]));
        var packed = build();
        assertThrows(WrongBytesException.class, () -> takeOut(packed));
        assertFalse(FILES.get(0).isIn(cache));
    }

    @Test
    void refusesAPackageThatIsNone() throws Exception {
        var packed = Files.writeString(work().resolve("some.deb"), "<html>Log in</html>");
        var error = assertThrows(IOException.class, () -> takeOut(packed));
        assertTrue(error.getMessage().startsWith("dpkg-deb failed: "), error.getMessage());
    }

    @Test
    void refusesASymbolicLinkBeforeItUnpacks() throws Exception {
        Files.createSymbolicLink(tree.resolve("usr/share/link"), folder);
        assertUnsafe("./usr/share/link -> ");
    }

    @Test
    void refusesAHardLinkBeforeItUnpacks() throws Exception {
        Files.createLink(
                tree.resolve("usr/share/hard"), data().resolve("train-labels-idx1-ubyte.gz"));
        assertUnsafe(" link to ");
    }

    @Test
    void refusesAFileWithTheRightsOfItsOwner() throws Exception {
        var file = Files.createFile(tree.resolve("usr/share/tool"));
        new ProcessBuilder("chmod", "4755", file.toString()).start().waitFor();
        assertUnsafe("-rwsr-xr-x");
    }

    @Test
    void runsNoneOfThePackagesScripts() throws Exception {
        var witness = folder.resolve("witness");
        for (var name : List.of("preinst", "postinst")) {
            var script = tree.resolve("DEBIAN").resolve(name);
            Files.writeString(script, "#!/bin/sh\ntouch '%s'\n".formatted(witness));
            assertTrue(script.toFile().setExecutable(true, false));
        }
        fetch(repository());
        assertTrue(DataFile.allIn(cache, FILES));
        assertFalse(Files.exists(witness));
    }

    @Test
    void refusesPathsThatLeadOutside() {
        var date = " root/root  5 2020-06-05 09:05 ";
        for (var path :
                List.of(
                        "../x",
                        "./../x",
                        "./usr/../../x",
                        "/etc/x",
                        "./a b",
                        "./a\\nb",
                        "./a//b")) {
            var listing = "-rw-r--r--" + date + path;
            assertThrows(IOException.class, () -> DebianPackage.requireHarmless(listing), path);
        }
    }

    @Test
    void acceptsPlainFilesAndFolders() throws IOException {
        DebianPackage.requireHarmless(
                """
                drwxr-xr-x root/root         0 2020-06-05 09:05 ./
                drwxr-xr-x root/root         0 2020-06-05 09:05 ./usr/
                -rw-r--r-- root/root   4422079 2020-06-05 09:05 ./usr/a-b_c.d+e.gz
                """);
    }

    @Test
    void refusesMoreThanADiskShouldTake() {
        var listing = "-rw-r--r-- root/root 600000000 2020-06-05 09:05 ./usr/a";
        var error = assertThrows(IOException.class, () -> DebianPackage.requireHarmless(listing));
        assertTrue(error.getMessage().contains("more than 500.0 MB"), error.getMessage());
    }

    private Path data() {
        return tree.resolve("usr/share/datasets/fashion-mnist");
    }

    private Path work() throws IOException {
        return TemporaryFolder.in(cache).path();
    }

    private void takeOut(Path packed) throws IOException, InterruptedException {
        new DebianPackage(List.of(), said::add).takeOut(packed, FILES, cache);
    }

    private void assertUnsafe(String part) throws Exception {
        var packed = build();
        var error = assertThrows(IOException.class, () -> takeOut(packed));
        assertTrue(error.getMessage().contains("not safe to unpack"), error.getMessage());
        assertTrue(error.getMessage().contains(part), error.getMessage());
        assertFalse(Files.exists(packed.resolveSibling("tree")));
    }

    private Path build() throws IOException, InterruptedException {
        var packed = work().resolve("built.deb");
        build(packed);
        return packed;
    }

    private void build(Path packed) throws IOException, InterruptedException {
        var log = folder.resolve("build.log");
        var exit =
                new ProcessBuilder(
                                "dpkg-deb",
                                "--root-owner-group",
                                "-b",
                                tree.toString(),
                                packed.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start()
                        .waitFor();
        assertEquals(0, exit, () -> "see " + log);
    }

    /** A repository of one package, as apt reads it from a folder. */
    private Path repository() throws Exception {
        var repository = Files.createDirectory(folder.resolve("repository"));
        var packed = repository.resolve("dataset-fashion-mnist_1_all.deb");
        build(packed);
        var control = Files.readString(tree.resolve("DEBIAN/control"));
        var content = Files.readAllBytes(packed);
        Files.writeString(
                repository.resolve("Packages"),
                control
                        + "Filename: ./%s\nSize: %d\nSHA256: %s\n"
                                .formatted(
                                        packed.getFileName(),
                                        content.length,
                                        TinyData.file("deb", content).sha256()));
        return repository;
    }

    private void fetch(Path repository) throws IOException, InterruptedException {
        new DebianPackage(TinyData.aptOptions(folder, repository), said::add).fetch(FILES, cache);
    }
}
