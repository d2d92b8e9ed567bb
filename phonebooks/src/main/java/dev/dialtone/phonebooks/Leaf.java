package dev.dialtone.phonebooks;

/// A setting in a text that is not made of lines with one setting each.
///
/// @param number      its value's line, from 1
/// @param valueColumn from 1
/// @param key         with the names of what it lies in, as `NativeProfile/Servers`
/// @param value       as it is meant, without quotes and escapes
/// @param raw         where the value stands, with its quotes
/// @param whole       where the setting stands
record Leaf(int number, int valueColumn, String key, String value, Stretch raw, Stretch whole) implements Statement {}
