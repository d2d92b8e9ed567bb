package dev.dialtone.simulator;

import dev.dialtone.testkit.CertificateProfile;
import dev.dialtone.testkit.DemoPki;
import dev.dialtone.testkit.ServerIdentity;

/// The certificate of simulated servers, made once for each JVM. There is no TLS in the simulator, so its
/// bytes only go into the hashes of the crypto binding, which decide nothing else.
public final class SimIdentity {
    private static final ServerIdentity SELF_SIGNED = DemoPki.create("Simulated CA")
            .issue(CertificateProfile.of("vpn.simulated.test").asSelfSigned());

    private SimIdentity() {}

    public static ServerIdentity selfSigned() {
        return SELF_SIGNED;
    }
}
