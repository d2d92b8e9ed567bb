package dev.dialtone.carriers;

/// Where the PPP frames of a [Tunnel] can be looked at while they pass, those of the negotiation and packets
/// alike, as they are on the wire. A tunnel asks [#isOn] once for each batch and copies nothing: nobody who
/// looks costs nothing.
///
/// Called by the threads that carry the frames, several at once. It must be quick, must not block, and must
/// not change the bytes, which are the caller's again after the return. Nothing is masked here: it is the tap
/// that must let no secret out.
public interface FrameTap {
    /// Nobody looks, ever.
    FrameTap NONE = new FrameTap() {
        @Override
        public boolean isOn() {
            return false;
        }

        @Override
        public void received(byte[] buffer, int offset, int length) {}

        @Override
        public void sent(byte[] buffer, int offset, int length) {}
    };

    /// Whether somebody looks now.
    boolean isOn();

    /// One whole frame of the peer, without flags, checksum and the carrier's framing; perhaps compressed,
    /// perhaps not PPP at all.
    void received(byte[] buffer, int offset, int length);

    /// One whole frame on its way to the peer, before it is given to the transport: so a request is always
    /// seen before its answer.
    void sent(byte[] buffer, int offset, int length);
}
