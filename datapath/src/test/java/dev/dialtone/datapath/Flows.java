package dev.dialtone.datapath;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Packets sorted by the flow they belong to, in their order; what belongs to none, under one key of its own.
final class Flows {
    private Flows() {}

    static Map<String, List<String>> of(List<byte[]> packets) {
        Map<String, List<String>> flows = new LinkedHashMap<>();
        for (byte[] packet : packets) {
            flows.computeIfAbsent(key(packet), key -> new ArrayList<>())
                    .add(HexFormat.of().formatHex(packet));
        }
        return flows;
    }

    private static String key(byte[] packet) {
        int version = packet.length == 0 ? 0 : packet[0] >> 4 & 0xF;
        if (version == 4 && packet.length >= 20) {
            int header = (packet[0] & 0xF) * 4;
            boolean isFragment = (packet[6] & 0x3F) != 0 || packet[7] != 0;
            return isFragment || header < 20 ? "apart" : key(packet, packet[9], 12, 20, header);
        }
        return version == 6 && packet.length >= 40 ? key(packet, packet[6], 8, 40, 40) : "apart";
    }

    private static String key(byte[] packet, int protocol, int addresses, int addressesEnd, int ports) {
        if ((protocol != 6 && protocol != 17) || packet.length < ports + 4) {
            return "apart";
        }
        return protocol
                + " " + HexFormat.of().formatHex(Arrays.copyOfRange(packet, addresses, addressesEnd))
                + " " + HexFormat.of().formatHex(Arrays.copyOfRange(packet, ports, ports + 4));
    }
}
