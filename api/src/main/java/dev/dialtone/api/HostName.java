package dev.dialtone.api;

/// Host names as DNS takes them, with the underscore that some have (RFC 1123 §2.1). Written out, not a pattern: a
/// command that lists a book of 10,000 entries lives for a moment, in which no pattern becomes fast.
final class HostName {
    private static final int LONGEST = 253;
    private static final int LONGEST_LABEL = 63;

    private HostName() {}

    /// Labels of letters, digits, hyphens and underscores with dots between, no hyphen at either end of one; not what
    /// begins like an address, of digits and dots alone. One more dot may end it.
    static boolean is(String text) {
        int end = text.endsWith(".") ? text.length() - 1 : text.length();
        if (end == 0 || text.length() > LONGEST) {
            return false;
        }
        boolean named = false;
        int label = 0;
        for (int i = 0; i <= end; i++) {
            char c = i < end ? text.charAt(i) : '.';
            if (c == '.') {
                if (label == 0 || label > LONGEST_LABEL || text.charAt(i - 1) == '-') {
                    return false;
                }
                label = 0;
            } else if (isPart(c) && (c != '-' || label > 0)) {
                label++;
                named |= c < '0' || c > '9';
            } else {
                return false;
            }
        }
        return named;
    }

    private static boolean isPart(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_';
    }
}
