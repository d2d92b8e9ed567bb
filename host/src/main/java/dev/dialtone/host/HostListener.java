package dev.dialtone.host;

import java.time.Duration;

/// Who wants to know that the host changed. Called on the watch's own thread, one call at a time; the call should
/// return at once. What it throws is logged and changes nothing.
public interface HostListener {

    /// Links, addresses or routes are not what they were: look again. One call stands for all that changed up to
    /// it, and comes 200 ms after the first of these changes; so what is taken away and put back in one go is
    /// seen whole. What this process does to its own devices, and routes of its own, causes no call, as far as
    /// that can be told.
    void networkChanged();

    /// Somebody else wrote the file that names are resolved by while our part was in it, which may be gone. Told
    /// within 5 s of it, and again while nothing is done about it; to one whom the next writing answers each
    /// time, at growing intervals of up to a minute.
    void namesRewritten();

    /// Another manager of this host began anew, or read its files again, and may have forgotten what it was told of our
    /// links: it is to be told again. Also told once when there is something to be forgotten for the first time.
    void linkManagersChanged();

    /// The machine was suspended and runs again; told within 5 s of running time. Peers may have given up
    /// meanwhile.
    ///
    /// @param asleep how long, more than 2 s
    void resumed(Duration asleep);
}
