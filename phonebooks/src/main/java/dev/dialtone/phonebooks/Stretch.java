package dev.dialtone.phonebooks;

/// A part of a text, in characters.
///
/// @param end behind the last one
record Stretch(int begin, int end) {
    String of(String text) {
        return text.substring(begin, end);
    }

    boolean isEmpty() {
        return begin >= end;
    }
}
