-- How a host's power is controlled, and what was seen last. The password is sealed with the secrets key, which is not here.
create table host_power (
    host_id            uuid primary key references host on delete cascade,
    kind               text not null check (kind in ('REDFISH', 'IPMI', 'WAKE_ON_LAN')),
    -- Of the controller; of the network that wakes the host, with Wake-on-LAN.
    address            text not null check (length(address) between 1 and 253),
    port               int not null check (port between 1 and 65535),
    username           text check (length(username) between 1 and 255),
    secret_sealed      text,
    certificate_sha256 text check (certificate_sha256 ~ '^[0-9a-f]{64}$'),
    ca_certificate_pem text,
    use_session        boolean not null default false,
    system_path        text check (length(system_path) <= 512),
    cipher_suite       int check (cipher_suite in (3, 17)),
    mac                text check (mac ~ '^[0-9a-f]{2}(:[0-9a-f]{2}){5}$'),
    switch_seconds     int not null check (switch_seconds between 5 and 3600),
    shutdown_seconds   int not null check (shutdown_seconds between 5 and 3600),
    wake_seconds       int not null check (wake_seconds between 5 and 7200),
    seen_state         text check (seen_state in ('ON', 'OFF', 'UNKNOWN')),
    seen_detail        text,
    seen_at            timestamptz,
    failure_code       text,
    failure_detail     text,
    revision           bigint not null check (revision > 0),
    updated_at         timestamptz not null,
    check ((kind = 'WAKE_ON_LAN') = (mac is not null)),
    check ((kind = 'WAKE_ON_LAN') = (username is null)),
    check ((username is null) = (secret_sealed is null)),
    check ((kind = 'IPMI') = (cipher_suite is not null)),
    check ((seen_state is null) = (seen_at is null)),
    check ((failure_code is null) = (failure_detail is null))
);
-- Two hosts behind one control: switching one off would kill the other.
create unique index host_power_address_taken on host_power (kind, lower(address), port, coalesce(system_path, ''))
    where kind <> 'WAKE_ON_LAN';
create unique index host_power_mac_taken on host_power (mac);
