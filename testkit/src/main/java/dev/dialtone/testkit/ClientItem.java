package dev.dialtone.testkit;

import java.util.List;

/// Something whole from a client.
sealed interface ClientItem {
    /// An HTTP head.
    record Head(byte[] bytes) implements ClientItem {}

    /// An SSTP control packet.
    record Control(byte[] packet) implements ClientItem {}

    /// A PPP frame.
    record Frame(byte[] bytes, PppWire wire) implements ClientItem {}

    /// The steps that the item is the first sign of, were it the first of its kind.
    default List<AnswererStep> steps() {
        return switch (this) {
            case Head _ -> List.of(AnswererStep.HTTP);
            case Control(byte[] packet) ->
                switch (SstpWire.type(packet)) {
                    case SstpWire.CALL_CONNECT_REQUEST -> List.of(AnswererStep.SSTP_CONNECT);
                    case SstpWire.CALL_CONNECTED -> List.of(AnswererStep.CALL_CONNECTED);
                    default -> List.of();
                };
            case Frame(byte[] _, PppWire wire) ->
                switch (wire.protocol()) {
                    case PppWire.LCP -> List.of(AnswererStep.LCP);
                    case PppWire.PAP -> List.of(AnswererStep.AUTHENTICATE, AnswererStep.AUTH_RESPONSE);
                    case PppWire.CHAP -> List.of(AnswererStep.AUTH_RESPONSE);
                    case PppWire.IPCP, PppWire.IPV6CP -> List.of(AnswererStep.IPCP);
                    default -> List.of();
                };
        };
    }
}
