package dev.dialtone.phonebooks;

/// What a file says in one place, whatever its form.
sealed interface Statement permits TextLine, Leaf {
    /// Its line, from 1; 0 for one that was made here.
    int number();

    /// Where its value begins, from 1.
    int valueColumn();

    String key();

    String value();
}
