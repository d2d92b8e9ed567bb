package dev.dialtone.cli;

import dev.dialtone.api.Answer;

/// What came of asking.
sealed interface PromptReply {
    /// To be sent; its secret is the holder's to close.
    record Filled(Answer answer) implements PromptReply {}

    /// They do not trust the certificate.
    record Distrusted() implements PromptReply {}

    /// Nobody answered: there is no terminal, it has ended, or the question no longer counts.
    record Silent() implements PromptReply {}
}
