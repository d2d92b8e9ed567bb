package dev.dialtone.api;

/// @param version of Dialtone
/// @param pid     of the process the manager runs in
/// @param api     major version of the HTTP API
public record ManagerInfo(String version, long pid, int api) {}
