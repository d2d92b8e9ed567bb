package dev.dialtone.interop;

import dev.dialtone.auth.NtHash;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// A password in the forms in which it may be found in memory or text, hashes that do as well as it included.
final class SecretForms {
    private final Map<String, byte[]> forms = new LinkedHashMap<>();

    SecretForms(String password) {
        byte[] hash = NtHash.of(password);
        forms.put("UTF-8 or Latin-1", password.getBytes(StandardCharsets.UTF_8));
        forms.put("UTF-16LE", password.getBytes(StandardCharsets.UTF_16LE));
        forms.put("UTF-16BE, as a heap dump has a char[]", password.getBytes(StandardCharsets.UTF_16BE));
        forms.put("NT hash", hash);
        forms.put("hash of the NT hash", NtHash.ofHash(hash));
        forms.put("Base64", ascii(Base64.getEncoder().withoutPadding().encodeToString(forms.get("UTF-8 or Latin-1"))));
        forms.put("hex", ascii(HexFormat.of().formatHex(forms.get("UTF-8 or Latin-1"))));
        forms.put("NT hash in hex", ascii(HexFormat.of().formatHex(hash)));
    }

    private static byte[] ascii(String text) {
        // a cut end may be followed by anything
        return text.substring(0, text.length() - 2).getBytes(StandardCharsets.US_ASCII);
    }

    /// The names of the forms that are in the text.
    Set<String> in(String text) {
        return in(text.getBytes(StandardCharsets.UTF_8));
    }

    Set<String> in(byte[] bytes) {
        Set<String> found = new TreeSet<>();
        forms.forEach((name, form) -> {
            if (indexOf(bytes, bytes.length, form) >= 0) {
                found.add(name);
            }
        });
        return found;
    }

    /// The same of a file of any size.
    Set<String> in(Path file) throws IOException {
        Set<String> found = new TreeSet<>();
        int overlap = 256;
        byte[] window = new byte[4 * 1024 * 1024];
        int kept = 0;
        try (InputStream in = Files.newInputStream(file)) {
            for (int got = in.readNBytes(window, kept, window.length - kept);
                    got > 0;
                    got = in.readNBytes(window, kept, window.length - kept)) {
                int length = kept + got;
                forms.forEach((name, form) -> {
                    if (indexOf(window, length, form) >= 0) {
                        found.add(name);
                    }
                });
                kept = Math.min(overlap, length);
                System.arraycopy(window, length - kept, window, 0, kept);
            }
        }
        return found;
    }

    private static int indexOf(byte[] in, int length, byte[] wanted) {
        for (int i = 0; i <= length - wanted.length; i++) {
            if (in[i] == wanted[0] && Arrays.equals(in, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        return -1;
    }
}
