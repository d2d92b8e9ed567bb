package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.Finding;
import dev.dialtone.api.Wire;
import dev.dialtone.core.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The doctor with a SoftEther server, which nobody here wrote.
final class SoftEtherDoctorTest {
    private static final List<String> OF_THE_ENTRY =
            List.of("entry", "sign-in", "trust", "name", "route", "port", "tls", "http", "sign-in offered", "mtu");

    @Test
    void realServer_isGoodInEveryCheck_andLeavesTheHostAsItWas(@TempDir Path folder) throws IOException {
        try (PeerRig rig = PeerRig.up("softether", folder)) {
            rig.entry("office");
            String right = rig.secretFile("right", rig.server().get("PEER_PASS"));
            rig.dialtone()
                    .done(
                            "credentials",
                            "set",
                            "office",
                            "--user",
                            rig.server().get("PEER_USER"),
                            "--password-file",
                            right);
            PeerProcess told = rig.dialtone().done("doctor", "office", "--json");
            Map<String, Finding> found = new LinkedHashMap<>();
            PeerDialtone.objects(told).stream().map(Wire::finding).forEach(f -> found.put(f.subject(), f));
            assertThat(found.keySet()).containsAll(OF_THE_ENTRY);
            for (String subject : OF_THE_ENTRY) {
                // the certificates of this server live for a month, and the end of that is worth a warning
                boolean dated = subject.equals("trust") || subject.equals("tls");
                assertThat(found.get(subject).verdict())
                        .as("%s", told)
                        .isIn(dated ? List.of(Verdict.OK, Verdict.WARNING) : List.of(Verdict.OK));
            }
            assertThat(found.get("http").peer()).contains("200");
            assertThat(found.get("sign-in offered").text()).contains("asks for mschapv2");
            assertThat(found.get("mtu").text()).contains("fits into the");
            rig.assertHostAsBefore();
            // what was looked at can be dialled
            rig.dialtone().done("dial", "office");
            rig.dialtone().done("hangup", "office");
            rig.assertHostAsBefore();
        }
    }
}
