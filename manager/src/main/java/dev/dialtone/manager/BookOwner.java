package dev.dialtone.manager;

/// Whose book it is. Both have to fit, as either may be given to somebody else later.
///
/// @param name the user's, or their number when they have none that can stand before an entry's
/// @param uid  the user's number
public record BookOwner(String name, int uid) {}
