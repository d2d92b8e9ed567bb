package dev.dialtone.phonebooks;

import java.util.List;

/// An XML text taken apart.
///
/// @param root       its outermost element
/// @param comments   what stands between `<!--` and `-->`
/// @param attributes of all elements
record XmlFile(SourceText source, XmlElement root, List<Stretch> comments, List<Attribute> attributes) {
    XmlFile {
        comments = List.copyOf(comments);
        attributes = List.copyOf(attributes);
    }

    /// @param value between its quotes
    record Attribute(String name, Stretch value) {}

    Leaf leaf(XmlElement element) {
        Stretch raw = element.isShort() ? element.whole() : element.content();
        return source.leaf(element.path(), element.text(), raw, element.whole());
    }
}
