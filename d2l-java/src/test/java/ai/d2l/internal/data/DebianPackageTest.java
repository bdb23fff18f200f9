package ai.d2l.internal.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
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
        assertHoldsOnlyTheFiles();
        assertTrue(said.stream().allMatch(line -> line.contains(" MB")), "no more than progress");
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
        Files.createFile(work().resolve("left.deb"));
        fetch(repository());
        assertHoldsOnlyTheFiles();
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
    void takesNoSymbolicLinkForAFile() throws Exception {
        var file = data().resolve(FILES.get(0).packedName());
        var secret = Files.move(file, folder.resolve("secret"));
        Files.createSymbolicLink(file, secret);
        assertLacks(file);
    }

    @Test
    void takesNoHardLinkForAFile() throws Exception {
        var file = data().resolve(FILES.get(0).packedName());
        // the archive holds the content under the name that comes first
        Files.createLink(tree.resolve("usr/share/a"), file);
        assertLacks(file);
    }

    @Test
    void writesNothingButTheFilesWhateverThePackageHolds() throws Exception {
        Files.createSymbolicLink(tree.resolve("usr/share/link"), folder);
        Files.createLink(
                tree.resolve("usr/share/hard"), data().resolve("train-labels-idx1-ubyte.gz"));
        var tool = Files.createFile(tree.resolve("usr/share/tool"));
        new ProcessBuilder("chmod", "4755", tool.toString()).start().waitFor();
        Files.createFile(tree.resolve("usr").resolve("long".repeat(60)));
        fetch(repository());
        assertHoldsOnlyTheFiles();
    }

    @Test
    void writesNothingOfPathsThatLeadOutside() throws Exception {
        for (var path : List.of("../x", "./../x", "./usr/../../x", folder + "/x")) {
            var packed = packed(path);
            assertThrows(IOException.class, () -> takeOut(packed), path);
            assertEquals(List.of(), names(folder).stream().filter(n -> n.endsWith("/x")).toList());
        }
    }

    @Test
    void stopsAtMoreThanADiskShouldTake() throws Exception {
        var packed = packed("large.deb", new byte[0], 600_000_000);
        try (var file = new RandomAccessFile(packed.toFile(), "rw")) {
            file.setLength(file.length() + 600_000_000); // takes no room itself
        }
        var error = assertThrows(IOException.class, () -> takeOut(packed));
        assertEquals("dpkg-deb writes more than 500.0 MB", error.getMessage());
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
        assertHoldsOnlyTheFiles();
        assertFalse(Files.exists(witness));
    }

    private Path data() {
        return tree.resolve("usr/share/datasets/fashion-mnist");
    }

    private void takeOut(Path packed) throws IOException, InterruptedException {
        debian(List.of()).takeOut(packed, FILES, cache, said::add);
    }

    private void assertLacks(Path file) throws Exception {
        var packed = build();
        var error = assertThrows(IOException.class, () -> takeOut(packed));
        assertTrue(error.getMessage().contains(file.getFileName().toString()), error.getMessage());
        assertFalse(Files.exists(cache.resolve(file.getFileName())));
    }

    private void assertHoldsOnlyTheFiles() throws IOException {
        assertTrue(FILES.stream().allMatch(file -> file.isIn(cache)));
        assertEquals(FILES.size(), names(cache).size(), names(cache).toString());
    }

    private static List<String> names(Path folder) throws IOException {
        try (var below = Files.walk(folder)) {
            return below.filter(Files::isRegularFile).map(Path::toString).sorted().toList();
        }
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
        debian(TinyData.aptOptions(folder, repository)).fetch(FILES, cache, said::add);
    }

    private static DebianPackage debian(List<String> aptOptions) {
        var place = Path.of("/usr/share/datasets/fashion-mnist");
        return new DebianPackage("dataset-fashion-mnist", place, aptOptions);
    }

    private Path work() throws IOException {
        return Files.createDirectories(cache.resolve("working"));
    }

    /** A package, as dpkg-deb reads it, whose data are one empty file of that name. */
    private Path packed(String path) throws IOException {
        var tar = ByteBuffer.allocate(3 * 512);
        tar.put(path.getBytes()).position(100);
        tar.put("0000644\0".getBytes()).position(124);
        tar.put("00000000000\0".getBytes()).put("00000000000\0".getBytes());
        tar.put("        0".getBytes()).position(257);
        tar.put("ustar\00000".getBytes());
        int sum = 0;
        for (int i = 0; i < 512; i++) {
            sum += tar.get(i) & 0xff;
        }
        tar.position(148).put("%06o\0 ".formatted(sum).getBytes());
        return packed("outside.deb", tar.array(), tar.capacity());
    }

    private Path packed(String name, byte[] data, long size) throws IOException {
        var packed = work().resolve(name);
        try (var out = Files.newOutputStream(packed)) {
            out.write("!<arch>\n".getBytes());
            write(out, "debian-binary", 4, "2.0\n".getBytes());
            write(out, "control.tar", 1024, new byte[1024]);
            write(out, "data.tar", size, data);
        }
        return packed;
    }

    private static void write(OutputStream out, String name, long size, byte[] start)
            throws IOException {
        var head = "%-16s0           0     0     100644  %-10d`\n".formatted(name, size);
        out.write(head.getBytes());
        out.write(start);
    }
}
