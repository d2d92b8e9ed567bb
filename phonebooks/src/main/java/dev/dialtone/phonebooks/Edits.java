package dev.dialtone.phonebooks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Changes to a text, each at a place of the text as it was.
final class Edits {
    private final SourceText source;
    private final List<Edit> edits = new ArrayList<>();

    Edits(SourceText source) {
        this.source = source;
    }

    /// @param order among those at the same place
    private record Edit(Stretch place, String text, int order) {}

    void replace(Stretch place, String text) {
        edits.add(new Edit(place, text, edits.size()));
    }

    void insert(int at, String text) {
        replace(new Stretch(at, at), text);
    }

    void remove(Stretch place) {
        replace(source.withLine(place), "");
    }

    /// The text with all of them; one that lies in another, which takes it away, is left out.
    String text() {
        String old = source.text();
        StringBuilder text = new StringBuilder();
        int at = 0;
        List<Edit> inOrder = new ArrayList<>(edits);
        inOrder.sort(Comparator.<Edit>comparingInt(edit -> edit.place().begin())
                .thenComparingInt(edit -> edit.place().isEmpty() ? 0 : 1)
                .thenComparingInt(Edit::order));
        for (Edit edit : inOrder) {
            if (edit.place().begin() >= at) {
                text.append(old, at, edit.place().begin()).append(edit.text());
                at = edit.place().end();
            } else if (edit.place().isEmpty()) {
                text.append(edit.text());
            }
        }
        return text.append(old, at, old.length()).toString();
    }
}
