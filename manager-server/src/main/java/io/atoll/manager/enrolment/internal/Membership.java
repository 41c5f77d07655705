package io.atoll.manager.enrolment.internal;

import io.atoll.manager.audit.AuditLog;
import io.atoll.manager.pki.HostCertificates;
import io.atoll.manager.pki.Pki;
import io.atoll.manager.platform.Ids;
import java.time.Clock;
import org.springframework.stereotype.Component;

/** What everything about membership needs: the authority, the audit log, time and ids. */
@Component
record Membership(Pki pki, HostCertificates certificates, AuditLog audit, Ids ids, Clock clock) {}
