package dev.dialtone.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// The product where any user of the machine can run it: whoever builds it may keep it to himself.
final class PublicCopy {
    private PublicCopy() {}

    /// A folder that every user may enter, and nobody else may list.
    static Path folder() throws IOException {
        Path folder = Files.createTempDirectory("dtp");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        return folder;
    }

    /// Copies the modules that `dialtone` starts from.
    ///
    /// @return the module path
    static String modules(Path folder) throws IOException {
        List<String> modules = new ArrayList<>();
        for (String element : System.getProperty("java.class.path").split(":")) {
            if (!element.endsWith("test-classes") && Files.exists(Path.of(element))) {
                Path to = folder.resolve("lib")
                        .resolve(modules.size() + "-" + Path.of(element).getFileName());
                copy(Path.of(element), to);
                modules.add(to.toString());
            }
        }
        return String.join(":", modules);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path one : all.toList()) {
                Path copied = to.resolve(from.relativize(one).toString());
                if (Files.isDirectory(one)) {
                    Files.createDirectories(copied);
                } else {
                    Files.createDirectories(copied.getParent());
                    Files.copy(one, copied);
                }
                Files.setPosixFilePermissions(copied, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
        Files.setPosixFilePermissions(to.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /// The command line's Java.
    static List<String> command(String modules, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "--enable-native-access=dev.dialtone.host,dev.dialtone.cli,dev.dialtone.daemon",
                "-p",
                modules,
                "-m",
                "dev.dialtone.cli/dev.dialtone.cli.Main"));
        command.addAll(Arrays.asList(arguments));
        return command;
    }

    /// Another command as one of another user, without groups and capabilities.
    static List<String> as(int uid, List<String> command) {
        List<String> all = new ArrayList<>(
                List.of("setpriv", "--reuid=" + uid, "--regid=" + uid, "--clear-groups", "--bounding-set=-all", "--"));
        all.addAll(command);
        return all;
    }
}
