package dev.dialtone.ppp;

import java.util.List;
import java.util.random.RandomGenerator;

/// IPV6CP (RFC 5072 §4), the same on both sides: two interface identifiers that must differ.
final class Ipv6cpPolicy implements OptionPolicy {
    private static final int INTERFACE_IDENTIFIER = 1;
    // SPEC [RFC 5072 §4.1]: a random identifier has the universal bit clear
    private static final long UNIVERSAL = 1L << 57;

    private final RandomGenerator random;
    private long local;
    private long peer;
    private boolean send = true;

    Ipv6cpPolicy(RandomGenerator random) {
        this.random = random;
        this.local = fresh();
    }

    NetworkResult.Ipv6 result() {
        return new NetworkResult.Ipv6(local, peer);
    }

    @Override
    public List<ConfigureOption> request() {
        return send ? List.of(ConfigureOption.of64(INTERFACE_IDENTIFIER, local)) : List.of();
    }

    @Override
    public Judgement judge(ConfigureOption option) {
        if (option.type() != INTERFACE_IDENTIFIER || option.length() != 8) {
            return Judgement.REJECT;
        }
        // SPEC [RFC 5072 §4.1]: zero asks us for one, our own cannot be the peer's
        return option.number() == 0 || option.number() == local
                ? new Judgement.Nak(ConfigureOption.of64(INTERFACE_IDENTIFIER, fresh()))
                : Judgement.ACK;
    }

    @Override
    public void agreed(List<ConfigureOption> options) {
        peer = 0;
        for (ConfigureOption option : options) {
            peer = option.number();
        }
    }

    @Override
    public void naked(List<ConfigureOption> options) {
        for (ConfigureOption option : options) {
            if (option.type() == INTERFACE_IDENTIFIER && option.length() == 8) {
                long wish = option.number();
                local = wish == 0 || wish == peer ? fresh() : wish;
            }
        }
    }

    @Override
    public void rejected(List<ConfigureOption> options) {
        send = false;
    }

    private long fresh() {
        long value;
        do {
            value = random.nextLong() & ~UNIVERSAL;
        } while (value == 0 || value == local || value == peer);
        return value;
    }
}
