package dev.dialtone.cli;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.NotBuilt;
import dev.dialtone.cli.Screen.Style;
import dev.dialtone.phonebooks.BookFormat;
import dev.dialtone.phonebooks.Remark;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// An entry in full: what was set, and what holds because it was not.
record EntryText(Screen screen) {

    void show(Entry entry) {
        screen.show(screen.paint(Style.BOLD, entry.name())
                + screen.paint(Style.GOOD, entry.flag(EntryOption.ALWAYS_ON) ? "  always on" : ""));
        for (EntryOption option : EntryOption.values()) {
            if (option == EntryOption.ORIGINAL) {
                continue;
            }
            boolean set = entry.values().containsKey(option);
            boolean pem = option == EntryOption.CA || option == EntryOption.CLIENT_CERT;
            String value = pem ? certificates(entry.text(option)) : entry.text(option);
            if (set || !value.isEmpty()) {
                screen.show(screen.paint(
                        set ? Style.PLAIN : Style.FAINT,
                        String.format(Locale.ROOT, "  %-24s%s%s", option.key(), value, remark(option, set))));
            }
        }
        if (!entry.weak().isEmpty()) {
            screen.show(screen.paint(Style.BAD, "  WEAK                    " + entry.weak()));
        }
        NotBuilt.of(entry)
                .ifPresent(why -> screen.show(screen.paint(
                        Style.BAD, "  NOT BUILT YET           " + why.detail().reason())));
        original(entry);
    }

    private static String remark(EntryOption option, boolean set) {
        String mark = KeptText.mark(option);
        if (set) {
            return mark.isEmpty() ? "" : "  (" + mark + ")";
        }
        return mark.isEmpty() ? "  (default)" : "  (default; " + mark + ")";
    }

    private void original(Entry entry) {
        List<Remark> remarks = BookFormat.remarks(entry);
        if (!remarks.isEmpty()) {
            screen.line("  imported; of its original, line by line:");
            new ImportReport(screen, false).show(remarks);
        }
    }

    private static String certificates(String pem) {
        if (pem.isEmpty()) {
            return "";
        }
        try {
            List<String> subjects = new ArrayList<>();
            for (X509Certificate certificate : CertificateFile.parse(pem)) {
                subjects.add(certificate.getSubjectX500Principal().getName() + " (until "
                        + certificate.getNotAfter().toInstant().toString().substring(0, 10) + ")");
            }
            return String.join("; ", subjects);
        } catch (CertificateException e) {
            return "cannot be read: " + e.getMessage();
        }
    }
}
