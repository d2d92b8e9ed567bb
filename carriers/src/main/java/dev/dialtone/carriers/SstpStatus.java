package dev.dialtone.carriers;

import java.util.Locale;

/// Why an SSTP peer refused, aborted or disconnected: the Status field of a Status Info attribute ([MS-SSTP]
/// §2.2.8).
public enum SstpStatus {
    NO_ERROR(0x0),
    DUPLICATE_ATTRIBUTE(0x1),
    UNRECOGNIZED_ATTRIBUTE(0x2),
    INVALID_ATTRIB_VALUE_LENGTH(0x3),
    VALUE_NOT_SUPPORTED(0x4),
    UNACCEPTED_FRAME_RECEIVED(0x5),
    RETRY_COUNT_EXCEEDED(0x6),
    INVALID_FRAME_RECEIVED(0x7),
    NEGOTIATION_TIMEOUT(0x8),
    ATTRIB_NOT_SUPPORTED_IN_MSG(0x9),
    REQUIRED_ATTRIBUTE_MISSING(0xA),
    STATUS_INFO_NOT_SUPPORTED_IN_MSG(0xB);

    private final int code;

    SstpStatus(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /// The specification's name for a code, or its number when it has none.
    static String nameOf(int code) {
        for (SstpStatus status : values()) {
            if (status.code == code) {
                return "ATTRIB_STATUS_" + status.name();
            }
        }
        return String.format(Locale.ROOT, "status 0x%X", code);
    }
}
