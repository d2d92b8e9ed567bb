package dev.dialtone.api;

/// One thing the doctor looked at.
///
/// @param subject for example `tun`, `server name`
/// @param ok      whether it will do
/// @param text    what was found
/// @param advice  what to do when it will not; empty when ok
public record Finding(String subject, boolean ok, String text, String advice) {}
