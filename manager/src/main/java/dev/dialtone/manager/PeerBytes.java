package dev.dialtone.manager;

/// What a stranger said, printably: bytes that are not ASCII text are escaped.
final class PeerBytes {
    private static final int MOST = 200;

    private PeerBytes() {}

    /// In quotes; longer than 200 bytes it is cut.
    // SECURITY: it ends in terminals and logs
    static String quoted(byte[] bytes) {
        StringBuilder text = new StringBuilder("\"");
        for (int i = 0; i < Math.min(bytes.length, MOST); i++) {
            int b = bytes[i] & 0xFF;
            switch (b) {
                case '\r' -> text.append("\\r");
                case '\n' -> text.append("\\n");
                case '\t' -> text.append("\\t");
                case '"', '\\' -> text.append('\\').append((char) b);
                default -> {
                    if (b >= ' ' && b < 0x7F) {
                        text.append((char) b);
                    } else {
                        text.append(String.format("\\x%02x", b));
                    }
                }
            }
        }
        return text.append(bytes.length > MOST ? "\"..." : "\"").toString();
    }
}
