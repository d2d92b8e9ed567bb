package dev.dialtone.manager;

import dev.dialtone.api.Capture;
import dev.dialtone.api.PcapngBlock;
import dev.dialtone.core.Decoded;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The pieces of a capture, and the blocks in them.
final class Captured {
    final List<PcapngBlock> blocks = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    /// Takes one piece.
    ///
    /// @return false at the end
    boolean take(Capture capture) {
        byte[] piece = capture.next();
        if (piece == null) {
            return false;
        }
        text.append(new String(piece, StandardCharsets.ISO_8859_1));
        int at = 0;
        while (at < piece.length) {
            if (PcapngBlock.decode(piece, at, piece.length)
                    instanceof Decoded.Ok<PcapngBlock>(PcapngBlock block, int length)) {
                blocks.add(block);
                at += length;
            } else {
                throw new AssertionError("a piece is not made of whole blocks");
            }
        }
        return true;
    }

    /// All that is left.
    Captured takeAll(Capture capture) {
        while (take(capture)) {
            // until it ends
        }
        return this;
    }

    /// Block types: 0A0D0D0A is `S`, an interface `I`, a packet `P`, statistics `s`.
    String shape() {
        StringBuilder shape = new StringBuilder();
        for (PcapngBlock block : blocks) {
            shape.append(
                    switch (block.type()) {
                        case 0x0A0D0D0A -> 'S';
                        case 1 -> 'I';
                        case 5 -> 's';
                        case 6 -> 'P';
                        default -> '?';
                    });
        }
        return shape.toString();
    }

    /// The bytes, one character each.
    String text() {
        return text.toString();
    }
}
