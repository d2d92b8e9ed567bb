package dev.dialtone.manager;

import dev.dialtone.api.Notification;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/// Somebody to call when something happens.
///
/// @param name    of its file, without the ending
/// @param events  for which it is called
/// @param entries whose connections it is about; none for all
/// @param target  what is called
record Hook(String name, Set<HookEvent> events, Set<String> entries, Target target) {
    /// What is called.
    sealed interface Target {
        /// @param file absolute
        record Program(Path file) implements Target {}

        /// SECURITY: an address may hold a token, so that it is neither logged nor shown.
        record Web(URI url) implements Target {
            @Override
            public String toString() {
                return "Web[…]";
            }
        }
    }

    /// The event it is to be called for, if a notification is one.
    Optional<HookEvent> wants(Notification n) {
        return HookEvent.of(n).filter(events::contains).filter(_ -> entries.isEmpty() || entries.contains(n.entry()));
    }
}
