/** The pages that are looked at and checked: path, and what to do there first. */

const open = (name) => async (page) => {
    await page.locator(".table-body .row-link", { hasText: name }).first().click();
    await page.locator(".page-title h1", { hasText: name }).waitFor();
};

/** There is nothing to choose before the rows are there. */
async function inspectFirstRow(page) {
    await page.locator(".table-row").first().waitFor();
    await page.keyboard.press("j");
    await page.keyboard.press(" ");
    await page.locator(".inspector").waitFor();
}

async function openVmHa(page) {
    await open("web-1")(page);
    await page.locator(".section-aside button").nth(1).click();
    await page.locator("[role=dialog] #ha-after").waitFor();
}

const openUsage = (name) => async (page) => {
    await open(name)(page);
    await page.locator(".tab").last().click();
    await page.locator(".usage-line").first().waitFor();
};

const openHostHa = (name) => async (page) => {
    await open(name)(page);
    await page.locator(".tab").nth(2).click();
    await page.locator(".ha-left, .ha-restarts").first().waitFor();
};

const openHostPower = (name) => async (page) => {
    await open(name)(page);
    await page.locator(".tab").nth(3).click();
    await page.locator(".facts").first().waitFor();
    await page.locator(".section").nth(2).waitFor();
};

export const PAGES = [
    { name: "overview", path: "/" },
    { name: "vms", path: "/vms" },
    {
        name: "vms-inspector",
        path: "/vms",
        act: inspectFirstRow,
    },
    {
        name: "vms-bulk",
        path: "/vms",
        act: async (page) => {
            await page.locator(".table-body .table-row").nth(3).waitFor();
            for (const key of ["j", "j", "x", "j", "x", "m"]) await page.keyboard.press(key);
            await page.locator("[role=dialog]").waitFor();
        },
    },
    { name: "vms-nothing", path: "/vms?filter=no-such-vm" },
    { name: "vms-fault", path: "/vms?filter=status.powerState%20=%20RUNNING" },
    { name: "vm-create", path: "/vms/new", act: async (page) => page.locator(".placement").waitFor() },
    { name: "vm", path: "/vms", act: open("demo") },
    {
        name: "vm-why-not",
        path: "/vms",
        act: async (page) => {
            await open("demo")(page);
            await page.locator("#why-not-host").selectOption({ label: "n2" });
            await page.locator("[role=status] p.subtle").first().waitFor();
        },
    },
    { name: "vm-silent", path: "/vms", act: open("cache-1") },
    {
        name: "vm-edit",
        path: "/vms",
        act: async (page) => {
            await open("build-agent")(page);
            await page.locator(".section-aside button").first().click();
            await page.locator("[role=dialog]").waitFor();
        },
    },
    {
        name: "vm-migrate",
        path: "/vms",
        act: async (page) => {
            await open("web-1")(page);
            await page.locator(".page-actions button.pf-m-secondary").last().click();
            await page.locator(".placement-host").first().waitFor();
        },
    },
    {
        name: "vm-delete",
        path: "/vms",
        act: async (page) => {
            await open("build-agent")(page);
            await page.locator(".page-actions .menu-button").click();
            await page.locator("[role=menuitem]").last().click();
            await page.locator("[role=dialog]").waitFor();
        },
    },
    {
        name: "vm-console",
        path: "/vms",
        act: async (page) => {
            await open("demo")(page);
            await page.locator(".tab").nth(1).click();
            await page.locator(".console-screen canvas").waitFor();
        },
    },
    {
        name: "vm-serial",
        path: "/vms",
        act: async (page) => {
            await open("demo")(page);
            await page.locator(".tab").nth(1).click();
            await page.locator(".console-kinds button").nth(1).click();
            await page.locator(".xterm-rows").waitFor();
        },
    },
    {
        name: "vm-tasks",
        path: "/vms",
        act: async (page) => {
            await open("demo")(page);
            await page.locator(".tab").nth(2).click();
        },
    },
    {
        name: "vm-history",
        path: "/vms",
        act: async (page) => {
            await open("demo")(page);
            await page.locator(".tab").nth(3).click();
        },
    },
    { name: "hosts", path: "/hosts" },
    { name: "hosts-lanes", path: "/hosts?view=lanes" },
    { name: "host", path: "/hosts", act: open("n1") },
    { name: "host-lost", path: "/hosts", act: open("n4") },
    {
        name: "host-enrol",
        path: "/hosts/enrol",
        act: async (page) => {
            await page.locator("main button.pf-m-primary").click();
            await page.locator(".copy").waitFor();
        },
    },
    { name: "storage", path: "/storage" },
    {
        name: "storage-inspector",
        path: "/storage",
        act: inspectFirstRow,
    },
    { name: "networks", path: "/networks" },
    {
        name: "network-create",
        path: "/networks",
        act: async (page) => {
            await page.locator("main button.pf-m-primary").click();
            await page.locator("[role=dialog]").waitFor();
        },
    },
    { name: "images", path: "/images" },
    {
        name: "image-add",
        path: "/images",
        act: async (page) => {
            await page.locator("main button.pf-m-primary").click();
            await page.locator("[role=dialog]").waitFor();
        },
    },
    { name: "alarms", path: "/alarms", act: async (page) => page.locator("table.plain").waitFor() },
    {
        name: "alarms-definitions",
        path: "/alarms?tab=definitions",
        act: async (page) => page.locator("table.plain").waitFor(),
    },
    {
        name: "alarm-create",
        path: "/alarms?tab=definitions",
        act: async (page) => {
            await page.locator(".page-body .pf-m-primary").click();
            await page.locator("[role=dialog] #alarm-kind").selectOption("VM");
            await page.locator("[role=dialog] #alarm-type").selectOption("STATE");
            await page.locator("[role=dialog] #alarm-values-CRASHED").check();
        },
    },
    {
        name: "alarm-edit",
        path: "/alarms?tab=definitions",
        act: async (page) => {
            await page.locator("td.num button").first().click();
            await page.locator("[role=dialog] #alarm-critical").fill("much");
            await page.locator("[role=dialog] #alarm-critical-help .violation").waitFor();
        },
    },
    {
        name: "alarms-channels",
        path: "/alarms?tab=channels",
        act: async (page) => {
            await page.locator("td .text-button").first().click();
            await page.locator(".deliveries table").waitFor();
        },
    },
    {
        name: "channel-create",
        path: "/alarms?tab=channels",
        act: async (page) => {
            await page.locator(".page-body .pf-m-primary").click();
            await page.locator("[role=dialog] #channel-type").selectOption("MAIL");
            await page.locator("[role=dialog] #channel-to").waitFor();
        },
    },
    {
        name: "channel-secret",
        path: "/alarms?tab=channels",
        act: async (page) => {
            await page.locator("td .menu-button").first().click();
            await page.locator("[role=menuitem]").first().click();
            await page.locator("[role=dialog] .pf-m-primary").click();
            await page.locator("[role=dialog] .copy").waitFor();
        },
    },
    { name: "ha", path: "/ha", act: async (page) => page.locator(".ha-verdict").waitFor() },
    { name: "rules", path: "/rules", act: async (page) => page.locator(".rule").first().waitFor() },
    { name: "power", path: "/power", act: async (page) => page.locator(".power-hosts").waitFor() },
    {
        name: "power-settings",
        path: "/power?tab=settings",
        act: async (page) => page.locator(".power-form").waitFor(),
    },
    {
        name: "power-hours-refused",
        refused: 400,
        path: "/power?tab=settings",
        act: async (page) => {
            await page.locator(".power-schedule .pf-m-link").click();
            const days = page.locator(".power-hours").last().locator("input:checked");
            while ((await days.count()) > 0) await days.first().uncheck();
            await page.locator(".power-form .pf-m-primary").click();
            await page.locator(".power-hours .violation").scrollIntoViewIfNeeded();
        },
    },
    { name: "host-power", path: "/hosts", act: openHostPower("n1") },
    { name: "host-power-untrusted", path: "/hosts", act: openHostPower("n2") },
    {
        name: "host-power-control",
        path: "/hosts",
        act: async (page) => {
            await openHostPower("n1")(page);
            await page.locator(".section-aside .pf-m-link").nth(2).click();
            await page.locator("[role=dialog] #control-certificate").waitFor();
        },
    },
    {
        name: "host-power-model",
        refused: 404,
        path: "/hosts",
        act: async (page) => {
            await openHostPower("n3")(page);
            await page.locator(".section-aside .pf-m-link").last().click();
            await page.locator("[role=dialog] #model-idle").waitFor();
        },
    },
    {
        name: "host-power-test",
        path: "/hosts",
        act: async (page) => {
            await openHostPower("n1")(page);
            await page.locator(".section-aside .pf-m-link").nth(1).click();
            await page.locator("[role=dialog] #test-mode").waitFor();
        },
    },
    { name: "resource-pools", path: "/resource-pools", act: async (page) => page.locator(".pool-table").waitFor() },
    { name: "balance", path: "/balance", act: async (page) => page.locator(".balance-card").first().waitFor() },
    {
        name: "balance-others",
        path: "/balance",
        act: async (page) => page.locator(".balance-card summary").first().click(),
    },
    {
        name: "balance-snooze",
        path: "/balance",
        act: async (page) => {
            await page.locator(".balance-card .menu-button").first().click();
            await page.locator("[role=menuitem]").first().waitFor();
        },
    },
    {
        name: "balance-history",
        path: "/balance?tab=history",
        act: async (page) => page.locator(".balance-move").first().waitFor(),
    },
    {
        name: "balance-settings",
        path: "/balance?tab=settings",
        act: async (page) => page.locator(".balance-table").waitFor(),
    },
    {
        name: "balance-kept",
        path: "/balance?tab=kept",
        act: async (page) => page.locator(".balance-rows > li").first().waitFor(),
    },
    {
        name: "rule-create",
        path: "/rules",
        act: async (page) => {
            await page.locator(".section-aside button").last().click();
            await page.locator("[role=dialog] #rule-kind").selectOption("VM_HOST");
            await page.locator("[role=dialog] #rule-hosts").waitFor();
        },
    },
    {
        name: "ha-edit",
        path: "/ha",
        act: async (page) => {
            await page.locator(".section-aside button").last().click();
            await page.locator("[role=dialog] #ha-failures").waitFor();
        },
    },
    {
        name: "ha-incidents",
        path: "/ha?tab=incidents",
        act: async (page) => page.locator(".table-row").first().waitFor(),
    },
    {
        name: "ha-incident",
        path: "/ha?tab=incidents",
        act: async (page) => {
            await page.locator(".table-body .row-link").first().click();
            await page.locator(".ha-timeline").waitFor();
        },
    },
    { name: "vm-ha-edit", path: "/vms", act: openVmHa },
    { name: "vm-usage", path: "/vms", act: openUsage("demo") },
    { name: "host-usage", path: "/hosts", act: openUsage("n1") },
    { name: "host-ha", path: "/hosts", act: openHostHa("n1") },
    { name: "host-ha-left", path: "/hosts", act: openHostHa("n3") },
    {
        name: "host-dead",
        path: "/hosts",
        act: async (page) => {
            await open("n4")(page);
            await page.locator(".page-actions .menu-button").click();
            await page.locator("[role=menuitem]").first().click();
            await page.locator("#dead-name").waitFor();
        },
    },
    { name: "tasks", path: "/tasks" },
    { name: "events", path: "/tasks?tab=events" },
    {
        name: "task-failed",
        path: "/tasks",
        act: async (page) => {
            await page.locator(".table-body .row-link", { hasText: "db-1" }).first().click();
            await page.locator(".problem").waitFor();
        },
    },
    { name: "admin-users", path: "/admin" },
    { name: "admin-tokens", path: "/admin?tab=tokens" },
    { name: "admin-audit", path: "/admin?tab=audit" },
    { name: "admin-system", path: "/admin?tab=system" },
    {
        name: "palette",
        path: "/",
        act: async (page) => {
            await page.keyboard.press("Control+k");
            await page.locator(".palette input").fill("web-1");
            await page.locator(".palette [role=option]").nth(3).waitFor();
        },
    },
    {
        name: "tray",
        path: "/",
        act: async (page) => {
            await page.locator(".tray-button").click();
            await page.locator(".tray-panel").waitFor();
        },
    },
    {
        name: "shortcuts",
        path: "/",
        act: async (page) => {
            await page.keyboard.press("?");
            await page.locator("[role=dialog]").waitFor();
        },
    },
    {
        name: "show-api",
        path: "/vms/new",
        act: async (page) => {
            await page.locator("main .text-button").click();
            await page.locator("[role=dialog]").waitFor();
        },
    },
    { name: "not-found", path: "/no/such/page" },
];

/** Pages of someone who is not logged in; the mock logs everybody out for them. */
export const FRONT_PAGES = [{ name: "login", path: "/login" }];
