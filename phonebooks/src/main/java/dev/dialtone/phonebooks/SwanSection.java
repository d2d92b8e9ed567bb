package dev.dialtone.phonebooks;

import java.util.List;
import java.util.Optional;

/// A section of a `swanctl.conf`, and where it stands.
///
/// @param label    its name
/// @param whole    from its name to `}`
/// @param body     between its braces
/// @param bases    whether it takes over other sections
/// @param settings its own, their keys as they are
record SwanSection(
        String name,
        Stretch label,
        Stretch whole,
        Stretch body,
        boolean bases,
        List<SwanSection> sections,
        List<Leaf> settings) {
    SwanSection {
        sections = List.copyOf(sections);
        settings = List.copyOf(settings);
    }

    Optional<Leaf> setting(String key) {
        // of a key that repeats the last one counts
        return settings.stream().filter(leaf -> leaf.key().equals(key)).reduce((first, second) -> second);
    }

    String value(String key) {
        return setting(key).map(Leaf::value).orElse("");
    }

    /// Those of this name, or this name with a suffix after a hyphen, as rounds of a sign-in have.
    List<SwanSection> rounds(String called) {
        return sections.stream()
                .filter(section ->
                        section.name().equals(called) || section.name().startsWith(called + "-"))
                .toList();
    }

    List<SwanSection> sections(String called) {
        return sections.stream()
                .filter(section -> section.name().equals(called))
                .toList();
    }
}
