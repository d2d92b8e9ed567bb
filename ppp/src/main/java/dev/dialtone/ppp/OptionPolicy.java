package dev.dialtone.ppp;

import java.util.List;

/// What one side of one control protocol asks for and puts up with; [ControlProtocol] does the rest.
interface OptionPolicy {

    /// A verdict about one option of the peer's Configure-Request.
    sealed interface Judgement {
        record Ack() implements Judgement {}

        /// Not this value.
        ///
        /// @param instead what we would take
        record Nak(ConfigureOption instead) implements Judgement {}

        record Reject() implements Judgement {}

        Judgement ACK = new Ack();
        Judgement REJECT = new Reject();
    }

    /// The options of our next Configure-Request.
    List<ConfigureOption> request();

    Judgement judge(ConfigureOption option);

    /// Options that the peer left out and that we want to see, for our Configure-Nak.
    default List<ConfigureOption> missing(List<ConfigureOption> options) {
        return List.of();
    }

    /// We acknowledge the peer's options.
    void agreed(List<ConfigureOption> options);

    /// Our Configure-Nak with these options goes out.
    default void nakSent(List<ConfigureOption> options) {}

    /// The peer wants other values, perhaps of options we never sent.
    void naked(List<ConfigureOption> options);

    /// The peer does not know these options of ours; [#request()] must leave them out from now on.
    void rejected(List<ConfigureOption> options);
}
