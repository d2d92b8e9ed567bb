package dev.dialtone.api;

import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import java.util.List;
import java.util.Optional;

/// What an entry may name, because it was imported with it, and no dial can do yet. One place to change when it can.
public final class NotBuilt {
    private static final List<String> PROTOCOLS = List.of("sstp", "automatic");
    private static final List<String> METHODS = List.of("eap");

    private NotBuilt() {}

    /// Why the entry cannot be dialled by this release, whatever is changed around it; empty when it can: 839 for its
    /// protocol, 918 when it allows no sign-in method that there is.
    public static Optional<RasException> of(Entry entry) {
        String protocol = entry.text(EntryOption.PROTOCOL);
        if (!hasProtocol(protocol)) {
            return Optional.of(refusal(
                    RasError.PROTOCOL_ENGINE_DISABLED,
                    "protocol: " + protocol + " is not built yet; the entry is only kept",
                    "If its server speaks SSTP too: dialtone entry set \"" + entry.name()
                            + "\" --protocol sstp --server HOST. Otherwise it takes a release that has " + protocol
                            + "."));
        }
        List<String> methods = entry.list(EntryOption.AUTHENTICATION);
        if (METHODS.containsAll(methods)) {
            // SECURITY: no other method in its place; what runs inside EAP may protect the password better
            return Optional.of(refusal(
                    RasError.NO_AUTH_PROTOCOL_AVAILABLE,
                    "authentication: " + String.join(", ", methods)
                            + " is not built yet, and the entry allows nothing else",
                    "If the server takes it: dialtone entry set \"" + entry.name() + "\" authentication=mschapv2"));
        }
        return Optional.empty();
    }

    /// Whether entries of this protocol can be dialled.
    public static boolean hasProtocol(String protocol) {
        return PROTOCOLS.contains(protocol);
    }

    /// Lets an entry pass that can be dialled.
    ///
    /// @throws RasException as [#of] has it
    public static void refuse(Entry entry) {
        of(entry).ifPresent(refusal -> {
            throw refusal;
        });
    }

    private static RasException refusal(int error, String reason, String advice) {
        return new RasException(Failure.of(error, Layer.MANAGER, reason).advise(advice));
    }
}
