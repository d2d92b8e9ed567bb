package dev.dialtone.client;

/// One server-sent event.
///
/// @param id   empty when the event has none
/// @param name `message` unless named
record ServerEvent(String id, String name, String data) {}
