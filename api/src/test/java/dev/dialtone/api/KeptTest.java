package dev.dialtone.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Options that wait for what is not built yet.
class KeptTest {
    private static final Entry OFFICE = Entry.of("office").with(EntryOption.SERVER, "vpn.example");

    private static RasException refusal(Entry entry) {
        return NotBuilt.of(entry).orElseThrow();
    }

    @Test
    void set_isSaidWithWhatItWaitsFor() {
        Entry entry = OFFICE.with(EntryOption.MOBILITY, "false").with(EntryOption.DEVICES, "eth1");
        assertThat(Kept.of(entry)).containsExactly(EntryOption.MOBILITY, EntryOption.DEVICES);
        assertThat(Kept.notes(entry)).containsExactly("mobility waits for IKEv2", "devices waits for PPPoE and modem");
        assertThat(NotBuilt.of(entry)).isEmpty();
        String json = Json.text(Wire.of(entry));
        assertThat(json).contains("\"kept\":{\"mobility\":\"IKEv2\",\"devices\":\"PPPoE and modem\"}");
        assertThat(Wire.entry(Json.object(json))).isEqualTo(entry);
    }

    @Test
    void atItsDefault_saysNothing() {
        Entry entry = OFFICE.with(EntryOption.MOBILITY, "true").with(EntryOption.DIAL_MODE, "all");
        assertThat(Kept.of(entry)).isEmpty();
        assertThat(Json.text(Wire.of(entry))).doesNotContain("kept");
    }

    /// SECURITY: not passed over, whatever the protocol.
    @ParameterizedTest
    @CsvSource({
        "machine-authentication, psk",
        "machine-authentication, certificate",
        "name-rules, corp.example=10.0.0.53",
        "programs, /usr/bin/firefox",
    })
    void binding_isRefusedByName_E4(String key, String value) {
        for (String protocol : new String[] {"sstp", "automatic"}) {
            RasException refused =
                    refusal(OFFICE.with(EntryOption.PROTOCOL, protocol).with(key, value));
            assertThat(refused.error()).isEqualTo(RasError.INVALID_PARAMETER);
            assertThat(refused.detail().reason()).startsWith(key + ": waits for ");
            assertThat(refused.detail().advice()).endsWith(" " + key + "=");
        }
        assertThat(refusal(OFFICE.with(EntryOption.PROTOCOL, "ikev2").with(key, value))
                        .error())
                .as("its protocol comes first")
                .isEqualTo(RasError.PROTOCOL_ENGINE_DISABLED);
    }

    @Test
    void theBindingOnes_areKnown() {
        assertThat(Arrays.stream(EntryOption.values())
                        .filter(option -> option.kept().filter(Kept::binding).isPresent()))
                .containsExactly(EntryOption.MACHINE_AUTHENTICATION, EntryOption.NAME_RULES, EntryOption.PROGRAMS);
    }

    /// SECURITY: who names a method of EAP does not mean another one.
    @Test
    void methodOfEap_withoutEap_isRefused_E4() {
        Entry tls = OFFICE.with(EntryOption.EAP_TYPE, "tls");
        assertThat(refusal(tls).error()).isEqualTo(RasError.INVALID_PARAMETER);
        assertThat(refusal(tls).detail().reason()).startsWith("eap-type: ");
        assertThat(refusal(tls.with(EntryOption.AUTHENTICATION, "eap")).error())
                .isEqualTo(RasError.NO_AUTH_PROTOCOL_AVAILABLE);
        assertThat(NotBuilt.of(tls.with(EntryOption.AUTHENTICATION, "eap,mschapv2")))
                .isEmpty();
    }

    @Test
    void automatic_withoutWhatIsBuilt_is839() {
        Entry automatic = OFFICE.with(EntryOption.PROTOCOL, "automatic");
        assertThat(NotBuilt.of(automatic)).isEmpty();
        assertThat(NotBuilt.of(automatic.with(EntryOption.PROTOCOL_ORDER, "pptp,sstp")))
                .isEmpty();
        RasException refused = refusal(automatic.with(EntryOption.PROTOCOL_ORDER, "ikev2,l2tp"));
        assertThat(refused.error()).isEqualTo(RasError.PROTOCOL_ENGINE_DISABLED);
        assertThat(refused.detail().reason()).startsWith("protocol-order: of ikev2, l2tp nothing is built");
        assertThat(NotBuilt.of(OFFICE.with(EntryOption.PROTOCOL_ORDER, "ikev2")))
                .isEmpty();
    }

    @Test
    void everyDefault_isWrittenAsItIsRead() {
        for (EntryOption option : EntryOption.values()) {
            if (!option.standard().isEmpty()) {
                assertThat(option.kind().canonical(option.standard()))
                        .as(option.key())
                        .isEqualTo(option.standard());
            }
        }
    }

    @Test
    void defaultRoutes_ofIPv6FollowIPv4_unlessTheyAreSet() {
        Entry split = OFFICE.with(EntryOption.DEFAULT_ROUTE, "false");
        assertThat(DefaultRoutes.ipv6(OFFICE)).isTrue();
        assertThat(DefaultRoutes.ipv6(split)).isFalse();
        assertThat(DefaultRoutes.ipv6(split.with(EntryOption.DEFAULT_ROUTE_IPV6, "true")))
                .isTrue();
        assertThat(DefaultRoutes.of(split.with(EntryOption.DEFAULT_ROUTE_IPV6, "true"), true))
                .isFalse();
        assertThat(DefaultRoutes.of(OFFICE.with(EntryOption.DEFAULT_ROUTE_IPV6, "false"), false))
                .isFalse();
        assertThat(DefaultRoutes.ipv6(split.with(EntryOption.DEFAULT_ROUTE_IPV6, "same")))
                .isFalse();
    }
}
