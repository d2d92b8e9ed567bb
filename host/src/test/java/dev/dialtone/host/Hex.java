package dev.dialtone.host;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/// Bytes as the annotated vectors of tests write them: hex digits, spaces, and comments after `;`.
final class Hex {
    private Hex() {}

    static byte[] bytes(String annotated) {
        StringBuilder digits = new StringBuilder();
        annotated.lines().forEach(line -> digits.append(line.replaceAll(";.*|\\s", "")));
        return HexFormat.of().parseHex(digits);
    }

    static ByteBuffer buffer(String annotated) {
        return ByteBuffer.wrap(bytes(annotated));
    }
}
