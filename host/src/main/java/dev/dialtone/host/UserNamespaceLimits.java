package dev.dialtone.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// What keeps users of this machine from having user namespaces, and so network namespaces of their own
/// (user_namespaces(7)).
///
/// @param proc where `/proc` is
record UserNamespaceLimits(Path proc) {
    static final UserNamespaceLimits OF_MACHINE = new UserNamespaceLimits(Path.of("/proc"));

    /// @param seen   what is so, as half a sentence
    /// @param advice how root changes it, knowing what it opens
    record Obstacle(String seen, String advice) {}

    /// The first obstacle that shows.
    Optional<Obstacle> obstacle() {
        if (!Files.exists(proc.resolve("self/ns/user"))) {
            return Optional.of(new Obstacle(
                    "this kernel has no user namespaces", "It takes a kernel with CONFIG_USER_NS, as Debian's is."));
        }
        if (setting("user/max_user_namespaces").equals("0")) {
            return Optional.of(sysctl("user.max_user_namespaces", "0", "10000"));
        }
        // Debian's
        if (setting("kernel/unprivileged_userns_clone").equals("0")) {
            return Optional.of(sysctl("kernel.unprivileged_userns_clone", "0", "1"));
        }
        // Ubuntu's
        if (setting("kernel/apparmor_restrict_unprivileged_userns").equals("1")) {
            return Optional.of(sysctl("kernel.apparmor_restrict_unprivileged_userns", "1", "0"));
        }
        return Optional.empty();
    }

    private static Obstacle sysctl(String name, String is, String shall) {
        return new Obstacle(
                name + " is " + is + ", so that users may have no user namespaces",
                "If users of this machine may have them: sysctl -w " + name + "=" + shall
                        + ". Root's own connections do without.");
    }

    private String setting(String name) {
        try {
            return Files.readString(proc.resolve("sys").resolve(name), StandardCharsets.ISO_8859_1)
                    .strip();
        } catch (IOException e) {
            // not every kernel has each
            return "";
        }
    }
}
