package dev.dialtone.phonebooks;

import dev.dialtone.core.Decoded;
import java.nio.charset.StandardCharsets;

/// Where a byte of a file stands, as people count.
///
/// @param line   from 1
/// @param column from 1, in characters
record TextPlace(int line, int column) {
    static TextPlace of(byte[] file, int offset) {
        int line = 1;
        int begin = 0;
        int end = Math.min(offset, file.length);
        for (int i = 0; i < end; i++) {
            if (file[i] == '\n') {
                line++;
                begin = i + 1;
            }
        }
        String before = new String(file, begin, end - begin, StandardCharsets.UTF_8);
        return new TextPlace(line, before.codePointCount(0, before.length()) + 1);
    }

    /// What a decoder complains about, as a remark. Its reason reads `KEY: found …, expected …`, with or without key.
    static Remark remark(byte[] file, Decoded.Malformed<?> wrong) {
        TextPlace place = of(file, wrong.offset());
        String[] parts = wrong.reason().split("\t", -1);
        return Remark.wrong(place.line(), place.column(), parts[0], parts[1], parts[2]);
    }

    /// A decoder's reason that [#remark] takes apart.
    static String reason(String key, String found, String expected) {
        return key.replace('\t', ' ') + "\t" + found.replace('\t', ' ') + "\t" + expected;
    }
}
