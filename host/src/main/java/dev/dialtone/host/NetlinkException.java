package dev.dialtone.host;

/// The kernel refused a netlink request, or the exchange failed.
final class NetlinkException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int errno;
    private final String kernelText;

    /// @param errno      positive
    /// @param kernelText the kernel's extended acknowledgement, or empty
    NetlinkException(int errno, String kernelText) {
        super(Errno.words(errno) + (kernelText.isEmpty() ? "" : ": " + kernelText));
        this.errno = errno;
        this.kernelText = kernelText;
    }

    int errno() {
        return errno;
    }

    String kernelText() {
        return kernelText;
    }
}
