package dev.dialtone.cli;

import dev.dialtone.api.Prompt;
import java.time.Duration;
import java.util.List;

/// Prompts as a manager gives them.
final class Prompts {
    static final String FINGERPRINT = "3f:9c:00:a1";

    static final Prompt CREDENTIALS = new Prompt(
            Prompt.Wants.CREDENTIALS,
            "Sign in again.",
            List.of(
                    new Prompt.Field(Prompt.USER, false, "ann"),
                    new Prompt.Field(Prompt.DOMAIN, false, "CORP"),
                    new Prompt.Field(Prompt.PASSWORD, true, "")),
            FakeConnection.START.plus(Duration.ofMinutes(10)));

    static final Prompt NEW_PASSWORD = new Prompt(
            Prompt.Wants.NEW_PASSWORD,
            "The password has expired.",
            List.of(new Prompt.Field(Prompt.NEW_PASSWORD, true, "")),
            FakeConnection.START.plus(Duration.ofMinutes(10)));

    static final Prompt TRUST = new Prompt(
            Prompt.Wants.CERTIFICATE_TRUST,
            "The certificate of CN=vpn is signed by nobody you trust.",
            List.of(new Prompt.Field(Prompt.TRUST, false, FINGERPRINT)),
            FakeConnection.START.plus(Duration.ofMinutes(10)));

    private Prompts() {}
}
