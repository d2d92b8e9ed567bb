package dev.dialtone.datapath;

/// The checksum byte by byte, as RFC 1071 describes it first; nothing in common with the code under test.
final class NaiveChecksum {
    private NaiveChecksum() {}

    /// The folded sum of the parts as if they followed each other without a gap.
    static int sum(byte[]... parts) {
        int sum = 0;
        boolean even = true;
        for (byte[] part : parts) {
            for (byte octet : part) {
                sum += even ? (octet & 0xFF) << 8 : octet & 0xFF;
                even = !even;
                if (sum > 0xFFFF) {
                    sum = sum - 0x10000 + 1;
                }
            }
        }
        return sum;
    }

    static int of(byte[]... parts) {
        return 0xFFFF - sum(parts);
    }
}
