package io.atoll.manager.pki.internal;

import io.atoll.manager.pki.HostNames;
import java.io.IOException;
import java.util.List;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;

/** Checks what a request asks for besides its key: nothing, or what every host's certificate has anyway. */
final class RequestedExtensions {
    private static final int BYTES_OF_IPV4 = 4;
    private static final int BYTES_OF_IPV6 = 16;

    private final HostNames allowed;

    RequestedExtensions(HostNames allowed) {
        this.allowed = allowed;
    }

    void check(PKCS10CertificationRequest request) throws IOException {
        var attributes = request.getAttributes();
        if (attributes.length == 0) {
            return;
        }
        if (attributes.length > 1
                || !attributes[0].getAttrType().equals(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest)
                || attributes[0].getAttrValues().size() != 1) {
            throw new RequestRefusedException("it has attributes other than one request for extensions");
        }
        var extensions = Extensions.getInstance(attributes[0].getAttrValues().getObjectAt(0));
        for (var oid : extensions.getExtensionOIDs()) {
            var extension = extensions.getExtension(oid);
            DerGuard.check(octets(extension.getExtnValue()));
            if (oid.equals(Extension.subjectAlternativeName)) {
                checkNames(GeneralNames.getInstance(extension.getParsedValue()));
            } else if (oid.equals(Extension.basicConstraints)) {
                refuseIf(
                        BasicConstraints.getInstance(extension.getParsedValue()).isCA(),
                        "it asks to be a certificate authority (CA:TRUE)");
            } else if (oid.equals(Extension.keyUsage)) {
                checkUsage(KeyUsage.getInstance(extension.getParsedValue()));
            } else if (oid.equals(Extension.extendedKeyUsage)) {
                checkPurposes(ExtendedKeyUsage.getInstance(extension.getParsedValue()));
            } else {
                throw new RequestRefusedException("it asks for the extension %s".formatted(oid.getId()));
            }
        }
    }

    private static byte[] octets(ASN1OctetString value) {
        return value.getOctets();
    }

    private void checkNames(GeneralNames names) throws IOException {
        for (var name : names.getNames()) {
            var text = switch (name.getTagNo()) {
                case GeneralName.dNSName, GeneralName.uniformResourceIdentifier ->
                    name.getName().toString();
                case GeneralName.iPAddress ->
                    address(ASN1OctetString.getInstance(name.getName()).getOctets());
                default -> throw new RequestRefusedException("it asks for a name that is no DNS name, address or URI");
            };
            refuseIf(text.contains("*"), "it asks for the wildcard name " + Printable.of(text));
            refuseIf(
                    !mayHave(name.getTagNo(), text),
                    "it asks for the name %s, which is not this host's".formatted(Printable.of(text)));
        }
    }

    private boolean mayHave(int kind, String text) {
        return switch (kind) {
            case GeneralName.uniformResourceIdentifier ->
                allowed.hostId() != null && text.equals("atoll:host:" + allowed.hostId());
            case GeneralName.iPAddress -> text.equals(allowed.agentAddress());
            default -> text.equalsIgnoreCase(allowed.hostname()) || text.equalsIgnoreCase(allowed.agentAddress());
        };
    }

    private static String address(byte[] bytes) throws IOException {
        if (bytes.length != BYTES_OF_IPV4 && bytes.length != BYTES_OF_IPV6) {
            throw new RequestRefusedException("it asks for an address that is none");
        }
        return java.net.InetAddress.getByAddress(bytes).getHostAddress();
    }

    private static void checkUsage(KeyUsage usage) {
        refuseIf(
                usage.hasUsages(KeyUsage.keyCertSign) || usage.hasUsages(KeyUsage.cRLSign),
                "it asks to sign certificates");
    }

    private static void checkPurposes(ExtendedKeyUsage usage) {
        var allowedPurposes = List.of(KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_serverAuth);
        for (var purpose : usage.getUsages()) {
            refuseIf(
                    !allowedPurposes.contains(purpose),
                    "it asks for the purpose %s; a host's certificate is for TLS only".formatted(purpose.getId()));
        }
    }

    private static void refuseIf(boolean wrong, String why) {
        if (wrong) {
            throw new RequestRefusedException(why);
        }
    }
}
