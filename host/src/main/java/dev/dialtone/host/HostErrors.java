package dev.dialtone.host;

import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;

/// How a refusal of the kernel becomes a RAS error.
final class HostErrors {
    static final int ACCESS_DENIED = 5;
    static final int INVALID_PARAMETER = 87;
    static final int PORT_ALREADY_OPEN = 602;
    static final int CANNOT_OPEN_PHONEBOOK = 621;
    static final int PORT_NOT_AVAILABLE = 633;
    static final int NO_IP_ADDRESSES = 716;

    static final String RIGHTS_ADVICE = "Run the daemon as root, or give it CAP_NET_ADMIN.";

    private HostErrors() {}

    static HostException of(int error, String reason, String advice) {
        return new HostException(Failure.of(error, Layer.HOST, reason).advise(advice));
    }

    /// A refusal with an errno; missing rights are named as such whatever was tried.
    ///
    /// @param error RAS error when it is not a matter of rights
    /// @param doing what was tried, for example `cannot create interface dial0`
    /// @param errno positive
    static HostException refused(int error, String doing, int errno, String advice) {
        String reason = doing + ": " + Errno.words(errno);
        boolean rights = errno == Errno.EPERM || errno == Errno.EACCES;
        return rights ? of(ACCESS_DENIED, reason, RIGHTS_ADVICE) : of(error, reason, advice);
    }

    /// The same with the kernel's own words, where it gave any.
    static HostException refused(int error, String doing, NetlinkException e, String advice) {
        String said = e.kernelText().isEmpty() ? doing : doing + " (kernel: " + e.kernelText() + ")";
        return refused(error, said, e.errno(), advice);
    }
}
