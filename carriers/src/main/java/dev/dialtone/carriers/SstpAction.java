package dev.dialtone.carriers;

import dev.dialtone.core.Failure;

/// What an [SstpClient] or an [SstpServer] asks of its driver.
public sealed interface SstpAction {

    /// Give these bytes to the transport.
    record Send(byte[] bytes) implements SstpAction {}

    /// The call is accepted: PPP frames may move, no IP packets yet.
    record Connected() implements SstpAction {}

    /// Server only: the client's crypto binding is right, data may move.
    record Bound() implements SstpAction {}

    /// It is over, for this reason. At most once; [CloseTransport] follows by itself or after a
    /// [SstpEvent.Disconnect].
    record Failed(Failure failure) implements SstpAction {}

    /// The farewell is said: end the stream. Once, last.
    record CloseTransport() implements SstpAction {}
}
