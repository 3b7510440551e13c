import type { Finding, Judgement, SeenPool } from "../finding";
import type { Taint } from "../pool";
import { shown } from "../problem";
import { isUnknown, knownFields } from "../seen";
import { blocks, taintText, tolerates } from "../workload";
import { isDevice } from "./devices-asked";
import type { Flavor, FlavorPools } from "./flavor-pools";
import type { NominalQuotas } from "./judge-queues";
import { finding, holds, notApplicable, undecided, violated } from "./judgements";

/** What X4 says of one flavor. Of several kinds of node, the first is the one that it is held against. */
export function judgeFlavor(flavor: Flavor, pools: FlavorPools, quotas: NominalQuotas): Finding[] {
    const subject = `flavor ${flavor.name}`;
    const { certain, possible } = pools;
    const [first] = certain;
    if (possible.length > 0) {
        const why = `whether its nodes are those of ${possible.map(({ name }) => name).join(", ")} is not known`;
        return [finding("X4", subject, undecided(why))];
    }
    if (first === undefined) return [finding("X4", subject, violated(landsNowhere(flavor)))];
    const unknown = certain.find(({ machineType }) => isUnknown(machineType));
    if (unknown !== undefined) {
        return [finding("X4", subject, undecided(`the machine type of ${unknown.name} is not known`))];
    }
    const kind = certain.filter(({ machineType }) => machineType === first.machineType);
    return [
        finding("X4", subject, oneKind(flavor, certain)),
        finding("X4", `${subject}, taints`, toldOfTaints(flavor, kind)),
        ...judgeQuotas(flavor, kind, quotas),
    ];
}

function landsNowhere({ name, nodeLabels }: Flavor) {
    return {
        id: "queue.flavor-lands-nowhere",
        path: `resourceFlavors.${name}.nodeLabels`,
        got: `${shown(nodeLabels)}, which no pool of its cluster has`,
        allowed: "labels of a pool",
        fix: "write labels that the nodes of a pool carry, for example pulumi-accelerators/pool",
    } as const;
}

function oneKind({ name }: Flavor, pools: readonly SeenPool[]): Judgement {
    const types = [...new Set(pools.flatMap(({ machineType }) => (isUnknown(machineType) ? [] : [machineType])))];
    const [first] = types;
    if (types.length === 1) return holds;
    return violated({
        id: "queue.flavor-several-kinds",
        path: `resourceFlavors.${name}.nodeLabels`,
        got: `nodes of ${types.join(" and ")}`,
        allowed: "nodes of one machine type: a quota counts all of them as equal",
        fix: `add the label node.kubernetes.io/instance-type=${shown(first)}`,
    });
}

/** Kueue admits a pod to a flavor by the taints that it is told of, less those that the flavor itself tolerates for the pod. */
function toldOfTaints(flavor: Flavor, kind: readonly SeenPool[]): Judgement {
    const fields = knownFields(flavor, ["nodeTaints", "tolerations"]);
    if (isUnknown(fields)) return undecided(fields.why);
    const known = kind.map(({ taints }) => taints);
    const unknown = known.find(isUnknown);
    if (unknown !== undefined) return undecided(`the taints of its nodes are not known: ${unknown.why}`);
    const taints = known.flatMap(each => (isUnknown(each) ? [] : each)).filter(blocks);
    const wanted = new Map(
        taints
            .filter(taint => !fields.tolerations.some(toleration => tolerates(toleration, taint)))
            .map(taint => [taintText(taint), taint]),
    );
    const told = new Set(fields.nodeTaints.filter(blocks).map(taintText));
    const missing = [...wanted.keys()].filter(text => !told.has(text));
    const extra = [...told].filter(text => !wanted.has(text));
    if (missing.length === 0 && extra.length === 0) return holds;
    return violated(otherTaints(flavor, [...wanted.values()], missing, extra));
}

function otherTaints({ name }: Flavor, wanted: readonly Taint[], missing: readonly string[], extra: readonly string[]) {
    const parts = [
        ...(missing.length > 0 ? [`without ${missing.join(", ")}`] : []),
        ...(extra.length > 0 ? [`with ${extra.join(", ")}, which its nodes do not have or it tolerates itself`] : []),
    ];
    return {
        id: "queue.flavor-taints",
        path: `resourceFlavors.${name}.nodeTaints`,
        got: parts.join("; "),
        allowed: wanted.map(taintText).join(", ") || "none",
        fix: "write the taints of its nodes that the flavor does not tolerate",
    } as const;
}

function judgeQuotas(flavor: Flavor, kind: readonly SeenPool[], quotas: NominalQuotas): Finding[] {
    const { name, cluster } = flavor;
    const subject = `flavor ${name}, quota`;
    if (isUnknown(cluster)) return [finding("X4", subject, undecided(`its cluster is not known: ${cluster.why}`))];
    const promised = [...quotas.of(name, cluster)].filter(([resource]) => isDevice(resource));
    if (promised.length === 0 && quotas.unsure === undefined) {
        return [finding("X4", subject, notApplicable("no queue has a quota of its devices"))];
    }
    if (promised.length === 0) return [finding("X4", subject, undecided(quotas.unsure ?? ""))];
    return promised.map(([resource, amount]) =>
        finding("X4", `flavor ${name}, ${resource}`, covered(flavor, resource, amount, kind, quotas)),
    );
}

function covered(
    { name }: Flavor,
    resource: string,
    promised: number,
    kind: readonly SeenPool[],
    quotas: NominalQuotas,
): Judgement {
    const known = kind.map(pool => knownFields(pool, ["nodes", "resources"]));
    const unknown = known.find(isUnknown);
    const there = known.reduce((sum, pool) => {
        if (isUnknown(pool)) return sum;
        const perNode = pool.resources.find(offered => offered.name === resource)?.perNode ?? 0;
        return sum + pool.nodes.max * perNode;
    }, 0);
    if (promised > there) {
        if (unknown !== undefined) return undecided(unknown.why);
        return violated({
            id: "queue.quota-beyond-nodes",
            path: `resourceFlavors.${name}`,
            got: `queues promise ${promised} ${resource}`,
            allowed: `at most ${there}, what its pools have at their largest`,
            fix: `lower the nominal quotas to ${there} together, or let the pools grow`,
        });
    }
    return quotas.unsure === undefined ? holds : undecided(quotas.unsure);
}
