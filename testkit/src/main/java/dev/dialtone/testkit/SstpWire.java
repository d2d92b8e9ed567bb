package dev.dialtone.testkit;

import dev.dialtone.carriers.SstpPacket;
import dev.dialtone.carriers.SstpPacket.StatusInfo;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// What the answerer says on SSTP outside of the machine, and the names of messages for its transcript.
final class SstpWire {
    static final int CALL_CONNECT_REQUEST = 1;
    static final int CALL_CONNECTED = 4;
    static final int CALL_ABORT = 5;
    static final int CALL_DISCONNECT_ACK = 7;

    private static final int CRYPTO_BINDING = 3;
    private static final int ENCAPSULATED_PROTOCOL = 1;
    private static final int VALUE_NOT_SUPPORTED = 4;
    private static final String[] NAMES = {
        "message 0",
        "Call-Connect-Request",
        "Call-Connect-Ack",
        "Call-Connect-Nak",
        "Call-Connected",
        "Call-Abort",
        "Call-Disconnect",
        "Call-Disconnect-Ack",
        "Echo-Request",
        "Echo-Response"
    };

    private SstpWire() {}

    static boolean isControl(byte[] packet, int offset) {
        return (packet[offset + 1] & 1) != 0;
    }

    /// Message type of a control packet, or 0 when it is cut short.
    static int type(byte[] control) {
        return control.length < 6 ? 0 : IpPacket.get16(control, 4);
    }

    static String words(byte[] control) {
        int type = type(control);
        return "SSTP " + (type < NAMES.length ? NAMES[type] : "message " + type);
    }

    static byte[] nak(int status) {
        return SstpPacket.encode(new SstpPacket.CallConnectNak(List.of(new StatusInfo(ENCAPSULATED_PROTOCOL, status))));
    }

    static byte[] abort(int status) {
        return SstpPacket.encode(new SstpPacket.CallAbort(List.of(new StatusInfo(0, status))));
    }

    static byte[] bindingRefused() {
        return SstpPacket.encode(
                new SstpPacket.CallAbort(List.of(new StatusInfo(CRYPTO_BINDING, VALUE_NOT_SUPPORTED))));
    }

    static byte[] disconnect(int status) {
        return SstpPacket.encode(new SstpPacket.CallDisconnect(List.of(new StatusInfo(0, status))));
    }

    static byte[] echo() {
        return SstpPacket.encode(new SstpPacket.EchoRequest());
    }

    static byte[] httpAnswer(int status) {
        String reason = switch (status) {
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 503 -> "Service Unavailable";
            default -> "Because The Test Says So";
        };
        return ("HTTP/1.1 " + status + " " + reason + "\r\nServer: Dialtone answerer\r\nContent-Length: 0\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /// The first line of an HTTP head.
    static String requestLine(byte[] head) {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n");
        return end < 0 ? text : text.substring(0, end);
    }
}
