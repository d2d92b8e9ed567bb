package dev.dialtone.phonebooks;

import java.util.List;
import java.util.Map;

/// A file made of entries, and what it does not say of them.
///
/// @param content the file
/// @param remarks by the entry's name; only of entries that something was left out of
public record Exported(byte[] content, Map<String, List<Remark>> remarks) {
    public Exported {
        remarks = Map.copyOf(remarks);
    }
}
