package dev.dialtone.datapath;

import dev.dialtone.host.PacketDevice;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// A packet device in memory: `fromHost` is what its reader gets, `toHost` what was written to it.
final class QueueDevice implements PacketDevice {
    private static final byte[] END = {};

    final BlockingQueue<byte[]> fromHost = new LinkedBlockingQueue<>();
    final BlockingQueue<byte[]> toHost = new LinkedBlockingQueue<>();

    @Override
    public String name() {
        return "dial0";
    }

    @Override
    public int read(byte[] buffer) {
        try {
            byte[] packet = fromHost.take();
            if (packet.length == 0) {
                return -1;
            }
            System.arraycopy(packet, 0, buffer, 0, packet.length);
            return packet.length;
        } catch (InterruptedException e) {
            throw new IllegalStateException("the pump must not be interrupted", e);
        }
    }

    @Override
    public void packet(byte[] buffer, int offset, int length) {
        toHost.add(Arrays.copyOfRange(buffer, offset, offset + length));
    }

    @Override
    public void close() {
        fromHost.add(END);
    }
}
