package dev.dialtone.benchmarks;

/// What `./load` was asked for.
///
/// @param minutes     length of the steady load; 0 with `beyond`
/// @param connections kept up
/// @param observers   attached to them
/// @param dials       started at once
/// @param heapMegabytes `-Xmx` of the daemon
record LoadOptions(
        double minutes, int connections, int observers, int dials, int heapMegabytes, boolean beyond, boolean json) {
    private static final LoadOptions STANDARD = new LoadOptions(10, 1000, 10_000, 500, 512, false, false);

    /// @throws IllegalArgumentException with a sentence for the user
    static LoadOptions of(Iterable<String> arguments) {
        LoadOptions o = STANDARD;
        var words = arguments.iterator();
        while (words.hasNext()) {
            String word = words.next();
            o = switch (word) {
                case "--minutes" ->
                    new LoadOptions(
                            number(word, words, 0.5, 1440),
                            o.connections,
                            o.observers,
                            o.dials,
                            o.heapMegabytes,
                            o.beyond,
                            o.json);
                case "--connections" ->
                    new LoadOptions(
                            o.minutes,
                            (int) number(word, words, 1, 10_000),
                            o.observers,
                            o.dials,
                            o.heapMegabytes,
                            o.beyond,
                            o.json);
                case "--observers" ->
                    new LoadOptions(
                            o.minutes,
                            o.connections,
                            (int) number(word, words, 1, 100_000),
                            o.dials,
                            o.heapMegabytes,
                            o.beyond,
                            o.json);
                case "--dials" ->
                    new LoadOptions(
                            o.minutes,
                            o.connections,
                            o.observers,
                            (int) number(word, words, 1, 10_000),
                            o.heapMegabytes,
                            o.beyond,
                            o.json);
                case "--heap" ->
                    new LoadOptions(
                            o.minutes,
                            o.connections,
                            o.observers,
                            o.dials,
                            (int) number(word, words, 32, 16_384),
                            o.beyond,
                            o.json);
                case "--beyond" ->
                    new LoadOptions(o.minutes, o.connections, o.observers, o.dials, o.heapMegabytes, true, o.json);
                case "--json" ->
                    new LoadOptions(o.minutes, o.connections, o.observers, o.dials, o.heapMegabytes, o.beyond, true);
                default -> throw new IllegalArgumentException("there is no " + word + "; --help lists what there is");
            };
        }
        return o;
    }

    int observersOfEach() {
        return Math.max(1, observers / connections);
    }

    private static double number(String option, java.util.Iterator<String> words, double least, double most) {
        String text = words.hasNext() ? words.next() : "";
        try {
            double value = Double.parseDouble(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException(option + " needs a number from " + (long) Math.ceil(least) + " to "
                + (long) most + ", not \"" + text + "\"");
    }
}
