package dev.dialtone.manager;

import dev.dialtone.core.Secret;
import java.util.Arrays;
import java.util.List;

// SECURITY: whatever does not fit its own lengths is overwritten to its end: a damaged frame shows less, never more.
/// Overwrites the secrets in PPP frames: passwords, and what is computed from them. Lengths, codes,
/// identifiers and names stay, so that a frame reads as what it was. Packets of the network are left as they are,
/// unless they are within a frame of the link that is shown to one who may not see packets.
final class FrameMask {
    /// What a secret's bytes become.
    static final byte MASK = '*';

    private static final int IPV4 = 0x0021;
    private static final int NOT_PPP = -1;

    /// Numbers from here on belong to the negotiation of network protocols, and those below to their packets.
    private static final int FIRST_CONTROL = 0x8000;

    /// Numbers from here on belong to the link itself; passwords are among what they carry.
    private static final int FIRST_OF_LINK = 0xC000;

    private static final int LCP = 0xC021;
    private static final int PAP = 0xC023;
    private static final int CHAP = 0xC223;
    private static final int EAP = 0xC227;
    private static final int HEADER_BYTES = 4;
    private static final int CODE_REJECT = 7;
    private static final int PROTOCOL_REJECT = 8;
    private static final int MD5_BYTES = 16;
    private static final int MS_CHAP_BYTES = 49;
    private static final int LEAST_DIGEST_DIGITS = 16;

    /// Bytes: shorter secrets are in many an honest word.
    private static final int LEAST_SAID = 3;

    private final byte[] bytes;
    private int at;
    private final int end;
    private final boolean hidesPackets;

    private FrameMask(byte[] bytes, int from, int end, boolean hidesPackets) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
        this.hidesPackets = hidesPackets;
    }

    /// Whether the frame belongs to the negotiation, or to nothing that is known, rather than to a network
    /// protocol.
    static boolean isControl(byte[] bytes, int from, int end) {
        int protocol = new FrameMask(bytes, from, end, false).protocol();
        return protocol >= FIRST_CONTROL || protocol == NOT_PPP;
    }

    /// Overwrites what is secret, in place.
    ///
    /// @param from         where the frame begins, with or without FF 03
    /// @param hidesPackets also a packet of the network that the peer rejects and so sends back
    static void mask(byte[] bytes, int from, int end, boolean hidesPackets) {
        FrameMask frame = new FrameMask(bytes, from, end, hidesPackets);
        int protocol = frame.protocol();
        if (protocol == LCP) {
            frame.lcp();
        } else if (protocol >= FIRST_OF_LINK) {
            frame.ofLink(protocol, frame.at, end);
        }
    }

    /// Overwrites these wherever they are said in a frame of the negotiation: a peer that was told a password
    /// may say it again, in the words of a refusal or anywhere else.
    static void hide(byte[] bytes, int from, int end, List<Secret> secrets) {
        if (!secrets.isEmpty() && isControl(bytes, from, end)) {
            secrets.forEach(secret -> {
                boolean _ = secret.useUtf8(said -> hide(bytes, from, end, said));
            });
        }
    }

    private static boolean hide(byte[] bytes, int from, int end, byte[] said) {
        boolean found = false;
        for (int at = from; said.length >= LEAST_SAID && at + said.length <= end; at++) {
            if (Arrays.equals(bytes, at, at + said.length, said, 0, said.length)) {
                Arrays.fill(bytes, at, at + said.length, MASK);
                found = true;
            }
        }
        return found;
    }

    /// The protocol number, read as our own PPP reads it; what follows begins at [#at].
    private int protocol() {
        if (at + 1 < end && bytes[at] == (byte) 0xFF && bytes[at + 1] == 3) {
            at += 2;
        }
        if (at >= end) {
            return NOT_PPP;
        }
        int first = bytes[at++] & 0xFF;
        // SPEC [RFC 1661 §6.5] an odd first byte is a whole protocol number
        if ((first & 1) != 0) {
            return first;
        }
        return at < end ? first << 8 | bytes[at++] & 0xFF : NOT_PPP;
    }

    // SECURITY: a peer that rejects PAP sends our password back
    private void lcp() {
        int code = at < end ? bytes[at] & 0xFF : 0;
        int body = at + HEADER_BYTES;
        int length = end - at < HEADER_BYTES ? 0 : u16(at + 2);
        boolean fits = length >= HEADER_BYTES && length <= end - at;
        if (code == CODE_REJECT) {
            // what is rejected is a packet of LCP
            if (!fits || body >= end || bytes[body] == PROTOCOL_REJECT) {
                cover(body, end);
            }
        } else if (code == PROTOCOL_REJECT) {
            if (!fits || length < HEADER_BYTES + 2) {
                cover(body, end);
            } else {
                rejected(u16(body), body + 2, at + length);
                cover(at + length, end);
            }
        }
    }

    private void rejected(int protocol, int from, int to) {
        // SPEC [RFC 1661 §5.7] LCP itself is never rejected, and numbers are odd
        boolean harmless = protocol >= IPV4 && protocol < FIRST_OF_LINK && (protocol & 1) != 0;
        if (!harmless) {
            ofLink(protocol, from, to);
        } else if (hidesPackets && protocol < FIRST_CONTROL) {
            cover(from, to);
        }
    }

    private void ofLink(int protocol, int from, int to) {
        int length = to - from < HEADER_BYTES ? 0 : u16(from + 2);
        if (length < HEADER_BYTES || length > to - from) {
            cover(from, to);
            return;
        }
        int code = bytes[from] & 0xFF;
        int body = from + HEADER_BYTES;
        int stop = from + length;
        cover(stop, to);
        switch (protocol) {
            case PAP -> pap(code, body, stop);
            case CHAP -> chap(code, body, stop);
            case EAP -> eap(code, body, stop);
            default -> cover(body, stop);
        }
    }

    /// RFC 1334 §2.2: the password follows the name.
    private void pap(int code, int body, int stop) {
        switch (code) {
            case 1 -> {
                int password = body < stop ? body + 1 + (bytes[body] & 0xFF) : stop;
                boolean fits = password < stop && password + 1 + (bytes[password] & 0xFF) <= stop;
                cover(fits ? password + 1 : body, stop);
            }
            // the peer's words
            case 2, 3 -> {}
            default -> cover(body, stop);
        }
    }

    /// RFC 1994 §4, RFC 2759 §4-7: challenges and names stay.
    private void chap(int code, int body, int stop) {
        switch (code) {
            case 1, 4 -> {}
            case 2 -> {
                int size = body < stop ? bytes[body] & 0xFF : 0;
                boolean known = size == MD5_BYTES || size == MS_CHAP_BYTES;
                boolean fits = known && body + 1 + size <= stop;
                cover(fits ? body + 1 : body, fits ? body + 1 + size : stop);
            }
            case 3 -> success(body, stop);
            // a changed password among them (7)
            default -> cover(body, stop);
        }
    }

    /// SPEC [RFC 2759 §5] `S=` and forty digits, from which the password's hash can be tried; and whatever
    /// else looks like a digest.
    private void success(int body, int stop) {
        for (int i = body; i < stop; i++) {
            if (i + 1 < stop && (bytes[i] | 0x20) == 's' && bytes[i + 1] == '=') {
                int digest = i + 2;
                int past = digest;
                while (past < stop && bytes[past] != ' ') {
                    past++;
                }
                cover(digest, past);
                i = past;
            }
        }
        int digits = 0;
        for (int i = body; i <= stop; i++) {
            if (i < stop && Character.digit(bytes[i], 16) >= 0) {
                digits++;
            } else {
                if (digits >= LEAST_DIGEST_DIGITS) {
                    cover(i - digits, i);
                }
                digits = 0;
            }
        }
    }

    /// RFC 3748 §5: identity, notification and refusal of a method stay; what a method says does not.
    private void eap(int code, int body, int stop) {
        boolean says = (code == 1 || code == 2) && body < stop;
        boolean open = says && bytes[body] >= 1 && bytes[body] <= 3;
        if (!open) {
            cover(says ? body + 1 : body, stop);
        }
    }

    private int u16(int place) {
        return (bytes[place] & 0xFF) << 8 | bytes[place + 1] & 0xFF;
    }

    private void cover(int from, int to) {
        if (from < to) {
            Arrays.fill(bytes, from, to, MASK);
        }
    }
}
