package dev.dialtone.manager;

import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;

/// One hook as TOML: `program` or `url`, and perhaps `events` and `entries`.
final class HookToml {
    private static final Set<String> KEYS = new TreeSet<>(List.of("program", "url", "events", "entries"));

    private final String place;
    private final TomlParseResult toml;

    private HookToml(String place, TomlParseResult toml) {
        this.place = place;
        this.toml = toml;
    }

    /// @param place the file, for errors
    /// @throws RasException 87, with file, line and column
    static Hook read(String name, String place, String text) {
        TomlParseResult toml = SafeToml.parse(text)
                .orElseThrow(() -> wrong(place, null, "it is no TOML that can be read, or nested too deeply"));
        if (toml.hasErrors()) {
            TomlParseError first = toml.errors().getFirst();
            throw wrong(place, first.position(), String.valueOf(first.getMessage()));
        }
        return new HookToml(place, toml).hook(name);
    }

    private Hook hook(String name) {
        for (String key : toml.keySet()) {
            if (!KEYS.contains(key)) {
                throw wrong(key, "is no key of a hook; there are " + String.join(", ", KEYS));
            }
        }
        if (has("program") == has("url")) {
            throw wrong(place, null, "a hook has either a program or a url");
        }
        return new Hook(
                name,
                events(),
                Set.copyOf(texts("entries")),
                has("program") ? new Hook.Target.Program(program()) : new Hook.Target.Web(url()));
    }

    private boolean has(String key) {
        return toml.get(List.of(key)) != null;
    }

    private String text(String key) {
        if (toml.get(List.of(key)) instanceof String text) {
            return text;
        }
        throw wrong(key, "must be text");
    }

    private List<String> texts(String key) {
        if (!has(key)) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        if (toml.get(List.of(key)) instanceof TomlArray array) {
            for (Object item : array.toList()) {
                if (!(item instanceof String text)) {
                    throw wrong(key, "must be a list of texts");
                }
                texts.add(text);
            }
        }
        if (texts.isEmpty()) {
            throw wrong(key, "must be a list of texts, with one at least; without it: all");
        }
        return texts;
    }

    private Set<HookEvent> events() {
        Set<HookEvent> events = EnumSet.noneOf(HookEvent.class);
        for (String word : texts("events")) {
            events.add(HookEvent.ofWord(word)
                    .orElseThrow(() -> wrong(
                            "events",
                            "there is no event \"" + word + "\"; there are "
                                    + String.join(
                                            ", ",
                                            EnumSet.allOf(HookEvent.class).stream()
                                                    .map(HookEvent::word)
                                                    .toList()))));
        }
        return events.isEmpty() ? EnumSet.allOf(HookEvent.class) : events;
    }

    private Path program() {
        try {
            Path file = Path.of(text("program"));
            if (file.isAbsolute()) {
                return file.normalize();
            }
        } catch (InvalidPathException e) {
            // no path is no absolute one either
        }
        throw wrong("program", "must be the absolute path of a program, without arguments");
    }

    // SECURITY: what is wrong with an address is said without it
    private URI url() {
        try {
            URI url = new URI(text("url"));
            boolean web = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
            if (web && url.getHost() != null && url.getUserInfo() == null && url.getFragment() == null) {
                return url;
            }
        } catch (URISyntaxException e) {
            // said below
        }
        throw wrong("url", "must be https://HOST/PATH or http://HOST/PATH, without a user or a password in it");
    }

    private RasException wrong(String key, String why) {
        return wrong(place, toml.inputPositionOf(List.of(key)), key + ": " + why);
    }

    private static RasException wrong(String place, @Nullable TomlPosition position, String why) {
        String where = position == null ? "" : ", line " + position.line() + ", column " + position.column();
        return RasException.of(RasError.INVALID_PARAMETER, place + where + ": " + why);
    }
}
