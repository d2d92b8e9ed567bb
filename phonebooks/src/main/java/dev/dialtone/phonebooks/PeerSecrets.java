package dev.dialtone.phonebooks;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// SECURITY: in a `peers` file a password may be an option of its own, stand in a command, in a script that is typed
/// to a modem, or in a comment. It is emptied before anything is kept.
final class PeerSecrets {
    private static final String PTY = "pty";
    private static final Set<String> SCRIPTS = Set.of("connect", "disconnect", "init", "welcome");
    private static final Set<String> FLAGS = Set.of("hide-password", "show-password");

    /// A script of chat answers `word:` with a password, and hides one from the log behind `\q`.
    private static final Pattern IN_SCRIPT =
            Pattern.compile("word|ogin|sername|pass|secret|psk|cpin|\\\\q", Pattern.CASE_INSENSITIVE);

    /// An option of a command that takes a secret, or a proxy's address that may have one in it.
    private static final Pattern IN_COMMAND = Pattern.compile(
            "(?<![\\w-])--?[\\w-]*?(?:(?:passw|passphrase|secret|psk|token|cookie)[\\w-]*+|(?:pass|pin|proxy)(?![\\w-]))",
            Pattern.CASE_INSENSITIVE);

    /// What may be one all the same, in the rest of a command.
    private static final Pattern LEFT =
            Pattern.compile("pass(?!iv)|secret|psk|token|://[^\\s/@]*+@", Pattern.CASE_INSENSITIVE);

    private static final Pattern PROGRAM = Pattern.compile("[\"']?([\\w./-]+)(?=[\\s\"'])");

    private final SourceText source;
    private final Edits edits;
    private final List<Remark> leftOut;

    private PeerSecrets(SourceText source, List<Remark> leftOut) {
        this.source = source;
        this.edits = new Edits(source);
        this.leftOut = leftOut;
    }

    /// The text without them.
    ///
    /// @param leftOut gets a remark for each, without a word of it
    static String without(PeerFile file, List<Remark> leftOut) {
        PeerSecrets secrets = new PeerSecrets(file.source(), leftOut);
        // the word before, when it is not known to have a value, and named as if it had a secret one
        String before = "";
        for (Leaf leaf : file.options()) {
            boolean alone = leaf.raw().equals(leaf.whole());
            boolean named = SecretWords.names(leaf.key()) && !FLAGS.contains(leaf.key());
            if (!before.isEmpty() && alone) {
                secrets.empty(leaf, before, "");
            } else if (named && !leaf.value().isEmpty()) {
                secrets.empty(leaf, leaf.key(), "");
            } else if (leaf.key().equals(PTY)) {
                secrets.command(leaf);
            } else if (SCRIPTS.contains(leaf.key())
                    && IN_SCRIPT.matcher(secrets.raw(leaf)).find()) {
                secrets.empty(leaf, leaf.key(), "");
            }
            before = named && alone ? leaf.key() : "";
        }
        for (Stretch comment : file.comments()) {
            if (SecretWords.saidIn(comment.of(file.source().text()))) {
                secrets.edits.replace(comment, "");
                leftOut.add(Remark.secret(file.source().leaf("#", "", comment, comment)));
            }
        }
        return secrets.edits.text();
    }

    private String raw(Leaf leaf) {
        return leaf.raw().of(source.text());
    }

    private void empty(Leaf leaf, String key, String kept) {
        edits.replace(leaf.raw(), "\"" + kept + "\"" + SecretWords.emptied(raw(leaf)));
        leftOut.add(Remark.secret(source.leaf(key, "", leaf.raw(), leaf.whole())));
    }

    /// Takes the values out of a command that are plain words; where it is less clear only the program is left.
    private void command(Leaf leaf) {
        String raw = raw(leaf);
        int end = isQuote(raw.charAt(raw.length() - 1)) ? raw.length() - 1 : raw.length();
        StringBuilder rest = new StringBuilder();
        Edits values = new Edits(new SourceText(raw, 1));
        int at = 0;
        boolean found = false;
        Matcher option = IN_COMMAND.matcher(raw).region(0, end);
        while (option.find(at)) {
            int begin = option.end();
            while (begin < end && "= \t".indexOf(raw.charAt(begin)) >= 0) {
                begin++;
            }
            int behind = begin;
            while (behind < end && !Character.isWhitespace(raw.charAt(behind))) {
                behind++;
            }
            String value = raw.substring(begin, behind);
            boolean separate = begin > option.end() || option.end() == end;
            if (!separate || value.chars().anyMatch(c -> "\"'\\$`".indexOf(c) >= 0)) {
                program(leaf, raw);
                return;
            }
            rest.append(raw, at, option.start()).append(' ');
            if (!value.isEmpty()) {
                values.replace(new Stretch(option.end(), behind), "=");
                found = true;
            }
            at = behind;
        }
        if (LEFT.matcher(rest.append(raw, at, raw.length())).find()) {
            program(leaf, raw);
        } else if (found) {
            edits.replace(leaf.raw(), values.text());
            leftOut.add(Remark.secret(leaf));
        }
    }

    private void program(Leaf leaf, String raw) {
        Matcher program = PROGRAM.matcher(raw);
        boolean plain = program.lookingAt() && !LEFT.matcher(program.group(1)).find();
        empty(leaf, PTY, plain ? program.group(1) : "");
    }

    private static boolean isQuote(char c) {
        return c == '"' || c == '\'';
    }
}
