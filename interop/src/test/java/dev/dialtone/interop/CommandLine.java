package dev.dialtone.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// The command line as `./dialtone` starts it: with the few modules that it needs, and with a cache of their classes,
/// which is made once for all tests of a run. The processor time of starting commands is most of what these tests cost.
/// Not for `daemon`, which has all modules.
final class CommandLine {
    /// What the files of those modules begin with.
    private static final List<String> MODULES = List.of(
            "dialtone-cli-",
            "dialtone-client-",
            "dialtone-phonebooks-",
            "dialtone-api-",
            "dialtone-core-",
            "avaje-json-core-",
            "jspecify-",
            "picocli-");

    private static final String MAIN = "dev.dialtone.cli/dev.dialtone.cli.Main";
    private static final String TRAINING = "dev.dialtone.cli/dev.dialtone.cli.Training";

    private CommandLine() {}

    /// Made at the first use.
    private static final class Begin {
        static final List<String> WORDS = begin();
    }

    /// The words that start a command.
    static List<String> of(String... arguments) {
        List<String> words = new ArrayList<>(Begin.WORDS);
        words.addAll(List.of(arguments));
        return words;
    }

    /// The module path of the whole product: what these tests have, without any test class.
    static String modules() {
        return elements().stream()
                .filter(path -> path.endsWith(".jar") || Files.exists(Path.of(path, "module-info.class")))
                .filter(path -> !path.contains("test-classes"))
                .collect(Collectors.joining(":"));
    }

    /// Java's options and words that start the product with all its modules.
    static List<String> product() {
        return List.of("--enable-native-access=dev.dialtone.host,dev.dialtone.cli", "-p", modules(), "-m", MAIN);
    }

    private static List<String> elements() {
        return Arrays.asList(System.getProperty("java.class.path").split(":"));
    }

    private static List<String> begin() {
        List<String> few = elements().stream().filter(CommandLine::isNeeded).toList();
        if (few.size() < MODULES.size()) {
            // not packed yet, as `mvn test` has them: nothing is cached of folders
            return java("-Xmx64m", List.of(), modules(), MAIN);
        }
        String path = String.join(":", few);
        try {
            Path cache = Files.createTempFile("dialtone-commands", ".aot");
            cache.toFile().deleteOnExit();
            PeerProcess training =
                    PeerProcess.run(java("-Xmx64m", List.of("-XX:AOTCacheOutput=" + cache), path, TRAINING)
                            .toArray(String[]::new));
            boolean made = training.code() == 0 && Files.size(cache) > 0;
            // what it says of a cache that it cannot use is none of a command's words
            List<String> using = List.of("-XX:AOTCache=" + cache, "-Xlog:disable");
            return java("-Xmx64m", made ? using : List.of(), path, MAIN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isNeeded(String path) {
        String name = Path.of(path).getFileName().toString();
        return name.endsWith(".jar") && MODULES.stream().anyMatch(name::startsWith);
    }

    private static List<String> java(String heap, List<String> options, String path, String main) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", heap));
        words.addAll(options);
        words.addAll(List.of("--enable-native-access=dev.dialtone.cli", "-p", path, "-m", main));
        return words;
    }
}
