package dev.dialtone.simulator;

import java.util.List;

/// A manager or client that breaks a rule: a change to one of their sources.
///
/// @param name    what it does wrong
/// @param rules   the rules it breaks; one of them has to be what it is caught by
/// @param source  the file, from the root of the repository
/// @param text    what stands there, exactly once
/// @param instead what is put in its place
record Mutant(String name, List<String> rules, String source, String text, String instead) {

    /// The source with the change made.
    ///
    /// @throws IllegalStateException when the text is not there exactly once: the source has changed, and so
    ///                               must this
    String applyTo(String original) {
        int at = original.indexOf(text);
        if (at < 0 || original.indexOf(text, at + 1) >= 0) {
            throw new IllegalStateException(
                    "mutant " + name + ": " + source + " does not hold this exactly once: " + text);
        }
        return original.substring(0, at) + instead + original.substring(at + text.length());
    }
}
