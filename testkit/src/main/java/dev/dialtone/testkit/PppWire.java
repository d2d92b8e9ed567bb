package dev.dialtone.testkit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A PPP frame as the answerer's misbehaviour and its transcript need it: looked into and written by
/// hand, without the machines that would never write such a thing.
///
/// @param protocol 0..65535, or -1 for what is no frame
/// @param body     what follows the protocol
record PppWire(int protocol, byte[] body) {
    static final int IPV4 = 0x0021;
    static final int IPV6 = 0x0057;
    static final int IPCP = 0x8021;
    static final int IPV6CP = 0x8057;
    static final int LCP = 0xC021;
    static final int PAP = 0xC023;
    static final int CHAP = 0xC223;

    static final int CONFIGURE_REQUEST = 1;
    static final int CONFIGURE_NAK = 3;
    static final int CONFIGURE_REJECT = 4;
    static final int TERMINATE_REQUEST = 5;
    static final int TERMINATE_ACK = 6;
    static final int PROTOCOL_REJECT = 8;
    static final int ECHO_REQUEST = 9;

    static final int CHAP_CHALLENGE = 1;
    static final int CHAP_RESPONSE = 2;
    static final int CHAP_SUCCESS = 3;
    static final int CHAP_FAILURE = 4;
    static final int PAP_REQUEST = 1;
    static final int PAP_NAK = 3;

    private static final String[] CONTROL = {
        "Vendor",
        "Configure-Request",
        "Configure-Ack",
        "Configure-Nak",
        "Configure-Reject",
        "Terminate-Request",
        "Terminate-Ack",
        "Code-Reject",
        "Protocol-Reject",
        "Echo-Request",
        "Echo-Reply",
        "Discard-Request"
    };
    private static final String[] CHAP_CODES = {
        "code 0", "Challenge", "Response", "Success", "Failure", "code 5", "code 6", "Change-Password"
    };
    private static final String[] PAP_CODES = {"code 0", "Authenticate-Request", "Authenticate-Ack", "Authenticate-Nak"
    };

    /// Reads a frame with or without FF 03, with one or two bytes of protocol.
    static PppWire of(byte[] frame) {
        int at = frame.length >= 2 && (frame[0] & 0xFF) == 0xFF && frame[1] == 3 ? 2 : 0;
        if (frame.length <= at) {
            return new PppWire(-1, new byte[0]);
        }
        int protocol = frame[at++] & 0xFF;
        if ((protocol & 1) == 0) {
            if (frame.length <= at) {
                return new PppWire(-1, new byte[0]);
            }
            protocol = (protocol << 8) | (frame[at++] & 0xFF);
        }
        return new PppWire(protocol, Arrays.copyOfRange(frame, at, frame.length));
    }

    /// A packet with code, identifier and length before its data.
    static PppWire packet(int protocol, int code, int identifier, byte[] data) {
        byte[] body = new byte[4 + data.length];
        body[0] = (byte) code;
        body[1] = (byte) identifier;
        IpPacket.put16(body, 2, body.length);
        System.arraycopy(data, 0, body, 4, data.length);
        return new PppWire(protocol, body);
    }

    static PppWire terminate(String words) {
        return packet(LCP, TERMINATE_REQUEST, 0xEE, words.getBytes(StandardCharsets.UTF_8));
    }

    /// FF 03, two bytes of protocol, body.
    byte[] encode() {
        byte[] frame = new byte[4 + body.length];
        frame[0] = (byte) 0xFF;
        frame[1] = 3;
        IpPacket.put16(frame, 2, protocol);
        System.arraycopy(body, 0, frame, 4, body.length);
        return frame;
    }

    /// Code of a control or authentication packet, or -1.
    int code() {
        return body.length < 4 ? -1 : body[0] & 0xFF;
    }

    int identifier() {
        return body.length < 4 ? -1 : body[1] & 0xFF;
    }

    boolean isData() {
        return protocol == IPV4 || protocol == IPV6;
    }

    boolean isNetworkControl() {
        return protocol == IPCP || protocol == IPV6CP;
    }

    boolean isConfigureRequest() {
        return (protocol == LCP || isNetworkControl()) && code() == CONFIGURE_REQUEST;
    }

    /// The step a frame from a client is part of.
    AnswererStep step() {
        return switch (protocol) {
            case LCP -> AnswererStep.LCP;
            case PAP, CHAP -> AnswererStep.AUTH_RESPONSE;
            case IPCP, IPV6CP -> AnswererStep.IPCP;
            default -> AnswererStep.CONNECTED;
        };
    }

    /// In words; no content, so that no password ends in a transcript.
    String words() {
        String name = code() + " " + identifier();
        return switch (protocol) {
            case LCP -> "LCP " + named(CONTROL);
            case IPCP -> "IPCP " + named(CONTROL);
            case IPV6CP -> "IPV6CP " + named(CONTROL);
            case CHAP -> "CHAP " + named(CHAP_CODES);
            case PAP -> "PAP " + named(PAP_CODES);
            case IPV4 -> "IPv4 packet of " + body.length + " bytes";
            case IPV6 -> "IPv6 packet of " + body.length + " bytes";
            default -> protocol < 0 ? "no PPP frame" : "PPP protocol " + Integer.toHexString(protocol) + " " + name;
        };
    }

    private String named(String[] names) {
        int code = code();
        String name = code >= 0 && code < names.length ? names[code] : "code " + code;
        return name + " " + identifier();
    }
}
