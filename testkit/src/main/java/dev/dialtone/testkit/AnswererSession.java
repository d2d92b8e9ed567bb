package dev.dialtone.testkit;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/// One connection of a client to an [Answerer] or an [AnsweringServer], to be looked at and acted on by a test.
/// Callable from any thread; nothing blocks but the methods that say `await`. What is done to a session that
/// has ended
/// does nothing.
public final class AnswererSession {
    private final int number;
    private final InetSocketAddress remote;
    private final Transcript transcript;
    private final SessionDriver driver;

    AnswererSession(
            AnsweringServer server,
            AnsweringServer.Ports ports,
            int number,
            BiFunction<AnswererSession, ClientStream.Listener, ? extends ClientStream> stream) {
        this.number = number;
        this.remote = ports.remote();
        this.transcript = new Transcript(server.config().transcriptLimit, ports.loop()::nanoTime);
        this.driver = new SessionDriver(server, this, ports, transcript, stream);
    }

    void start() {
        driver.start();
    }

    Transcript transcript() {
        return transcript;
    }

    void resume() {
        driver.resume();
    }

    /// 1 for the answerer's first connection.
    public int number() {
        return number;
    }

    public InetSocketAddress remote() {
        return remote;
    }

    /// Whether the step was reached and the server's reaction begun; not while a gate holds it.
    public boolean reached(AnswererStep step) {
        return transcript.has(step);
    }

    public boolean authenticated() {
        return transcript.authenticated();
    }

    /// Whether the sign-in was refused.
    public boolean refused() {
        return transcript.refused();
    }

    /// Whether it is, or was, open for data: signed in, crypto binding right, network open.
    public boolean established() {
        return transcript.established();
    }

    /// The user name on the wire; empty before.
    public String user() {
        return transcript.user();
    }

    /// What ended it; empty while it lives.
    public Optional<String> ended() {
        return transcript.ended();
    }

    /// Everything received so far, in order; of data packets only those that came too early and the first
    /// good one.
    public List<Seen> seen() {
        return transcript.seen();
    }

    /// What was received of one step.
    public List<Seen> seen(AnswererStep step) {
        return seen().stream().filter(s -> s.step() == step).toList();
    }

    /// Data packets received once it was established.
    public long packetsReceived() {
        return driver.packetsReceived();
    }

    /// Data packets that were not sent because the client did not read fast enough.
    public long packetsDropped() {
        return driver.packetsDropped();
    }

    /// Waits until the step is reached and the server's reaction begun.
    ///
    /// @return false when it did not come to that in time
    public boolean awaitReached(AnswererStep step, Duration timeout) throws InterruptedException {
        return transcript.await(() -> transcript.has(step), timeout);
    }

    /// Waits until it is open for data.
    ///
    /// @return false when it did not come to that in time
    public boolean awaitEstablished(Duration timeout) throws InterruptedException {
        return transcript.await(transcript::established, timeout);
    }

    /// Waits until something whose text contains the words was received.
    ///
    /// @return false when it did not come to that in time
    public boolean awaitSeen(String words, Duration timeout) throws InterruptedException {
        return transcript.await(
                () -> transcript.seen().stream().anyMatch(s -> s.text().contains(words)), timeout);
    }

    /// What ended it; empty when it still lives after that time.
    public Optional<String> awaitEnd(Duration timeout) throws InterruptedException {
        var _ = transcript.await(() -> transcript.ended().isPresent(), timeout);
        return transcript.ended();
    }

    /// The server ends PPP: LCP Terminate-Request with words, and once the client has answered, or after
    /// 3 s, Call-Disconnect.
    public void terminate(String words) {
        driver.terminate(words);
    }

    /// The server ends the call: Call-Disconnect with a status (0 for none), then the stream after the
    /// client's answer or 1 s.
    public void disconnect(int status) {
        driver.farewell(SstpWire.disconnect(status), "disconnected by the answerer");
    }

    /// The server gives the call up: Call-Abort with a status, then the stream after the client's answer
    /// or 1 s.
    public void abort(int status) {
        driver.farewell(SstpWire.abort(status), "aborted by the answerer");
    }

    /// TCP reset.
    public void reset() {
        driver.reset();
    }

    /// Ends the stream, TLS and TCP in good order, without a word of SSTP.
    public void closeStream() {
        driver.closeStream();
    }

    /// Says nothing from now on, but reads on and stays.
    public void silence() {
        driver.silence();
    }

    /// Sends a router advertisement that nobody asked for, once IPv6 is open.
    public void advertise(ToldNetwork told) {
        driver.advertise(told);
    }

    /// Sends one PPP frame as it is (FF 03 first), for what no machine would send.
    public void sendFrame(byte[] frame) {
        driver.sendFrame(frame);
    }

    @Override
    public String toString() {
        return "AnswererSession[" + number + " " + remote + "]";
    }
}
