/**
 * The only way out: fetches what a user named by URL. Resolves a name once and connects to exactly that address, refuses
 * addresses inside the house unless the administrator listed them, checks every redirect anew, and bounds size, time and
 * slowness. Never sends credentials, never follows anything but http and https. Also says where management controllers of
 * hosts may be, which others then talk to. Start reading at {@link io.atoll.manager.egress.EgressClient} and
 * {@link io.atoll.manager.egress.ManagementNetworks}.
 */
@NullMarked
package io.atoll.manager.egress;

import org.jspecify.annotations.NullMarked;
