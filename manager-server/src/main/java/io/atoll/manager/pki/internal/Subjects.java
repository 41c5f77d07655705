package io.atoll.manager.pki.internal;

import io.atoll.ha.zk.NodeAcls;
import io.atoll.manager.pki.PublicAddress;
import io.atoll.manager.pki.internal.CertificateAuthority.Holder;
import io.atoll.model.HostId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/** What stands in the three kinds of certificates. */
final class Subjects {
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    private Subjects() {}

    static Holder manager(UUID installation, UUID manager, PublicAddress address) {
        var names = new ArrayList<GeneralName>();
        names.add(uri("atoll:manager:" + manager));
        address.names().forEach(name -> names.add(dnsOrAddress(name)));
        return new Holder(
                new X500Principal(NodeAcls.managerSubject(installation)),
                names,
                List.of(KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_serverAuth));
    }

    static Holder web(UUID installation, PublicAddress address) {
        return new Holder(
                new X500Principal("CN=Atoll manager,O=" + installation),
                address.names().stream().map(Subjects::dnsOrAddress).toList(),
                List.of(KeyPurposeId.id_kp_serverAuth));
    }

    static Holder host(UUID installation, HostId host, String agentAddress) {
        return new Holder(
                new X500Principal(NodeAcls.hostSubject(installation, host)),
                List.of(uri("atoll:host:" + host), dnsOrAddress(agentAddress)),
                List.of(KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_serverAuth));
    }

    private static GeneralName uri(String text) {
        return new GeneralName(GeneralName.uniformResourceIdentifier, text);
    }

    private static GeneralName dnsOrAddress(String name) {
        return new GeneralName(ADDRESS.matcher(name).matches() ? GeneralName.iPAddress : GeneralName.dNSName, name);
    }
}
