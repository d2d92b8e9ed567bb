package dev.dialtone.api;

/// What can dial here.
///
/// @param type  `vpn`
/// @param name  `SSTP`
/// @param ready whether this host has what it needs
/// @param note  why not, or what it does
public record Device(String type, String name, boolean ready, String note) {}
