import Table from "cli-table3";
import type { FleetSummary, PoolSummary, QuotaNeed } from "../../components/fleet";
import type { PoolProof, SamplePodOutcome } from "./fleet-proof";

/** The fleet as a person reads it: one row per pool, what the cluster offers beside what was declared. */
export function renderFleet(summary: FleetSummary, proofs: readonly PoolProof[]): string {
    const table = new Table({
        head: ["pool", "machine", "nodes ready", "allocatable", "USD/h", "quota needed", "sample pod"],
        style: { head: [], border: [] },
    });
    const proofOf = new Map(proofs.map(proof => [proof.pool, proof]));
    for (const pool of summary.pools) {
        const proof = proofOf.get(pool.name);
        table.push([
            pool.name,
            pool.machineType,
            proof === undefined ? "–" : `${proof.nodesReady}/${proof.nodes}`,
            proof === undefined ? "–" : allocatable(proof),
            poolPrice(pool),
            quotaOf(pool.name, summary),
            proof === undefined ? "–" : outcome(proof.samplePod),
        ]);
    }
    const complaints = proofs.flatMap(proof => proof.complaints.map(each => `✗ ${proof.pool}: ${each}`));
    return [table.toString(), ...complaints, ...totals(summary)].join("\n");
}

function totals({ price, nodes, quotas }: FleetSummary): string[] {
    const asOf = price.asOf.length === 0 ? "" : `, list prices of ${price.asOf.join(", ")}`;
    const cost = price.complete
        ? `${usd(price.usdPerHour.desired)} USD/h now, ${usd(price.usdPerHour.max)} at the largest size${asOf}`
        : `at least ${usd(price.atLeastUsdPerHour.desired)} USD/h now${asOf}; no price is known for ` +
          price.missing.map(({ pool, machineType }) => `${pool} (${machineType})`).join(", ");
    return [`${nodes.desired} nodes now, ${nodes.max} at most; ${cost}`, ...quotas.map(quotaLine)];
}

function quotaLine({ quota, region, vcpus, vcpusWhileUpdating }: QuotaNeed): string {
    const before = quota.defaultValue.known ? `; a new account has ${quota.defaultValue.vcpus}` : "";
    const updating = vcpusWhileUpdating > vcpus ? `, ${vcpusWhileUpdating} while nodes are replaced` : "";
    return `quota ${quota.code} (${quota.name}) in ${region}: ${vcpus} vCPUs at the largest size${updating}${before}`;
}

function poolPrice(pool: PoolSummary): string {
    return pool.usdPerHour.known ? usd(pool.usdPerHour.desired) : `unknown: ${pool.usdPerHour.why}`;
}

function quotaOf(pool: string, summary: FleetSummary): string {
    const need = summary.quotas.find(({ pools }) => pools.includes(pool));
    const unknown = summary.unknownQuotas.find(each => each.pool === pool);
    return need?.quota.code ?? (unknown === undefined ? "none" : `unknown: ${unknown.why}`);
}

function allocatable(proof: PoolProof): string {
    const offers = Object.entries(proof.allocatable).map(([resource, count]) => `${count} × ${resource}`);
    return offers.length === 0 ? "cpu only" : offers.join("\n");
}

function outcome(samplePod: SamplePodOutcome): string {
    switch (samplePod.kind) {
        case "scheduled":
            return "scheduled";
        case "noNodes":
            return "no nodes yet";
        case "pending":
            return "Pending";
    }
}

function usd(amount: number): string {
    return amount.toFixed(2);
}
