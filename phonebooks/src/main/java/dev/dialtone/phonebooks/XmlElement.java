package dev.dialtone.phonebooks;

import java.util.List;

/// An element of an XML text, and where it stands.
///
/// @param path    its name and those it lies in, without the outermost, as `NativeProfile/Servers`
/// @param text    its own, without what stands around it; empty when it has children
/// @param whole   from `<` to `>`
/// @param content between its tags; empty for `<name/>`
/// @param isShort whether it is written as `<name/>`
record XmlElement(
        String name,
        String path,
        String text,
        Stretch whole,
        Stretch content,
        boolean isShort,
        List<XmlElement> children) {
    XmlElement {
        children = List.copyOf(children);
    }

    boolean isLeaf() {
        return children.isEmpty();
    }

    List<XmlElement> children(String called) {
        return children.stream().filter(child -> child.name().equals(called)).toList();
    }

    /// The text of its first child of this name; empty when there is none.
    String text(String child) {
        return children(child).stream().map(XmlElement::text).findFirst().orElse("");
    }
}
