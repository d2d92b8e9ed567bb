package dev.dialtone.ppp;

/// What follows when a [PppAnswerer] refuses a sign-in.
///
/// @param retries how many wrong MS-CHAPv2 sign-ins may be followed by another on the same link (`R=1`); 0 for none
/// @param cut     the last refusal is followed by the end of the carrier at once; otherwise by a Terminate-Request
///                (INTEROP [SoftEther] cuts)
public record RefusalPolicy(int retries, boolean cut) {
    /// Every refusal is final, and the link is terminated in good order.
    public static final RefusalPolicy FINAL = new RefusalPolicy(0, false);

    public RefusalPolicy {
        if (retries < 0) {
            throw new IllegalArgumentException("retries: 0 or more, not " + retries);
        }
    }
}
