package dev.dialtone.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.Projection.Excluded;
import dev.dialtone.api.Projection.MtuLimit;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProjectionTest {
    private static final Projection FULL = new Projection(
            "dial0",
            null,
            100,
            "10.9.0.2",
            "10.9.0.1",
            0,
            null,
            null,
            731,
            List.of("10.9.0.53"),
            List.of(),
            List.of(),
            List.of(),
            1280,
            "mschapv2",
            "TLSv1.3",
            "TLS_AES_256_GCM_SHA384",
            "CN=vpn",
            "00ff",
            List.of(new Projection.Learned("mtu", "1280", "ra")),
            0,
            List.of(),
            List.of(new MtuLimit(MtuLimit.ENTRY, 1400, false), new MtuLimit(MtuLimit.ROUTER, 1280, true)),
            "1280 + 4 PPP = 1284",
            null);

    @Test
    void roundTrips_withRoutesAndWithWhatIsExcluded() {
        Projection up = FULL.with(
                List.of("0.0.0.0/1", "10.1.0.0/16@50"),
                998,
                List.of(
                        new Excluded("203.0.113.0/24", "eth0", "192.0.2.1"),
                        new Excluded("198.51.100.0/24", "eth1", null),
                        new Excluded("2001:db8::/32", null, null)));
        assertThat(up.mtuLimits()).isEqualTo(FULL.mtuLimits());
        for (Projection one : List.of(FULL, up)) {
            assertThat(Wire.projection(Json.object(Json.text(Wire.of(one))))).isEqualTo(one);
        }
        assertThat(Json.text(Wire.of(up)))
                .contains(
                        "{\"destination\":\"203.0.113.0/24\",\"link\":\"eth0\",\"gateway\":\"192.0.2.1\"}",
                        "{\"destination\":\"2001:db8::/32\"}",
                        "{\"what\":\"ra\",\"bytes\":1280,\"decides\":true}");
    }
}
