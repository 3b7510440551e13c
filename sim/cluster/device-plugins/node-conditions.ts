import type { KubernetesApi } from "../kubernetes/api-client";
import type { Node } from "../kubernetes/objects";
import type { ReportedCondition } from "./plugin";

/**
 * Writes conditions into a node's status as whoever found them: the API server says whether that service account may. What says
 * the same as before keeps the moment of its change. A condition stays when who wrote it goes, as on a real node.
 */
export async function reportConditions(
    api: KubernetesApi,
    nodeName: string,
    user: string,
    found: readonly ReportedCondition[],
): Promise<void> {
    const reporter = api.actingAs(user);
    const path = `/api/v1/nodes/${nodeName}`;
    const { status } = await reporter.get<Node>(path);
    const now = `${new Date().toISOString().slice(0, 19)}Z`;
    const conditions = found.map(condition => {
        const before = status?.conditions?.find(({ type }) => type === condition.type);
        const since = before?.status === condition.status ? before.lastTransitionTime : undefined;
        return { ...condition, lastHeartbeatTime: now, lastTransitionTime: since ?? now };
    });
    await reporter.patch(`${path}/status`, "strategic-merge", { status: { conditions } });
}
