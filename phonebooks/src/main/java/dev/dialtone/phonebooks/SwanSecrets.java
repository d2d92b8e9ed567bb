package dev.dialtone.phonebooks;

import java.util.List;
import java.util.Set;

/// SECURITY: everything in `secrets` but who it is for, and what is named like a secret elsewhere, is emptied before
/// anything is kept. Ends of lines stay, so that the places of the rest do.
final class SwanSecrets {
    private static final String SECTION = "secrets";
    private static final Set<String> NAMES = Set.of("file", "handle", "slot", "module", "include");

    private SwanSecrets() {}

    /// @param leftOut gets a remark for each, without a word of it
    static SourceText without(SourceText source, SwanScan.Scanned scanned, List<Remark> leftOut) {
        Edits edits = new Edits(source);
        for (SwanPiece.Placed placed : SwanPiece.settings(scanned.root())) {
            Leaf leaf = placed.leaf();
            if (isSecret(placed) && !leaf.value().isEmpty()) {
                edits.replace(leaf.raw(), SecretWords.emptied(leaf.raw().of(source.text())));
                leftOut.add(Remark.secret(leaf));
            }
        }
        for (Stretch comment : scanned.comments()) {
            if (SecretWords.saidIn(comment.of(source.text()))) {
                edits.replace(comment, "");
                leftOut.add(Remark.secret(source.leaf("#", "", comment, comment)));
            }
        }
        return leftOut.isEmpty() ? source : new SourceText(edits.text(), 1);
    }

    private static boolean isSecret(SwanPiece.Placed placed) {
        String key = placed.leaf().key();
        boolean inSecrets =
                placed.sections().stream().anyMatch(section -> section.name().equals(SECTION));
        return inSecrets ? !key.startsWith("id") && !NAMES.contains(key) : SecretWords.names(key);
    }
}
