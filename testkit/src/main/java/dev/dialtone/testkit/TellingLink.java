package dev.dialtone.testkit;

import dev.dialtone.core.PacketBatch;
import dev.dialtone.core.PacketLink;
import dev.dialtone.core.PacketSink;
import java.net.Inet6Address;
import java.util.Arrays;
import java.util.Optional;

/// A link whose questions about the network behind it are answered before they come to that.
final class TellingLink implements PacketLink {
    private final PacketLink link;
    private final NetworkTeller teller;
    private final Inet6Address linkLocal;

    /// @param linkLocal the answerer's address that its advertisements come from
    TellingLink(PacketLink link, NetworkTeller teller, Inet6Address linkLocal) {
        this.link = link;
        this.teller = teller;
        this.linkLocal = linkLocal;
    }

    @Override
    public void deliverTo(PacketSink sink) {
        PacketBatch answers = link.batch();
        link.deliverTo(new PacketSink() {
            @Override
            public void packet(byte[] buffer, int offset, int length) {
                byte[] packet = Arrays.copyOfRange(buffer, offset, offset + length);
                if (!teller.isQuestion(packet)) {
                    sink.packet(buffer, offset, length);
                    return;
                }
                teller.on(packet, Optional.of(linkLocal)).ifPresent(answer -> {
                    answers.add(answer, 0, answer.length);
                    answers.flush();
                });
            }

            @Override
            public void flush() {
                sink.flush();
            }
        });
    }

    @Override
    public PacketBatch batch() {
        return link.batch();
    }

    @Override
    public void holdAtMost(int bytes) {
        link.holdAtMost(bytes);
    }
}
