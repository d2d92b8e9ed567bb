package dev.dialtone.api;

import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What an entry may name, because it was imported with it, and no dial can do yet. One place to change when it can.
public final class NotBuilt {
    private static final String AUTOMATIC = "automatic";
    private static final List<String> PROTOCOLS = List.of("sstp", AUTOMATIC);
    private static final List<String> METHODS = List.of("eap");

    /// The options by which [#of] decides.
    public static final Set<EntryOption> DECIDING = deciding();

    private NotBuilt() {}

    private static Set<EntryOption> deciding() {
        Set<EntryOption> deciding = EnumSet.of(
                EntryOption.PROTOCOL,
                EntryOption.PROTOCOL_ORDER,
                EntryOption.AUTHENTICATION,
                EntryOption.EAP_TYPE,
                EntryOption.EAP_CONFIG);
        for (EntryOption option : EntryOption.values()) {
            if (option.kept().filter(Kept::binding).isPresent()) {
                deciding.add(option);
            }
        }
        return Collections.unmodifiableSet(deciding);
    }

    /// Why the entry cannot be dialled by this release, whatever is changed around it; empty when it can: 839 for its
    /// protocol, 918 when it allows no sign-in method that there is, 87 for an option that may not be passed over.
    public static Optional<RasException> of(Entry entry) {
        if (Collections.disjoint(entry.values().keySet(), DECIDING)) {
            // nearly every entry of a long list: what it leaves at its defaults can be dialled
            return Optional.empty();
        }
        String protocol = entry.text(EntryOption.PROTOCOL);
        if (!hasProtocol(protocol)) {
            return Optional.of(refusal(
                    RasError.PROTOCOL_ENGINE_DISABLED,
                    "protocol: " + protocol + " is not built yet; the entry is only kept",
                    "If its server speaks SSTP too: dialtone entry set \"" + entry.name()
                            + "\" --protocol sstp --server HOST. Otherwise it takes a release that has " + protocol
                            + "."));
        }
        if (protocol.equals(AUTOMATIC)
                && entry.list(EntryOption.PROTOCOL_ORDER).stream().noneMatch(PROTOCOLS::contains)) {
            return Optional.of(refusal(
                    RasError.PROTOCOL_ENGINE_DISABLED,
                    "protocol-order: of " + String.join(", ", entry.list(EntryOption.PROTOCOL_ORDER))
                            + " nothing is built yet; the entry is only kept",
                    "If its server speaks SSTP too: dialtone entry set \"" + entry.name() + "\" protocol=sstp"));
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
        return binding(entry);
    }

    private static Optional<RasException> binding(Entry entry) {
        for (EntryOption option : Kept.of(entry)) {
            Kept kept = option.kept().orElseThrow();
            if (kept.binding()) {
                // SECURITY: not passed over; who asks for it would be connected otherwise than they think
                return Optional.of(refusal(
                        RasError.INVALID_PARAMETER,
                        option.key() + ": waits for " + kept.until() + ", and without it the connection would not be"
                                + " what the entry asks for",
                        "If it may do without: dialtone entry set \"" + entry.name() + "\" " + option.key() + "="));
            }
            boolean eap = option == EntryOption.EAP_TYPE || option == EntryOption.EAP_CONFIG;
            if (eap && !entry.list(EntryOption.AUTHENTICATION).containsAll(METHODS)) {
                return Optional.of(refusal(
                        RasError.INVALID_PARAMETER,
                        option.key() + ": is about EAP, which authentication does not allow",
                        "Leave one of them out: dialtone entry set \"" + entry.name() + "\" " + option.key() + "="));
            }
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
