package dev.dialtone.host;

import java.util.regex.Pattern;

/// What may name an interface of ours. Narrower than the kernel: no `%`, which it takes for a pattern to fill in,
/// and nothing that a file, a shell or a terminal could misread.
final class InterfaceName {
    /// IFNAMSIZ less its NUL.
    static final int MAX_LENGTH = 15;

    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0," + (MAX_LENGTH - 1) + "}");

    private InterfaceName() {}

    static boolean valid(String name) {
        return ALLOWED.matcher(name).matches();
    }
}
