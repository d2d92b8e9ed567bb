package dev.dialtone.ppp;

import dev.dialtone.auth.AuthMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What we want of LCP (RFC 1661 §6), dialling or answering: MRU and magic number, an authentication
/// if we demand one; of the peer we take MRU, async map, magic number, both compressions, and an authentication
/// we are
/// willing to do.
final class LcpPolicy implements OptionPolicy {
    static final int MRU = 1;
    static final int ASYNC_MAP = 2;
    static final int AUTHENTICATION = 3;
    // SPEC [RFC 3748 §2]
    private static final int EAP = 0xC227;
    static final int MAGIC = 5;
    static final int PROTOCOL_COMPRESSION = 7;
    static final int ADDRESS_COMPRESSION = 8;
    static final int DEFAULT_MRU = 1500;
    /// Smallest MRU we let the peer have: less would not carry a control packet.
    private static final int MIN_PEER_MRU = 128;
    /// So often our own magic number has to come back before we call it a loop.
    private static final int LOOPS = 3;

    private final RandomGenerator random;
    private final List<AuthMethod> willing;
    private final @Nullable AuthMethod demanded;
    private final int configuredMru;

    private int mru;
    private boolean sendMru = true;
    private int largerMruNaks;
    private int magic;
    private boolean sendMagic = true;
    private int loops;
    private int suggestions;
    private boolean refusedAuthentication;
    private boolean knownAuthenticationRefused;
    private String refusedDemand = "";
    private boolean demandRejected;
    private int peerMru = DEFAULT_MRU;
    private @Nullable AuthMethod peerDemand;

    /// @param willing  what we let the peer ask of us
    /// @param demanded what we ask of the peer, or null
    LcpPolicy(int mru, Set<AuthMethod> willing, @Nullable AuthMethod demanded, RandomGenerator random) {
        this.random = random;
        this.mru = mru;
        this.configuredMru = mru;
        this.willing = willing.stream().sorted().toList();
        this.demanded = demanded;
        this.magic = freshMagic();
    }

    /// Leaves the magic number out of our requests.
    void withoutMagic() {
        sendMagic = false;
    }

    /// Our magic number, or 0 when there is none.
    int magic() {
        return sendMagic ? magic : 0;
    }

    boolean looped() {
        return loops >= LOOPS;
    }

    /// The peer asked for an authentication that we would not do, and has not asked for another since.
    boolean refusedAuthentication() {
        return refusedAuthentication;
    }

    /// One of those was a method that we know but are not allowed.
    boolean knownAuthenticationRefused() {
        return knownAuthenticationRefused;
    }

    /// What the peer last asked for of what we would not do: a method's word, else its number; empty for nothing.
    String refusedDemand() {
        return refusedDemand;
    }

    /// The peer rejected the authentication that we demand.
    boolean demandRejected() {
        return demandRejected;
    }

    /// What was settled; the method is the one asked of us, or the one we asked for.
    LcpResult result() {
        return new LcpResult(peerMru, sendMru ? mru : DEFAULT_MRU, demanded != null ? demanded : peerDemand);
    }

    @Override
    public List<ConfigureOption> request() {
        List<ConfigureOption> options = new ArrayList<>();
        if (sendMru) {
            options.add(ConfigureOption.of16(MRU, mru));
        }
        if (demanded != null && !demandRejected) {
            options.add(authentication(demanded));
        }
        if (sendMagic) {
            options.add(ConfigureOption.of32(MAGIC, magic));
        }
        return options;
    }

    @Override
    public Judgement judge(ConfigureOption option) {
        return switch (option.type()) {
            case MRU ->
                option.length() != 2
                        ? Judgement.REJECT
                        : option.number() < MIN_PEER_MRU
                                ? new Judgement.Nak(ConfigureOption.of16(MRU, DEFAULT_MRU))
                                : Judgement.ACK;
            case ASYNC_MAP -> option.length() == 4 ? Judgement.ACK : Judgement.REJECT;
            case AUTHENTICATION -> judgeAuthentication(option);
            case MAGIC -> judgeMagic(option);
            case PROTOCOL_COMPRESSION, ADDRESS_COMPRESSION -> option.length() == 0 ? Judgement.ACK : Judgement.REJECT;
            default -> Judgement.REJECT;
        };
    }

    private Judgement judgeAuthentication(ConfigureOption option) {
        if (willing.isEmpty()) {
            return Judgement.REJECT;
        }
        AuthMethod asked = method(option);
        if (asked != null && willing.contains(asked)) {
            return Judgement.ACK;
        }
        refusedAuthentication = true;
        knownAuthenticationRefused |= asked != null;
        refusedDemand = asked != null
                ? asked.word()
                : option.number() == EAP ? "eap" : "0x" + Long.toHexString(option.number());
        // Our best first, then the others: a peer that has only one of them will hear of it.
        return new Judgement.Nak(authentication(willing.get(suggestions % willing.size())));
    }

    private Judgement judgeMagic(ConfigureOption option) {
        if (option.length() != 4) {
            return Judgement.REJECT;
        }
        int peer = (int) option.number();
        if (peer != 0 && (!sendMagic || peer != magic)) {
            loops = 0;
            return Judgement.ACK;
        }
        // SPEC [RFC 1661 §6.4]: our own number coming back may be a loop
        if (peer != 0) {
            loops++;
        }
        return new Judgement.Nak(ConfigureOption.of32(MAGIC, freshMagic()));
    }

    @Override
    public void agreed(List<ConfigureOption> options) {
        peerMru = DEFAULT_MRU;
        peerDemand = null;
        for (ConfigureOption option : options) {
            if (option.type() == MRU) {
                peerMru = (int) option.number();
            } else if (option.type() == AUTHENTICATION) {
                peerDemand = method(option);
                refusedAuthentication = false;
            }
        }
    }

    @Override
    public void nakSent(List<ConfigureOption> options) {
        if (options.stream().anyMatch(option -> option.type() == AUTHENTICATION)) {
            suggestions++;
        }
    }

    @Override
    public void naked(List<ConfigureOption> options) {
        for (ConfigureOption option : options) {
            if (option.type() == MAGIC && sendMagic) {
                magic = freshMagic();
            } else if (option.type() == MRU && option.length() == 2 && sendMru) {
                int wish = (int) option.number();
                if (wish >= MIN_PEER_MRU && wish <= configuredMru) {
                    mru = wish;
                } else if (++largerMruNaks > 1) {
                    sendMru = false;
                }
            }
        }
    }

    @Override
    public void rejected(List<ConfigureOption> options) {
        for (ConfigureOption option : options) {
            switch (option.type()) {
                case MRU -> sendMru = false;
                case MAGIC -> sendMagic = false;
                case AUTHENTICATION -> demandRejected = true;
                default -> {}
            }
        }
    }

    private static ConfigureOption authentication(AuthMethod method) {
        byte high = (byte) (method.protocol() >>> 8);
        byte low = (byte) method.protocol();
        return new ConfigureOption(
                AUTHENTICATION,
                method.algorithm() < 0 ? new byte[] {high, low} : new byte[] {high, low, (byte) method.algorithm()});
    }

    private static @Nullable AuthMethod method(ConfigureOption option) {
        for (AuthMethod method : AuthMethod.values()) {
            if (authentication(method).equals(option)) {
                return method;
            }
        }
        return null;
    }

    private int freshMagic() {
        int fresh;
        do {
            fresh = random.nextInt();
        } while (fresh == 0 || fresh == magic);
        return fresh;
    }
}
