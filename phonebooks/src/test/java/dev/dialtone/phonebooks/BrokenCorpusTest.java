package dev.dialtone.phonebooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The broken files in `broken`, each with the place and the words of its error in `expected.tsv`.
class BrokenCorpusTest {
    private static final String LIST = "broken/expected.tsv";

    /// @param complaint behind the file's name
    record Broken(String file, String complaint) {}

    static List<Broken> broken() {
        return new String(Corpus.file(LIST), UTF_8)
                .lines()
                .map(line -> line.split("\t", 2))
                .map(parts -> new Broken(parts[0], parts[1]))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("broken")
    void brokenFile_isToldByItsPlace_E4(Broken broken) {
        BookFormat format = BookFormat.ofName(broken.file()).orElseThrow();
        Imported imported = format.read(Corpus.file("broken/" + broken.file()), format.bare(broken.file()));
        assertThat(imported.wrong()).isNotEmpty();
        assertThat(imported.wrong().getFirst().complaint("")).startsWith(broken.complaint());
    }

    @Test
    void everyFileIsInTheList() throws IOException, URISyntaxException {
        Path folder = Path.of(
                        Objects.requireNonNull(Corpus.class.getResource(LIST)).toURI())
                .getParent();
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> folder.relativize(file).toString().replace(File.separatorChar, '/'))
                            .filter(name -> !name.equals("expected.tsv")))
                    .containsExactlyInAnyOrderElementsOf(
                            broken().stream().map(Broken::file).toList());
        }
    }
}
