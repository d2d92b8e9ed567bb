package dev.dialtone.manager;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.dialtone.api.Pcapng;
import dev.dialtone.api.PcapngBlock;
import dev.dialtone.core.Decoded;
import dev.dialtone.core.Secret;
import dev.dialtone.fuzz.Check;
import dev.dialtone.fuzz.Input;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;

/// What is shown of frames that anybody may have made, and blocks that anybody may have sent.
class CaptureFuzz {
    /// No name and no length here has this byte, and as a length it is longer than any frame that is made.
    private static final byte SECRET = (byte) 0xFE;

    /// So much of a secret in one piece would show it.
    private static final int SHOWN = 6;

    private static final int HEADER = 4;

    /// Any frame: bytes stay or become the mask, and once is enough.
    @FuzzTest
    void mask(byte[] data) {
        mask(data, false);
        mask(data, true);
    }

    private static void mask(byte[] data, boolean hidesPackets) {
        byte[] masked = data.clone();
        FrameMask.mask(masked, 0, masked.length, hidesPackets);
        for (int i = 0; i < data.length; i++) {
            Check.that(masked[i] == data[i] || masked[i] == FrameMask.MASK, "a byte stays or is masked");
        }
        byte[] again = masked.clone();
        FrameMask.mask(again, 0, again.length, hidesPackets);
        Check.same(again, masked, "once is enough");
        Check.same(
                FrameMask.isControl(masked, 0, masked.length),
                FrameMask.isControl(data, 0, data.length),
                "what kind of frame it is stays to be seen");
    }

    /// A frame of the negotiation in which a peer says the password again, anywhere.
    @FuzzTest
    void saidAgain(byte[] data) {
        Input input = new Input(data);
        int protocol = 0x8001 | input.below(0x8000);
        byte[] before = clean(input.counted());
        byte[] frame = frame(protocol & 0xFEFF, joined(before, secret(8), clean(input.counted()), secret(8)));
        try (Secret secret = Secret.ofUtf8(secret(8))) {
            FrameMask.hide(frame, 0, frame.length, List.of(secret));
        }
        // behind the protocol's number, which may have that byte in it
        for (int i = 4; i < frame.length; i++) {
            Check.that(frame[i] != SECRET, "a secret is shown");
        }
    }

    /// A frame of ours with a secret in it, whose lengths are then damaged.
    @FuzzTest
    void damagedLengths(byte[] data) {
        Input input = new Input(data);
        int kind = input.below(6);
        byte[] name = clean(input.bytes(input.below(40)));
        byte[] frame = switch (kind) {
            case 0 -> frame(0xC023, packet(1, counted(name), counted(secret(16))));
            case 1 -> frame(0xC223, packet(2, counted(secret(16)), name));
            case 2 -> frame(0xC223, packet(2, counted(secret(49)), name));
            case 3 -> frame(0xC223, packet(7, secret(100)));
            case 4 -> frame(0xC227, packet(2, new byte[] {(byte) (4 + input.below(250))}, secret(32)));
            default ->
                frame(0xC021, packet(8, new byte[] {(byte) 0xC0, 0x23}, packet(1, counted(name), counted(secret(16)))));
        };
        frame = damaged(frame, kind, name.length, input);
        FrameMask.mask(frame, 0, frame.length, false);
        int run = 0;
        for (byte b : frame) {
            run = b == SECRET ? run + 1 : 0;
            Check.that(run < SHOWN, "a secret is shown");
        }
    }

    private static byte[] damaged(byte[] frame, int kind, int nameBytes, Input input) {
        byte[] damaged = frame.clone();
        int damage = input.u8();
        if ((damage & 1) != 0) {
            length(damaged, 6, input.u16());
        }
        if ((damage & 2) != 0 && kind == 5) {
            length(damaged, 12, input.u16());
        }
        if ((damage & 4) != 0) {
            int place = kind == 5 ? 14 : 8;
            int length = input.u8();
            // a response of MS-CHAPv2 that says it is one of MD5 is one, with a long name
            boolean another = kind == 2 && length == 16;
            damaged[place] = (byte) (kind == 3 || kind == 4 || another ? damaged[place] : length);
        }
        if ((damage & 8) != 0 && (kind == 0 || kind == 5)) {
            damaged[(kind == 5 ? 15 : 9) + nameBytes] = (byte) Math.max(16, input.u8());
        }
        if ((damage & 16) != 0) {
            damaged = Arrays.copyOf(damaged, 4 + input.below(damaged.length - 3));
        }
        // behind a longer name there would be room for another password
        if ((damage & 32) != 0 && (damage & 4) == 0) {
            byte[] behind = clean(input.counted());
            int from = damaged.length;
            damaged = Arrays.copyOf(damaged, from + behind.length);
            System.arraycopy(behind, 0, damaged, from, behind.length);
        }
        return damaged;
    }

    private static void length(byte[] frame, int place, int value) {
        frame[place] = (byte) (value >> 8);
        frame[place + 1] = (byte) value;
    }

    private static byte[] clean(byte[] bytes) {
        byte[] clean = Arrays.copyOf(bytes, Math.min(bytes.length, 100));
        for (int i = 0; i < clean.length; i++) {
            clean[i] = clean[i] == SECRET ? 0 : clean[i];
        }
        return clean;
    }

    private static byte[] secret(int bytes) {
        byte[] secret = new byte[bytes];
        Arrays.fill(secret, SECRET);
        return secret;
    }

    private static byte[] counted(byte[] field) {
        return joined(new byte[] {(byte) field.length}, field);
    }

    private static byte[] packet(int code, byte[]... parts) {
        byte[] body = joined(parts);
        int length = HEADER + body.length;
        return joined(new byte[] {(byte) code, 7, (byte) (length >> 8), (byte) length}, body);
    }

    private static byte[] frame(int protocol, byte[] packet) {
        return joined(new byte[] {(byte) 0xFF, 3, (byte) (protocol >> 8), (byte) protocol}, packet);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /// Blocks of a capture: bounded, and never more lost than can be counted.
    @FuzzTest
    void block(byte[] data) {
        int at = 0;
        while (at < data.length) {
            Decoded<PcapngBlock> decoded = PcapngBlock.decode(data, at, data.length);
            PcapngBlock block = Check.bounded(decoded, data.length - at);
            if (block == null) {
                return;
            }
            int length = ((Decoded.Ok<PcapngBlock>) decoded).consumed();
            Check.that(length >= 12 && length <= PcapngBlock.MAX_BYTES && length % 4 == 0, "a block is bounded");
            Check.that(block.dropped() >= 0, "a count is none below zero");
            Check.that(
                    PcapngBlock.decode(data, at, at + length - 1) instanceof Decoded.NeedMore<PcapngBlock>,
                    "a part of a block is a part");
            at += length;
        }
    }

    /// A frame of any bytes is a block that says what was given.
    @FuzzTest
    void packet(byte[] data) {
        Input input = new Input(data);
        long dropped = input.u16();
        String comment = input.text(input.below(64));
        byte[] frame = input.rest();
        byte[] block =
                Pcapng.packet(input.u16(), frame.length == 0 ? new byte[] {Pcapng.SENT} : frame, dropped, comment);
        PcapngBlock read = Check.bounded(PcapngBlock.decode(block, 0, block.length), block.length);
        if (block.length <= PcapngBlock.MAX_BYTES) {
            Check.that(read != null && read.isPacket(), "a packet is read as it was written");
            Check.same(read.dropped(), dropped, "what was lost is read as it was written");
        }
    }
}
