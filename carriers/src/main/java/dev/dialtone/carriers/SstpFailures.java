package dev.dialtone.carriers;

import dev.dialtone.carriers.SstpPacket.StatusInfo;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// SSTP's ways to fail, as RAS error numbers.
final class SstpFailures {
    /// The RAS number for a compound MAC or crypto binding that does not fit.
    private static final int MUTUAL_AUTHENTICATION_FAILED = 778;

    private SstpFailures() {}

    static Failure httpStatus(SstpHttp.Answer answer) {
        String advice = switch (answer.status()) {
            case 401, 407 -> "Something before the VPN server asks for a sign-in of its own; SSTP cannot give one.";
            case 403, 404, 405, 501 ->
                "A web server answers there that offers no SSTP: check the host name and the port, and that"
                        + " SSTP is enabled on the server.";
            case 400 -> "The server, or a proxy before it, does not understand SSTP: check the host name and the port.";
            case 502, 503, 504 -> "The server, or the proxy before it, is not ready: try again later.";
            default ->
                answer.status() >= 300 && answer.status() < 400
                        ? "The server sends elsewhere, as web servers do: check the host name and the port."
                        : "Check that the host is an SSTP server.";
        };
        String server = answer.server() == null ? "" : " (" + answer.server() + ")";
        boolean later = answer.status() >= 502 && answer.status() <= 504;
        return new Failure(
                808,
                Layer.HTTP,
                "The server" + server + " refused the SSTP request with HTTP status " + answer.status() + ".",
                "HTTP " + answer.status(),
                answer.reason(),
                advice,
                later);
    }

    static Failure notHttp(String why) {
        return Failure.of(808, Layer.HTTP, "The server does not answer in HTTP: " + why + ".")
                .advise("Something else than an SSTP server listens there: check the host name and the port.");
    }

    static Failure noAnswer() {
        return Failure.retryable(809, Layer.HTTP, "The server accepted the connection but did not answer.");
    }

    static Failure negotiationTimeout(String waitedFor) {
        return Failure.retryable(718, Layer.SSTP, "The server did not " + waitedFor + " within 60 s.");
    }

    static Failure refused(List<StatusInfo> status) {
        return peer(Failure.of(770, Layer.SSTP, "The server refused the call."), status);
    }

    static Failure abortedConnecting(List<StatusInfo> status) {
        return peer(Failure.of(808, Layer.SSTP, "The server aborted the call before accepting it."), status);
    }

    static Failure bindingRefused(List<StatusInfo> status) {
        return peer(
                        Failure.of(
                                MUTUAL_AUTHENTICATION_FAILED,
                                Layer.SSTP,
                                "The server aborted the call when it got our crypto binding."),
                        status)
                .advise("Something between here and the server may end the TLS session (a proxy or a load balancer), so"
                        + " that the server's certificate is not the one seen here.");
    }

    static Failure unknownHash(int bitmap) {
        return Failure.of(
                        808,
                        Layer.SSTP,
                        "The server offers no hash for the crypto binding that is known here (bitmap " + bitmap + ").")
                .peer("hash bitmap " + bitmap, null);
    }

    static Failure endedByPeer(String how, List<StatusInfo> status) {
        return peer(Failure.retryable(629, Layer.SSTP, "The server " + how + "."), status);
    }

    static Failure malformed(String reason) {
        return Failure.of(722, Layer.SSTP, "The server sent something that is not SSTP: " + reason + ".");
    }

    static Failure silent() {
        return Failure.retryable(829, Layer.SSTP, "The server has not been heard for 2 minutes.");
    }

    private static Failure peer(Failure failure, List<StatusInfo> status) {
        if (status.isEmpty()) {
            return failure;
        }
        @Nullable
        String code = "status 0x" + Integer.toHexString(status.getFirst().status());
        return failure.peer(code, status.stream().map(StatusInfo::words).collect(Collectors.joining(", ")));
    }
}
