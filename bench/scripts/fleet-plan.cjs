// Plans fleets of different sizes in one process, in turn, and prints for each the median time and what one plan keeps in memory.
// Needs --expose-gc.
// Pools differ in type, capacity, sharing, fabric, taints and zones, as no fleet of one kind would show what grows too fast.
const { capacityBlock, onDemand, plan, reservation, spot } = require("../../dist/fleet/index.js");
const { planGpuNodeGroup } = require("../../dist/aws/planning.js");

const now = "2026-12-01T00:00:00Z";
const zones = ["use2-az1", "use2-az2", "use2-az3"];
const cluster = { key: "shared", version: "1.35", network: { region: "us-east-2", zones } };
const times = { startsAt: "2026-12-13T11:30:00Z", endsAt: "2026-12-20T11:30:00Z" };
const kinds = [
    { instanceType: "p5.48xlarge", capacity: onDemand() },
    { instanceType: "g6.xlarge", capacity: spot() },
    { instanceType: "p5en.48xlarge", block: true },
    { instanceType: "g6e.12xlarge", reserved: true },
    { instanceType: "p4d.24xlarge", capacity: spot() },
];

function aPool(index) {
    const { instanceType, capacity, block, reserved } = kinds[index % kinds.length];
    const id = `cr-${String(index).padStart(17, "0")}`;
    const zone = zones[index % zones.length];
    const bought = block
        ? capacityBlock({ reservationId: id, zone, instances: 4, ...times })
        : reserved
          ? reservation({ id, zone, instances: 4 })
          : capacity;
    return planGpuNodeGroup(
        `pool-${index}`,
        {
            cluster,
            instanceType,
            capacity: bought,
            nodes: { min: 0, max: 4 },
            zones: block || reserved ? [zone] : undefined,
            labels: { "example.com/team": `team-${index % 20}` },
            taints: [{ key: "team", value: `team-${index % 20}`, effect: "NoSchedule" }],
        },
        now,
    ).pool;
}

/** Room for every pool, so that the sum is taken over all of them. */
function subnetIn(zone, pools) {
    const names = pools.filter(pool => pool.zones.includes(zone)).map(pool => pool.name);
    return { name: zone, zone, prefixLength: 8, taken: 0, ofControlPlane: true, pools: names };
}

const fleets = process.argv
    .slice(2)
    .map(Number)
    .map(size => {
        const pools = Array.from({ length: size }, (_, index) => aPool(index));
        return { size, pools, facets: { subnets: zones.map(zone => subnetIn(zone, pools)) }, milliseconds: [] };
    });
const config = {
    budgetUsdPerHour: { max: 1e9 },
    quotaLimits: ["L-417A185B", "L-DB2E81BA"].map(code => ({ region: "us-east-2", code, vcpus: 1e9 })),
};

const planOf = ({ pools, facets }) => plan(pools, { now, config, facets });

planOf(fleets[0]); // tables are read at the first question
for (let run = 0; run < 9; run += 1) {
    for (const fleet of fleets) {
        const before = process.cpuUsage(); // other processes disturb it less than the clock
        planOf(fleet);
        const { user, system } = process.cpuUsage(before);
        fleet.milliseconds.push((user + system) / 1000);
    }
}

const median = values => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const sizes = fleets.map(fleet => {
    globalThis.gc();
    const before = process.memoryUsage().heapUsed;
    const kept = planOf(fleet);
    globalThis.gc();
    return {
        pools: fleet.size,
        milliseconds: median(fleet.milliseconds),
        heapMiB: (process.memoryUsage().heapUsed - before) / 2 ** 20,
        jsonMiB: JSON.stringify(kept).length / 2 ** 20,
    };
});
const pulumiFiles = Object.keys(require.cache).filter(file => file.includes("/@pulumi/")).length;
console.log(JSON.stringify({ sizes, pulumiFiles, residentMiB: process.memoryUsage().rss / 2 ** 20 }));
