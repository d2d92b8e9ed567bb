package dev.dialtone.manager;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryName;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.host.Host;
import dev.dialtone.host.NamespaceOwner;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// Network namespaces of users' own (H7): in them they have the connections that they like. Callable from any thread.
final class UsersPlacements {
    /// Connections of one user in namespaces of theirs, and so such namespaces.
    static final int MOST = 8;

    private static final String RESERVED = " (user ";

    private final Host host;
    private final PhoneBook book;
    private final Map<Integer, Integer> taken = new HashMap<>();

    UsersPlacements(Host host, PhoneBook book) {
        this.host = host;
        this.book = book;
    }

    /// A namespace that the caller chose for a dial. Root's is this machine's. Others get one that is theirs, made if
    /// there is none of that name; the privileged among them may have this machine's too.
    ///
    /// @throws RasException 5 it is not theirs to use, without saying why
    Placement choose(Caller caller, String name) {
        if (caller.isRoot()) {
            return Placement.ofMachine(name);
        }
        boolean own = switch (host.namespaceOwner(name)) {
            case NamespaceOwner.Nobody _ -> !isOfTheBook(name);
            case NamespaceOwner.User(int uid) -> uid == caller.uid();
            case NamespaceOwner.Machine _, NamespaceOwner.Stranger _ -> false;
        };
        if (own) {
            return new Placement(name, caller.uid(), caller.gid());
        }
        if (caller.privileged()) {
            return Placement.ofMachine(name);
        }
        throw denied(caller, "use the network namespace " + name, "Choose another name.");
    }

    /// SECURITY: an entry of the book that is dialled later must not find a user's namespace in its place.
    private boolean isOfTheBook(String name) {
        return book.entries().stream()
                .anyMatch(entry -> entry.text(EntryOption.NETNS).equals(name));
    }

    /// An entry that is not in the book, as this caller may dial it: in a namespace of their own and under a name of
    /// their own, so that it is never taken for one of the book's, nor for another user's.
    ///
    /// SECURITY: whoever no entry names may not dial at all: what a dial leads to is read by the manager.
    ///
    /// @throws RasException 5
    Entry adHoc(Permissions permissions, Entry given, String namespace) {
        Caller caller = permissions.caller();
        if (caller.privileged()) {
            return given;
        }
        checkOwn(permissions, "dial without an entry", namespace);
        // SECURITY: a token's library runs inside of the manager, with all its rights
        if (!given.text(EntryOption.CLIENT_TOKEN).isEmpty()) {
            throw denied(
                    caller,
                    "name a token's library (client-token)",
                    "Ask root for an entry that has it and names you.");
        }
        return given.renamed(nameOf(given.name(), caller));
    }

    /// What a user dials that is not of the system's book, if they may: with these rights and no others.
    ///
    /// @throws RasException 5
    void checkOwn(Permissions permissions, String what, String namespace) {
        if (namespace.isEmpty()) {
            throw denied(
                    permissions.caller(),
                    what + " into the whole host's network",
                    "Dial into a network namespace of your own: --netns NAME. Or ask root for an entry that names you.");
        }
        checkNamed(permissions, "dial");
    }

    /// @throws RasException 5
    void checkNamed(Permissions permissions, String what) {
        if (!permissions.isNamed(book)) {
            throw denied(
                    permissions.caller(), what + ", as no entry names this user", "Ask root to name you in an entry.");
        }
    }

    /// What a user's own entry is called here.
    static String nameOf(String name, Caller caller) {
        return name + RESERVED + Integer.toUnsignedString(caller.uid()) + ")";
    }

    /// The entries that a connection may be of which the caller calls so: with a slash before it the system's only.
    static Set<String> namesOf(String target, Caller caller) {
        if (target.startsWith("/")) {
            return Set.of(EntryName.plain(target));
        }
        if (!EntryName.userOf(target).isEmpty()) {
            return Set.of(target);
        }
        return Set.of(
                target, nameOf(target, caller), EntryName.full(caller.owner().name(), target));
    }

    /// SECURITY: so that no entry of the book has such a name.
    ///
    /// @throws RasException 123
    static void refuseReserved(String name) {
        if (name.contains(RESERVED)) {
            throw RasException.of(
                    RasError.INVALID_NAME,
                    "entry name \"" + name + "\" must not hold \"" + RESERVED + "\", as users' own are called so");
        }
    }

    /// One more connection in a namespace of this user's.
    ///
    /// @throws RasException 5 they have [#MOST]
    synchronized void take(Caller caller) {
        if (taken.getOrDefault(caller.uid(), 0) >= MOST) {
            throw denied(
                    caller,
                    "have more than " + MOST + " connections in network namespaces of their own",
                    "Hang one of them up first.");
        }
        taken.merge(caller.uid(), 1, Integer::sum);
    }

    synchronized void giveBack(int uid) {
        taken.compute(uid, (_, count) -> count == null || count <= 1 ? null : count - 1);
    }

    private static RasException denied(Caller caller, String what, String advice) {
        return new RasException(Failure.of(
                        RasError.ACCESS_DENIED,
                        Layer.MANAGER,
                        "user " + Integer.toUnsignedString(caller.uid()) + " may not " + what)
                .advise(advice));
    }
}
