package dev.dialtone.phonebooks;

/// What became of one line of a file that is imported, or of one option that is exported.
///
/// @param line   from 1; 0 for what concerns the whole
/// @param column from 1, in characters; 0 with line 0
/// @param key    as the file spells it, or the option; may be empty
/// @param value  as the file has it, or the option's
/// @param text   what it became, what was expected instead, or why nothing comes of it
public record Remark(Fate fate, int line, int column, String key, String value, String text) {

    /// What may become of a line.
    public enum Fate {
        /// It cannot be: nothing of the file is stored.
        WRONG("wrong"),
        /// It is an option of the entry.
        CARRIED("carried"),
        /// It asks for something that the entry does not do; it stays in the original.
        NOT_DONE("not done"),
        /// It asks for nothing; it stays in the original.
        KEPT("kept"),
        /// It is neither done nor kept.
        LEFT_OUT("left out"),
        /// Worth knowing, about the whole.
        NOTE("note");

        private final String word;

        Fate(String word) {
            this.word = word;
        }

        /// In text and JSON.
        public String word() {
            return word;
        }
    }

    private static final int MOST_SHOWN = 60;

    static Remark note(String text) {
        return new Remark(Fate.NOTE, 0, 0, "", "", text);
    }

    static Remark wrong(int line, int column, String key, String found, String expected) {
        return new Remark(Fate.WRONG, line, column, key, found, expected);
    }

    /// SECURITY: without a word of it.
    static Remark secret(Statement line) {
        return new Remark(
                Fate.LEFT_OUT,
                line.number(),
                line.valueColumn(),
                line.key(),
                "",
                "a secret is not kept; store it with: dialtone credentials set NAME");
    }

    /// An option that the format has no place for.
    static Remark leftOut(String option, String value, String why) {
        return new Remark(Fate.LEFT_OUT, 0, 0, option, value, why);
    }

    /// The value, cut to what fits a line.
    public String shown() {
        return value.length() > MOST_SHOWN ? value.substring(0, MOST_SHOWN) + "…" : value;
    }

    /// `file:line:column key: found "…", expected …`.
    ///
    /// @param file its name
    public String complaint(String file) {
        return file + ":" + line + ":" + column + (key.isEmpty() ? "" : " " + key) + ": found "
                + (value.isEmpty() ? "nothing" : "\"" + shown() + "\"") + ", expected " + text;
    }
}
