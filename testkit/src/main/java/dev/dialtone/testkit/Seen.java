package dev.dialtone.testkit;

/// Something the answerer received.
///
/// @param nanoTime when, by the session's loop, for the [Answerer] [System#nanoTime()]
/// @param step     the step it is part of, whatever step the session was in
/// @param text     in words, for example `LCP Configure-Request 1`, `TCP closed`
public record Seen(long nanoTime, AnswererStep step, String text) {}
