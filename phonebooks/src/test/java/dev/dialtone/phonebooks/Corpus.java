package dev.dialtone.phonebooks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/// Phone books made by hand from the documented format.
final class Corpus {
    static final List<String> PBK = List.of(
            "vpns.pbk",
            "broadband.pbk",
            "modem.pbk",
            "utf8.pbk",
            "latin1.pbk",
            "mark.pbk",
            "odd.pbk",
            "names.pbk",
            "routes.pbk");

    private Corpus() {}

    static byte[] file(String name) {
        try (InputStream in = Objects.requireNonNull(Corpus.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Imported read(String name) {
        return BookFormat.ofName(name).orElseThrow().read(file(name), "by-name");
    }

    static ImportedEntry entry(String file, String name) {
        return read(file).entries().stream()
                .filter(entry -> entry.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
