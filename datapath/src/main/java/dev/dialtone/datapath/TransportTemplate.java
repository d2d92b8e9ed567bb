package dev.dialtone.datapath;

/// What the TCP or UDP headers of the pieces of one super-packet have in common. For one thread; read again for each.
///
/// The checksum field of a super-packet holds the sum of its pseudo header with its own length. The pieces' sums are
/// made from that, not from the addresses: with a routing header the kernel alone has put the final destination
/// there.
sealed interface TransportTemplate permits TcpTemplate, UdpTemplate {
    /// The number of the protocol.
    int protocol();

    /// Where in the header the checksum is.
    int checksumOffset();

    /// Reads the header.
    ///
    /// @param at    where it begins
    /// @param bytes from there to the end of the super-packet, 0 or more
    /// @return its length, or -1 when it has none that fits
    int read(byte[] from, int at, int bytes);

    /// Sets what differs in a piece that has the super-packet's header.
    ///
    /// @param at         where in `piece` the header begins
    /// @param bytes      from there to the end of the piece
    /// @param payloadSum sum of the piece's payload
    /// @param position   of its payload in the super-packet's payload
    /// @param last       whether no piece follows
    void complete(byte[] piece, int at, int bytes, int payloadSum, int position, boolean last);
}
