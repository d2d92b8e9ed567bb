package dev.dialtone.host;

/// Whose a network namespace is, by the kernel's word: whose user namespace owns it.
public sealed interface NamespaceOwner {

    /// There is none of that name, and nothing is prepared for one.
    record Nobody() implements NamespaceOwner {}

    /// This machine's: root made it. Also a name without a namespace that an administrator keeps files for.
    record Machine() implements NamespaceOwner {}

    /// One that [HostChange.OwnedNamespace] makes: the user is as root in it, and in nothing else.
    ///
    /// @param uid user number, unsigned
    record User(int uid) implements NamespaceOwner {}

    /// Anything else: a container's, for example.
    record Stranger() implements NamespaceOwner {}
}
