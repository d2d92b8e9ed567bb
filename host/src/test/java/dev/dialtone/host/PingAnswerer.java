package dev.dialtone.host;

/// Answers every ICMPv4 echo request that a device gives: the other end of a tunnel, as ping sees it.
final class PingAnswerer {
    private static final int ICMP = 1;
    private static final int ECHO_REQUEST = 8;

    private PingAnswerer() {}

    static void start(PacketDevice device) {
        Thread.ofPlatform().daemon().start(() -> {
            byte[] packet = new byte[65_535];
            for (int length = device.read(packet); length > 0; length = device.read(packet)) {
                if (packet[0] == 0x45 && packet[9] == ICMP && packet[20] == ECHO_REQUEST) {
                    answer(packet);
                    device.packet(packet, 0, length);
                }
            }
        });
    }

    /// Swaps the addresses and makes a reply of the request: type 8 to 0 adds 0x0800 to the checksum.
    private static void answer(byte[] packet) {
        for (int i = 12; i < 16; i++) {
            byte source = packet[i];
            packet[i] = packet[i + 4];
            packet[i + 4] = source;
        }
        packet[20] = 0;
        int sum = (Byte.toUnsignedInt(packet[22]) << 8 | Byte.toUnsignedInt(packet[23])) + 0x0800;
        sum = (sum & 0xffff) + (sum >>> 16);
        packet[22] = (byte) (sum >>> 8);
        packet[23] = (byte) sum;
    }
}
