package dev.dialtone.cli;

import dev.dialtone.api.OptionKind;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Certificates as PEM text, read from a file with the rights of whoever runs the command (contract H7)
/// and checked before they are sent.
final class CertificateFile {
    // SECURITY: only these blocks leave this process; a key that lies in the same file stays here
    private static final Pattern BLOCK = Pattern.compile("-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----");

    private CertificateFile() {}

    /// The certificates of the file as PEM text.
    ///
    /// @throws RasException 87, naming the file and what is wrong
    static String read(Path file) {
        return read("ca", file);
    }

    /// As above, of another option.
    static String read(String option, Path file) {
        byte[] content;
        try (InputStream in = Files.newInputStream(file)) {
            content = in.readNBytes(OptionKind.MAX_PEM + 1);
        } catch (NoSuchFileException e) {
            throw wrong(option, file, "there is no such file");
        } catch (AccessDeniedException e) {
            throw wrong(option, file, "you may not read it");
        } catch (IOException e) {
            throw wrong(option, file, "cannot be read: " + e.getMessage());
        }
        if (content.length > OptionKind.MAX_PEM) {
            throw wrong(option, file, "is longer than " + OptionKind.MAX_PEM + " bytes");
        }
        if (content.length == 0) {
            throw wrong(option, file, "is empty");
        }
        List<String> blocks = blocks(new String(content, StandardCharsets.ISO_8859_1));
        if (blocks.isEmpty()) {
            boolean der = content[0] == 0x30;
            throw wrong(
                    option,
                    file,
                    der
                            ? "is DER, not PEM; convert it with: openssl x509 -inform der -in FILE -out FILE.pem"
                            : "holds no PEM certificate (-----BEGIN CERTIFICATE-----)");
        }
        try {
            parse(blocks);
        } catch (CertificateException e) {
            throw wrong(option, file, String.valueOf(e.getMessage()));
        }
        return String.join("\n", blocks);
    }

    /// The certificates in PEM text.
    ///
    /// @throws CertificateException naming the one that cannot be read
    static List<X509Certificate> parse(String pem) throws CertificateException {
        return parse(blocks(pem));
    }

    // the JDK puts names of its classes into the sentence
    private static String inWords(CertificateException e) {
        return String.valueOf(e.getMessage()).replaceAll("[a-z.]+\\.[A-Za-z]+Exception: ", "");
    }

    private static List<X509Certificate> parse(List<String> blocks) throws CertificateException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> certificates = new ArrayList<>();
        for (String block : blocks) {
            try {
                certificates.add((X509Certificate) factory.generateCertificate(
                        new ByteArrayInputStream(block.getBytes(StandardCharsets.ISO_8859_1))));
            } catch (CertificateException e) {
                throw new CertificateException(
                        "certificate " + (certificates.size() + 1) + " of " + blocks.size() + " cannot be read: "
                                + inWords(e),
                        e);
            }
        }
        return certificates;
    }

    private static List<String> blocks(String text) {
        Matcher matcher = BLOCK.matcher(text);
        List<String> blocks = new ArrayList<>();
        while (matcher.find()) {
            blocks.add(matcher.group());
        }
        return blocks;
    }

    private static RasException wrong(String option, Path file, String why) {
        return RasException.of(RasError.INVALID_PARAMETER, option + ": " + file + ": " + why);
    }
}
