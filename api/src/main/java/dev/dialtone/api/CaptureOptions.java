package dev.dialtone.api;

import java.time.Duration;

/// What a [Capture] takes and when it ends by itself.
///
/// @param controlOnly frames of the negotiation (LCP, sign-in, IPCP, IPV6CP and their like), no packets of the
///                    network
/// @param frames      most frames, 1 to 1,000,000,000; 0 for no limit
/// @param time        longest time, from its start on, whether or not there is a connection yet; 1 s to 30
///                    days; zero for no limit
public record CaptureOptions(boolean controlOnly, long frames, Duration time) {
    private static final long MOST_FRAMES = 1_000_000_000;
    private static final Duration LONGEST = Duration.ofDays(30);

    /// Everything, to the end of the connection.
    public static final CaptureOptions ALL = new CaptureOptions(false, 0, Duration.ZERO);

    /// Checks the limits.
    ///
    /// @throws RasException 87
    public CaptureOptions {
        if (frames < 0 || frames > MOST_FRAMES) {
            throw wrong("count: must be from 1 to " + MOST_FRAMES + ", or 0 for no limit, not " + frames);
        }
        boolean tooShort = !time.isZero() && time.compareTo(Duration.ofSeconds(1)) < 0;
        if (tooShort || time.compareTo(LONGEST) > 0) {
            throw wrong("seconds: must be from 1 to " + LONGEST.toSeconds() + ", or 0 for no limit");
        }
    }

    private static RasException wrong(String why) {
        return RasException.of(RasError.INVALID_PARAMETER, why);
    }
}
