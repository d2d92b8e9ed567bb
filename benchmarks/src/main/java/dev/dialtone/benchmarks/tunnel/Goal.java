package dev.dialtone.benchmarks.tunnel;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.DoublePredicate;
import java.util.stream.Stream;

/// A figure of Dialtone for each way, often beside that of another tunnel, and its goal, which both ways must hold.
///
/// @param unit   behind the values, with its space, or empty for a ratio
/// @param limit  the goal; no matter for a figure that is only recorded
record Goal(String what, OptionalDouble up, OptionalDouble down, String unit, Bound bound, double limit) {
    enum Bound {
        AT_LEAST,
        AT_MOST,
        RECORDED
    }

    static Goal atLeast(double limit, String what, OptionalDouble up, OptionalDouble down) {
        return new Goal(what, up, down, "", Bound.AT_LEAST, limit);
    }

    static Goal atMost(double limit, String unit, String what, OptionalDouble up, OptionalDouble down) {
        return new Goal(what, up, down, unit, Bound.AT_MOST, limit);
    }

    static Goal recorded(String unit, String what, OptionalDouble up, OptionalDouble down) {
        return new Goal(what, up, down, unit, Bound.RECORDED, 0);
    }

    String goal() {
        return switch (bound) {
            case AT_LEAST -> "at least " + number(limit) + unit;
            case AT_MOST -> "at most " + number(limit) + unit;
            case RECORDED -> "-";
        };
    }

    String verdict() {
        if (up.isEmpty() || down.isEmpty()) {
            return "not measured";
        }
        return switch (bound) {
            case AT_LEAST -> both(value -> value >= limit) ? "met" : "missed";
            case AT_MOST -> both(value -> value <= limit) ? "met" : "missed";
            case RECORDED -> "recorded";
        };
    }

    String value(OptionalDouble way) {
        return way.isEmpty() ? "-" : String.format(Locale.ROOT, "%.2f%s", way.getAsDouble(), unit);
    }

    private boolean both(DoublePredicate holds) {
        return Stream.of(up, down).allMatch(way -> way.isPresent() && holds.test(way.getAsDouble()));
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
