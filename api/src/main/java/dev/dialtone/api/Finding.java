package dev.dialtone.api;

import dev.dialtone.core.Verdict;

/// One thing the doctor looked at.
///
/// @param subject for example `tun`, `route`, `tls`
/// @param verdict what it came to
/// @param text    what was seen, in our words
/// @param peer    what the other side said, in its own words or bytes, made printable; empty when it said nothing
/// @param advice  what to do about it; empty when there is nothing to do
public record Finding(String subject, Verdict verdict, String text, String peer, String advice) {

    /// Something that will do or will not, of which no peer said anything.
    public Finding(String subject, boolean ok, String text, String advice) {
        this(subject, ok ? Verdict.OK : Verdict.FAILED, text, "", advice);
    }

    public static Finding ok(String subject, String text) {
        return new Finding(subject, Verdict.OK, text, "", "");
    }

    public static Finding warning(String subject, String text, String advice) {
        return new Finding(subject, Verdict.WARNING, text, "", advice);
    }

    public static Finding failed(String subject, String text, String advice) {
        return new Finding(subject, Verdict.FAILED, text, "", advice);
    }

    /// @param reason why it was not looked at, as a sentence
    public static Finding skipped(String subject, String reason) {
        return new Finding(subject, Verdict.SKIPPED, reason, "", "");
    }

    /// The same with what the other side said.
    public Finding said(String words) {
        return new Finding(subject, verdict, text, words, advice);
    }

    /// Whether nothing was found here that would keep a dial from working.
    public boolean ok() {
        return verdict != Verdict.FAILED;
    }
}
