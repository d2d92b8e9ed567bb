package dev.dialtone.cli;

import dev.dialtone.api.Projection;
import dev.dialtone.api.Projection.Excluded;
import dev.dialtone.api.Projection.MtuLimit;
import java.util.stream.Collectors;

/// What leads through a connection and what does not, and how large its packets may be.
final class NetworkText {
    private NetworkText() {}

    /// Empty when there are none.
    static String routes(Projection p) {
        String all = String.join(", ", p.routes());
        return all.isEmpty() || p.metric() == 0 ? all : all + " (metric " + p.metric() + ")";
    }

    /// Empty when nothing is excluded.
    static String excluded(Projection p) {
        return p.excluded().stream().map(NetworkText::way).collect(Collectors.joining(", "));
    }

    private static String way(Excluded excluded) {
        if (excluded.link() == null) {
            return excluded.destination() + " unreachable, for want of a way outside";
        }
        return excluded.destination() + " by " + (excluded.gateway() == null ? "" : excluded.gateway() + " on ")
                + excluded.link();
    }

    /// Empty when it is not known.
    static String mtuLimits(Projection p) {
        return p.mtuLimits().stream()
                .map(limit -> words(limit) + " " + limit.bytes() + (limit.decides() ? " (decides)" : ""))
                .collect(Collectors.joining(", "));
    }

    private static String words(MtuLimit limit) {
        return switch (limit.what()) {
            case MtuLimit.ENTRY -> "entry";
            case MtuLimit.PEER -> "peer's MRU";
            case MtuLimit.CARRIER -> "one packet of the carrier";
            case MtuLimit.ROUTER -> "router inside";
            default -> limit.what();
        };
    }
}
