package dev.dialtone.datapath;

import dev.dialtone.core.PacketSink;

/// Merges packets that follow each other in a flow into super-packets, as Linux's own receive offload does, and
/// writes
/// each packet with a virtio header in front (`IFF_VNET_HDR`). One write to the host then takes some forty packets
/// of TCP. Cut again, a super-packet gives the packets that came, byte for byte.
///
/// Packets of one flow keep their order; those of different flows may overtake each other until [#flush], which is to
/// be called whenever nothing more is at hand. Only packets whose checksums were verified are merged; a wrong
/// one goes
/// on as it is, for the host to judge. Nothing is allocated per packet; each flow held at once takes 64 KB, for
/// that long.
///
/// For one thread; [#dropped] for any.
final class Coalescer implements PacketSink {
    /// How many flows are held at once.
    static final int FLOWS = 8;

    private static final int FEW_BYTES = 2_048;
    private static final int MOST_BYTES = 40 + 0xFFFF; // IPv6 without jumbograms
    private static final int NONE = -1;

    private final PacketSink device;
    private final Arrival arrival = new Arrival();
    private final Count dropped = new Count();

    /// The first `count` are held, in the order they began.
    private final Held[] table = new Held[FLOWS];

    private int count;
    private int lastUsed;
    /// For packets that go on at once: they are the caller's, and a virtio header must be in front.
    private byte[] single = new byte[VirtioHeader.BYTES + FEW_BYTES];

    /// @param device takes packets with a virtio header before each
    Coalescer(PacketSink device) {
        this.device = device;
        for (int i = 0; i < FLOWS; i++) {
            table[i] = new Held();
        }
    }

    @Override
    public void packet(byte[] buffer, int offset, int length) {
        switch (arrival.read(buffer, offset, length)) {
            case MERGEABLE -> merge();
            case IN_FLOW -> {
                int index = find();
                if (index != NONE) {
                    release(index);
                }
                pass();
            }
            case UNUSUAL -> {
                releaseAll();
                pass();
            }
            case APART -> pass();
        }
    }

    @Override
    public void flush() {
        releaseAll();
        device.flush();
    }

    /// How many packets were too long for IP, or empty.
    long dropped() {
        return dropped.get();
    }

    private void merge() {
        int index = find();
        if (index != NONE) {
            Held held = table[index];
            if (held.append(arrival)) {
                if (held.hasEnded()) {
                    release(index);
                }
                return;
            }
            release(index);
        }
        if (arrival.pushes) {
            pass(); // nothing could be appended, so there is nothing to wait for
        } else {
            begin();
        }
    }

    private void begin() {
        if (count == FLOWS) {
            release(0);
        }
        if (table[count].begin(arrival)) {
            lastUsed = count++;
        } else {
            pass();
        }
    }

    private int find() {
        if (lastUsed < count && table[lastUsed].isFlowOf(arrival)) {
            return lastUsed;
        }
        for (int i = 0; i < count; i++) {
            if (table[i].isFlowOf(arrival)) {
                lastUsed = i;
                return i;
            }
        }
        return NONE;
    }

    private void release(int index) {
        Held held = table[index];
        count--;
        System.arraycopy(table, index + 1, table, index, count - index);
        table[count] = held;
        held.writeTo(device);
    }

    private void releaseAll() {
        for (int i = 0; i < count; i++) {
            table[i].writeTo(device);
        }
        count = 0;
    }

    private void pass() {
        int length = arrival.length;
        if (length < 1 || length > MOST_BYTES) {
            dropped.add();
            return;
        }
        if (single.length < VirtioHeader.BYTES + length) {
            single = new byte[VirtioHeader.BYTES + MOST_BYTES];
        }
        VirtioHeader.putWhole(single, 0, 0);
        System.arraycopy(arrival.buffer, arrival.at, single, VirtioHeader.BYTES, length);
        device.packet(single, 0, VirtioHeader.BYTES + length);
    }
}
