import Table from "cli-table3";
import type { FleetSummary } from "../../components";
import type { PoolProof, SamplePodOutcome } from "./fleet-proof";

/** The fleet as a person reads it: one row per pool, what the cluster offers beside what was declared. */
export function renderFleet(summary: FleetSummary, proofs: readonly PoolProof[]): string {
    const table = new Table({
        head: ["pool", "machine", "nodes ready", "allocatable", "USD/h", "quota needed", "sample pod"],
        style: { head: [], border: [] },
    });
    for (const pool of summary.pools) {
        const proof = proofs.find(candidate => candidate.pool === pool.name);
        table.push([
            pool.name,
            pool.machineType,
            proof === undefined ? "–" : `${proof.nodesReady}/${proof.nodes}`,
            proof === undefined ? "–" : allocatable(proof),
            price(pool.price),
            pool.quota,
            proof === undefined ? "–" : outcome(proof.samplePod),
        ]);
    }
    return table.toString();
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
            return `Pending: ${samplePod.why}`;
    }
}
