package dev.dialtone.auth;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.dialtone.core.Decoded;
import dev.dialtone.fuzz.Check;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// What a peer sends while it signs us in.
class AuthFuzz {
    @FuzzTest
    void chap(byte[] data) {
        Decoded<ChapPacket> decoded = ChapPacket.decode(data);
        if (Check.bounded(decoded, data.length) != null) {
            Decoded.Ok<ChapPacket> ok = (Decoded.Ok<ChapPacket>) decoded;
            Check.same(ok.value().encode(), Arrays.copyOf(data, ok.consumed()), "CHAP is written as it was read");
        }
    }

    @FuzzTest
    void pap(byte[] data) {
        PapPacket packet = Check.bounded(PapPacket.decode(data), data.length);
        switch (packet) {
            case null -> {}
            case PapPacket.AuthenticateRequest request -> {
                String password = new String(request.password(), StandardCharsets.ISO_8859_1);
                if (password.length() > 24) {
                    Check.silent(request, password);
                }
                again(request);
            }
            case PapPacket.AuthenticateAck ack -> again(ack.message().length > 255 ? null : ack);
            case PapPacket.AuthenticateNak nak -> again(nak.message().length > 255 ? null : nak);
        }
    }

    private static void again(PapPacket packet) {
        if (packet != null) {
            byte[] written = packet.encode();
            PapPacket read = Check.bounded(PapPacket.decode(written), written.length);
            Check.that(read != null && read.getClass() == packet.getClass(), "PAP is read as it was written");
            Check.same(read.encode(), written, "PAP is written as it was read");
        }
    }

    @FuzzTest
    void msChapV2Failure(byte[] data) {
        MsChapV2Failure read = MsChapV2Failure.parse(data);
        Check.that(read.text().length() <= MsChapV2Failure.MAX_BYTES, "the text is bounded");
        Check.that(read.message().length() <= read.text().length(), "the message is part of the text");
        Check.that(read.error() >= -1 && read.version() >= -1, "numbers are numbers or missing");
        byte[] challenge = read.challenge();
        Check.that(challenge == null || challenge.length == 16, "a challenge has 16 bytes");
        if (challenge != null && read.error() >= 0 && data.length < 1000) {
            MsChapV2Failure again = MsChapV2Failure.parse(
                    MsChapV2Failure.format(read.error(), read.retry(), challenge, read.message()));
            Check.same(again.error(), read.error(), "the number is kept");
            Check.same(again.retry(), read.retry(), "the retry flag is kept");
            Check.same(again.challenge(), challenge, "the challenge is kept");
            Check.same(again.message(), read.message(), "the message is kept");
        }
    }
}
