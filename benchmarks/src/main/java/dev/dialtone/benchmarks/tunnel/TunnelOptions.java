package dev.dialtone.benchmarks.tunnel;

import java.util.Iterator;

/// What `benchmarks/tunnel` was asked for.
///
/// @param seconds      of each transfer
/// @param repeats      most rounds
/// @param quietSeconds longest wait for a quiet machine before each transfer
/// @param udpSmallMbit offered with small datagrams
/// @param udpLargeMbit offered with large datagrams
record TunnelOptions(
        int seconds, int repeats, int quietSeconds, int udpSmallMbit, int udpLargeMbit, boolean quick, boolean json) {
    /// Payload bytes of a small and of a large datagram.
    static final int SMALL_BYTES = 200;

    static final int LARGE_BYTES = 1300;
    private static final int LEAST_ROUNDS = 3;
    private static final TunnelOptions STANDARD = new TunnelOptions(5, 5, 20, 200, 1500, false, false);

    /// @throws IllegalArgumentException with a sentence for the user
    static TunnelOptions of(Iterable<String> arguments) {
        TunnelOptions o = STANDARD;
        Iterator<String> words = arguments.iterator();
        while (words.hasNext()) {
            String word = words.next();
            o = switch (word) {
                case "--secs" -> o.with(number(word, words, 1, 600), o.repeats, o.quietSeconds);
                case "--repeats" -> o.with(o.seconds, number(word, words, 1, 100), o.quietSeconds);
                case "--quiet" -> o.with(o.seconds, o.repeats, number(word, words, 0, 3600));
                case "--udp-small" -> o.offering(number(word, words, 1, 100_000), o.udpLargeMbit);
                case "--udp-large" -> o.offering(o.udpSmallMbit, number(word, words, 1, 100_000));
                case "--quick" -> new TunnelOptions(3, 1, 0, o.udpSmallMbit, o.udpLargeMbit, true, o.json);
                case "--json" ->
                    new TunnelOptions(
                            o.seconds, o.repeats, o.quietSeconds, o.udpSmallMbit, o.udpLargeMbit, o.quick, true);
                default -> throw new IllegalArgumentException("there is no " + word + "; --help lists what there is");
            };
        }
        return o;
    }

    /// Rounds before the medians are looked at.
    int leastRounds() {
        return Math.min(LEAST_ROUNDS, repeats);
    }

    /// A ping each 10 ms for as long as a transfer lasts, 300 at least.
    int pings() {
        return Math.max(300, seconds * 100);
    }

    private TunnelOptions with(int newSeconds, int newRepeats, int newQuiet) {
        return new TunnelOptions(newSeconds, newRepeats, newQuiet, udpSmallMbit, udpLargeMbit, quick, json);
    }

    private TunnelOptions offering(int small, int large) {
        return new TunnelOptions(seconds, repeats, quietSeconds, small, large, quick, json);
    }

    private static int number(String option, Iterator<String> words, int least, int most) {
        String text = words.hasNext() ? words.next() : "";
        try {
            int value = Integer.parseInt(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException(
                option + " needs a whole number from " + least + " to " + most + ", not \"" + text + "\"");
    }
}
