package dev.dialtone.checker;

/// A rule that a run broke.
///
/// @param rule     its number
/// @param line     where, from 1; where something is missing, the line that called for it
/// @param sentence the rule, and what happened instead
public record Violation(String rule, int line, String sentence) {}
