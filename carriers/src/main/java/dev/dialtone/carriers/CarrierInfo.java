package dev.dialtone.carriers;

import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// What carries a tunnel, once it is connected.
///
/// @param deviceType        `vpn`
/// @param deviceName        `SSTP`
/// @param local             our outer endpoint
/// @param remote            the server's outer endpoint, or the proxy's
/// @param tlsProtocol       for example `TLSv1.3`
/// @param tlsCipher         for example `TLS_AES_256_GCM_SHA384`
/// @param serverSubject     subject of the server's certificate
/// @param serverFingerprint SHA-256 of the server's certificate, lower-case hex
/// @param proxy             what the way leads through; null for none
public record CarrierInfo(
        String deviceType,
        String deviceName,
        InetSocketAddress local,
        InetSocketAddress remote,
        String tlsProtocol,
        String tlsCipher,
        String serverSubject,
        String serverFingerprint,
        @Nullable ProxyUse proxy) {
    static CarrierInfo sstp(Transport.Peer peer) {
        X509Certificate own = peer.chain().getFirst();
        String fingerprint;
        try {
            fingerprint = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(own.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-256 is missing from this Java", e);
        }
        return new CarrierInfo(
                "vpn",
                "SSTP",
                peer.local(),
                peer.remote(),
                peer.protocol(),
                peer.cipher(),
                CertificateFailure.subject(own),
                fingerprint,
                peer.proxy());
    }
}
