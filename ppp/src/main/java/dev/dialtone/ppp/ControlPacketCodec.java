package dev.dialtone.ppp;

import dev.dialtone.core.Decoded;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/// Reads and writes control packets (RFC 1661 §5): code, identifier, length, data.
final class ControlPacketCodec {
    private static final int HEADER = 4;

    private ControlPacketCodec() {}

    /// Reads one packet; bytes beyond its length are padding.
    ///
    /// @param lcp whether codes 8 to 11 have a meaning
    static Decoded<ControlPacket> decode(byte[] packet, boolean lcp) {
        if (packet.length < HEADER) {
            return Decoded.malformed("shorter than its header", packet.length);
        }
        int code = packet[0] & 0xFF;
        int id = packet[1] & 0xFF;
        int end = (packet[2] & 0xFF) << 8 | (packet[3] & 0xFF);
        if (end < HEADER || end > packet.length) {
            return Decoded.malformed("length field does not fit the packet", 2);
        }
        if (code >= 8 && code <= 11 && !lcp) {
            return Decoded.ok(new ControlPacket.Unknown(code, id, Arrays.copyOf(packet, end)), end);
        }
        byte[] data = Arrays.copyOfRange(packet, HEADER, end);
        return switch (code) {
            case 1 -> options(packet, end, list -> new ControlPacket.ConfigureRequest(id, list));
            case 2 -> options(packet, end, list -> new ControlPacket.ConfigureAck(id, list));
            case 3 -> options(packet, end, list -> new ControlPacket.ConfigureNak(id, list));
            case 4 -> options(packet, end, list -> new ControlPacket.ConfigureReject(id, list));
            case 5 -> Decoded.ok(new ControlPacket.TerminateRequest(id, data), end);
            case 6 -> Decoded.ok(new ControlPacket.TerminateAck(id, data), end);
            case 7 ->
                data.length == 0
                        ? Decoded.malformed("Code-Reject of nothing", HEADER)
                        : Decoded.ok(new ControlPacket.CodeReject(id, data), end);
            case 8 ->
                data.length < 2
                        ? Decoded.malformed("Protocol-Reject without a protocol", HEADER)
                        : Decoded.ok(
                                new ControlPacket.ProtocolReject(
                                        id,
                                        (data[0] & 0xFF) << 8 | (data[1] & 0xFF),
                                        Arrays.copyOfRange(data, 2, data.length)),
                                end);
            case 9, 10, 11 ->
                data.length < 4
                        ? Decoded.malformed("no room for the magic number", HEADER)
                        : Decoded.ok(echo(code, id, data), end);
            default -> Decoded.ok(new ControlPacket.Unknown(code, id, Arrays.copyOf(packet, end)), end);
        };
    }

    private static ControlPacket echo(int code, int id, byte[] data) {
        int magic = (data[0] & 0xFF) << 24 | (data[1] & 0xFF) << 16 | (data[2] & 0xFF) << 8 | (data[3] & 0xFF);
        byte[] rest = Arrays.copyOfRange(data, 4, data.length);
        return switch (code) {
            case 9 -> new ControlPacket.EchoRequest(id, magic, rest);
            case 10 -> new ControlPacket.EchoReply(id, magic, rest);
            default -> new ControlPacket.DiscardRequest(id, magic, rest);
        };
    }

    private static Decoded<ControlPacket> options(
            byte[] packet, int end, Function<List<ConfigureOption>, ControlPacket> make) {
        return switch (ConfigureOption.decode(packet, HEADER, end)) {
            case Decoded.Ok<List<ConfigureOption>>(List<ConfigureOption> options, int _) ->
                Decoded.ok(make.apply(options), end);
            case Decoded.Malformed<List<ConfigureOption>>(String reason, int offset) ->
                Decoded.malformed(reason, offset);
            case Decoded.NeedMore<List<ConfigureOption>>() -> Decoded.malformed("cut short", end);
        };
    }

    static byte[] encode(ControlPacket packet) {
        return switch (packet) {
            case ControlPacket.ConfigureRequest(int id, List<ConfigureOption> options) ->
                bytes(1, id, ConfigureOption.encode(options));
            case ControlPacket.ConfigureAck(int id, List<ConfigureOption> options) ->
                bytes(2, id, ConfigureOption.encode(options));
            case ControlPacket.ConfigureNak(int id, List<ConfigureOption> options) ->
                bytes(3, id, ConfigureOption.encode(options));
            case ControlPacket.ConfigureReject(int id, List<ConfigureOption> options) ->
                bytes(4, id, ConfigureOption.encode(options));
            case ControlPacket.TerminateRequest(int id, byte[] data) -> bytes(5, id, data);
            case ControlPacket.TerminateAck(int id, byte[] data) -> bytes(6, id, data);
            case ControlPacket.CodeReject(int id, byte[] rejected) -> bytes(7, id, rejected);
            case ControlPacket.ProtocolReject(int id, int protocol, byte[] information) ->
                bytes(8, id, join(new byte[] {(byte) (protocol >>> 8), (byte) protocol}, information));
            case ControlPacket.EchoRequest(int id, int magic, byte[] data) -> bytes(9, id, join(four(magic), data));
            case ControlPacket.EchoReply(int id, int magic, byte[] data) -> bytes(10, id, join(four(magic), data));
            case ControlPacket.DiscardRequest(int id, int magic, byte[] data) -> bytes(11, id, join(four(magic), data));
            case ControlPacket.Unknown(int _, int _, byte[] whole) -> whole.clone();
        };
    }

    private static byte[] bytes(int code, int id, byte[] data) {
        int length = data.length + HEADER;
        return join(new byte[] {(byte) code, (byte) id, (byte) (length >>> 8), (byte) length}, data);
    }

    private static byte[] four(int value) {
        return new byte[] {(byte) (value >>> 24), (byte) (value >>> 16), (byte) (value >>> 8), (byte) value};
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
