package dev.dialtone.phonebooks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The documented keys of a `.pbk` entry, in the order in which they are written (SPEC [MS-RRASM §2.2.2]), with the
/// values that ask for nothing and what the others ask for.
final class PbkKeys {
    static final PbkKeys ALL = load();

    private static final String ANY = "*";
    private static final String UNSET = "-";

    private final Map<String, Key> keys;

    private PbkKeys(Map<String, Key> keys) {
        this.keys = keys;
    }

    /// @param place    its place in the order
    /// @param standard what a new entry has, or `-` when it has no such line
    /// @param idle     values that ask for nothing; `*` for all
    /// @param why      what becomes of the others
    record Key(String name, int place, String standard, List<String> idle, String why) {
        boolean asksNothing(String value) {
            return idle.contains(ANY) || idle.contains(value);
        }

        boolean isWritten() {
            return !standard.equals(UNSET);
        }
    }

    Optional<Key> key(String name) {
        return Optional.ofNullable(keys.get(name));
    }

    /// In order.
    Iterable<Key> inOrder() {
        return keys.values();
    }

    /// Where a key belongs; unknown ones behind all others.
    int place(String name) {
        Key key = keys.get(name);
        return key == null ? Integer.MAX_VALUE : key.place();
    }

    private static PbkKeys load() {
        Map<String, Key> keys = new LinkedHashMap<>();
        try (InputStream in = PbkKeys.class.getResourceAsStream("pbk-keys.tsv")) {
            if (in == null) {
                throw new IllegalStateException("pbk-keys.tsv is missing from this build");
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            lines.readLine();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] cells = line.split("\t", -1);
                Key key = new Key(cells[0], keys.size(), cells[1], List.of(cells[2].split("\\|", -1)), cells[3]);
                keys.put(key.name(), key);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new PbkKeys(keys);
    }
}
