package dev.dialtone.phonebooks;

/// One line of a file, exactly as it was.
///
/// @param number from 1; 0 for a line that was made here
/// @param text   without its end
/// @param end    CR LF, LF, or nothing at the end of the file
record TextLine(int number, String text, String end) implements Statement {
    /// Where the key ends; -1 when there is none.
    private int equals() {
        return text.indexOf('=');
    }

    boolean isSetting() {
        return equals() > 0;
    }

    boolean isBlank() {
        return text.isBlank();
    }

    /// As spelled; empty when this is no `KEY=VALUE`.
    @Override
    public String key() {
        return isSetting() ? text.substring(0, equals()).strip() : "";
    }

    @Override
    public String value() {
        return isSetting() ? text.substring(equals() + 1).strip() : "";
    }

    @Override
    public int valueColumn() {
        return equals() + 2;
    }

    TextLine withValue(String value) {
        return new TextLine(number, text.substring(0, equals() + 1) + value, end);
    }

    boolean is(String key) {
        return key().equals(key);
    }
}
