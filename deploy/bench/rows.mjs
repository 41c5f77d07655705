// Many VM rows, made inside the lab's own database: a list of 10,000 VMs does not need 10,000 disks.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { setting } from "../lab/api.mjs";

/** @param {string} vmId the VM to copy @param {number} count */
export async function copyVms(vmId, count) {
  await withDatabase(async (database) => {
    await database.query(
      `with copies as (
         insert into vm
         select row.* from generate_series(1, $2::int) n, vm source,
           jsonb_populate_record(source, jsonb_build_object(
             'id', gen_random_uuid(), 'name', 'bench-copy-' || n,
             -- A copy has no disks beside which its spec could be written.
             'spec_written_generation', source.spec_generation)) row
         where source.id = $1
         returning id),
       numbered as (select id, row_number() over () n from copies)
       insert into vm_nic (vm_id, nic_index, network_id, mac)
       select numbered.id, 0, nic.network_id, ('0e:00:' || regexp_replace(lpad(to_hex(numbered.n), 8, '0'), '(..)(?=.)', '\\1:', 'g'))::macaddr
       from numbered, vm_nic nic where nic.vm_id = $1`,
      [vmId, count],
    );
    await database.query("analyze vm");
  });
}

/** @param {string} vmId the VM that was copied stays */
export async function removeCopies(vmId) {
  await withDatabase((database) =>
    database.query("delete from vm where name like 'bench-copy-%' and id <> $1", [vmId]),
  );
}

/** @param {(database: pg.Client) => Promise<unknown>} work */
async function withDatabase(work) {
  const data = setting("ATOLL_MANAGER_DATA");
  const folder = readdirSync(join(data, "postgres")).find((name) => name.startsWith("data-"));
  const port = readFileSync(join(data, "postgres", String(folder), "postmaster.pid"), "utf8").split("\n")[3];
  const password = readFileSync(join(data, "secrets", "postgres-password"), "utf8").trim();
  const database = new pg.Client({ host: "127.0.0.1", port: Number(port), user: "atoll", database: "atoll", password });
  await database.connect();
  try {
    await work(database);
  } finally {
    await database.end();
  }
}
