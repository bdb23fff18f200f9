package ai.d2l.internal.data;

import ai.djl.util.Utils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A package of Debian's that holds data. It is fetched with apt-get into folders of its own and
 * without root. Nothing is installed, and nothing of it is written but the content of the files
 * that are wanted.
 *
 * @param name of the package
 * @param folder where it puts the files, on a system that has it installed
 * @param options further arguments for apt-get, before its command
 */
record DebianPackage(String name, Path folder, List<String> options) {
    private static final long LOOK_MILLIS = 50;
    private static final long SECONDS_AT_MOST = 600;

    /** Package lists, the package, its archive and a file lie side by side for a while. */
    private static final long TIMES_THE_SIZE = 5;

    /** More than lists, a package or its archive may reasonably have. */
    private static final long GROWS_AT_MOST = 500_000_000;

    /** True if this system has the programs that are needed. */
    static boolean isPossible() {
        return Stream.of("apt-get", "dpkg-deb", "tar")
                .allMatch(program -> Files.isExecutable(Path.of("/usr/bin", program)));
    }

    /** Fetches the package and takes files out of it, each verified, into a folder. */
    void fetch(List<DataFile> files, Path into, Consumer<String> say)
            throws IOException, InterruptedException {
        long size = files.stream().mapToLong(DataFile::packedSize).sum();
        Cache.requireSpace(into, TIMES_THE_SIZE * size);
        var work = into.resolve("working");
        Utils.deleteQuietly(work); // a process that was killed has left it
        Files.createDirectory(work);
        try {
            takeOut(download(work, size, say), files, into, say);
        } finally {
            Utils.deleteQuietly(work);
        }
    }

    private Path download(Path work, long size, Consumer<String> say)
            throws IOException, InterruptedException {
        Files.writeString(work.resolve("apt.conf"), configuration(work));
        Files.createDirectories(work.resolve("lists/partial"));
        Files.createDirectories(work.resolve("cache/archives/partial"));
        try {
            apt(work, new Progress("Package lists", 0, 0, say), "update");
        } catch (IOException e) {
            // One source of many may be out of order: what counts is whether the package comes.
            say.accept(e.getMessage());
        }
        apt(work, new Progress(name, size, 0, say), "download", name);
        try (var found = Files.newDirectoryStream(work, name + "_*.deb")) {
            for (var packed : found) {
                return packed;
            }
        }
        throw new IOException("apt-get has put no package into " + work);
    }

    private void apt(Path work, Progress progress, String... command)
            throws IOException, InterruptedException {
        var words = new ArrayList<>(List.of("apt-get", "-q", "-c", "apt.conf"));
        words.addAll(options);
        words.addAll(List.of(command));
        run(work, work.resolve("printed.txt"), progress, words);
    }

    /** Takes files out of a package that lies in a working folder. */
    void takeOut(Path packed, List<DataFile> files, Path into, Consumer<String> say)
            throws IOException, InterruptedException {
        var work = packed.getParent();
        var progress = new Progress("Unpacking", 0, 0, say);
        var archive = work.resolve("data.tar");
        run(work, archive, progress, List.of("dpkg-deb", "--fsys-tarfile", packed.toString()));
        for (var file : files) {
            if (!file.isIn(into)) {
                var content = work.resolve(file.packedName());
                var member = "." + folder + "/" + file.packedName();
                // To the standard output: whatever the archive holds, tar makes no file or link.
                run(work, content, progress, List.of("tar", "-xOf", archive.toString(), member));
                file.verify(content);
                Cache.keep(content, into.resolve(file.packedName()));
            }
        }
    }

    /**
     * Runs a program of the system to its end, in the C locale and without input.
     *
     * @throws IOException naming the program and the last line of what it complains, if it fails
     */
    private static void run(Path work, Path output, Progress progress, List<String> words)
            throws IOException, InterruptedException {
        var errors = Files.createTempFile(work, "errors-", ".txt");
        var builder = new ProcessBuilder(words).directory(work.toFile());
        builder.environment().put("LC_ALL", "C");
        builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
        builder.redirectOutput(output.toFile()).redirectError(errors.toFile());
        long before = sizeOf(work);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_AT_MOST);
        var process = builder.start();
        try {
            process.getOutputStream().close();
            boolean ended = false;
            while (!ended) {
                ended = process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                long grown = Math.max(0, sizeOf(work) - before);
                progress.update(grown);
                if (grown > GROWS_AT_MOST) {
                    throw new IOException(
                            "%s writes more than %s"
                                    .formatted(words.get(0), Progress.megabytes(GROWS_AT_MOST)));
                }
                if (System.nanoTime() > end) {
                    throw new IOException(
                            "%s did not end in %d s".formatted(words.get(0), SECONDS_AT_MOST));
                }
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
        if (process.exitValue() != 0) {
            var lines = Files.readString(errors).strip().lines();
            var reason = lines.reduce((first, second) -> second).orElse("no output");
            throw new IOException("%s failed: %s".formatted(words.get(0), reason));
        }
    }

    /** Bytes in all files below a folder, also while others add to them or delete them. */
    private static long sizeOf(Path folder) {
        try (var below = Files.walk(folder)) {
            return below.mapToLong(path -> path.toFile().length()).sum();
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }

    /**
     * Own folders, none of the system's hooks (some need root), and no lists that help nobody. What
     * is installed here does not matter, so no status is read.
     */
    private static String configuration(Path work) {
        return """
                Dir::State::lists "%s/lists";
                Dir::State::status "/dev/null";
                Dir::Cache "%s/cache";
                APT::Sandbox::User "root";
                APT::Get::List-Cleanup "false";
                Acquire::Languages "none";
                Acquire::Retries "1";
                Acquire::http::Timeout "10";
                Acquire::https::Timeout "10";
                Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled "false";
                Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
                #clear APT::Update::Pre-Invoke;
                #clear APT::Update::Post-Invoke;
                #clear APT::Update::Post-Invoke-Success;
                #clear DPkg::Post-Invoke;
                """
                .formatted(work, work);
    }
}
