package dev.dialtone.carriers;

import dev.dialtone.ppp.PppConfig;

/// Everything an SSTP tunnel needs.
///
/// @param target   where to and whom to trust
/// @param ppp      the link inside
/// @param mtuBytes largest MTU wanted for the interface, 576..1500 (the projection takes the least of this, what the
///                 peer's MRU allows, and 4087)
public record SstpSettings(Transport.Target target, PppConfig ppp, int mtuBytes) {}
