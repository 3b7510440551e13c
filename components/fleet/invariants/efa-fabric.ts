import { devices } from "../../catalog/devices";
import type { SecurityGroup } from "../facets/security-group";
import type { Finding, Fleet, Invariant, Judgement, SeenAdvertiser, SeenPool } from "../finding";
import { grouped } from "../grouped";
import { shown, type Problem } from "../problem";
import { isUnknown, type SeenByName } from "../seen";
import { facetItems, type FacetItems } from "./facet-items";
import { finding, holds, notApplicable, undecided, violated } from "./judgements";
import { judgePlacementGroups } from "./placement-groups";
import { runningOn, textOf, type Running } from "./running-on";
import { suppliedLabels } from "./supplied-labels";

/**
 * X8: EFA frames pass only between interfaces whose security groups let every protocol in and out by reference to each other,
 * and only in one zone. Trap: nodes are Ready and NCCL stops with "Unresponsive receiver", because egress to 0.0.0.0/0 looks
 * like enough and is not, or pods cannot ask for the interfaces at all.
 */
export const efaFabric: Invariant = {
    id: "X8",
    title: "the nodes of a pool with EFA can reach each other, and pods can ask for its interfaces",
    problems: [
        "fabric.one-zone",
        "fabric.not-open-to-itself",
        "fabric.no-efa-plugin",
        "fabric.placement-group-shared",
        "fabric.placement-strategy",
    ],
    verdicts: {
        holds: "The nodes stand in one zone, their security groups let every protocol through to themselves, and pods can ask for the interfaces.",
        undecided:
            "The fleet says nothing of security groups, or of the placement group, or what they are is not known.",
        notApplicable:
            "The nodes have no EFA; who advertises interfaces that the pool itself offers is a matter of X1.",
    },
    check: (fleet: Fleet) => {
        const groups = facetItems(fleet.securityGroups, "security groups");
        const groupsOf = groupsByPool(groups);
        const plugins = efaPlugins(fleet);
        const labelled = suppliedLabels(fleet, "landing");
        const ofPools = fleet.pools.flatMap((pool): Finding[] => {
            const subject = `pool ${pool.name}`;
            const { fabric } = pool;
            if (isUnknown(fabric)) return [finding("X8", subject, undecided(`the fabric is not known: ${fabric.why}`))];
            if (fabric.efaInterfaces === 0) return [finding("X8", subject, notApplicable("its nodes have no EFA"))];
            return [
                finding("X8", `${subject}, zone`, oneZone(pool)),
                finding("X8", `${subject}, security groups`, openToItself(pool, groups, groupsOf(pool.name))),
                finding("X8", `${subject}, device plugin`, advertised(labelled(pool), plugins)),
            ];
        });
        return [...ofPools, ...judgePlacementGroups(fleet)];
    },
};

type Group = SeenByName<SecurityGroup>;

function oneZone({ name, zones }: SeenPool): Judgement {
    if (isUnknown(zones)) return undecided(`the zones are not known: ${zones.why}`);
    if (zones.length === 1) return holds;
    const [first] = zones;
    return violated({
        id: "fabric.one-zone",
        path: `pools.${name}.zones`,
        got: shown(zones),
        allowed: "one zone: EFA frames do not leave it",
        fix: first === undefined ? "name a zone" : `keep one of them, for example ${shown([first])}`,
    });
}

/** The groups that a pool's interfaces carry, and those of which nobody knows whether they do. */
interface Carried {
    readonly certain: readonly Group[];
    readonly possible: readonly Group[];
}

function groupsByPool(groups: FacetItems<Group>): (pool: string) => Carried {
    const items = groups.is === "given" ? groups.items : [];
    const memberships = items.flatMap(group =>
        isUnknown(group.pools) ? [] : group.pools.map(pool => ({ pool, group })),
    );
    const byPool = grouped(memberships, ({ pool }) => pool);
    const possible = items.filter(({ pools }) => isUnknown(pools));
    return pool => ({ certain: (byPool.get(pool) ?? []).map(({ group }) => group), possible });
}

function openToItself({ name }: SeenPool, groups: FacetItems<Group>, { certain, possible }: Carried): Judgement {
    if (groups.is !== "given") return undecided(groups.why);
    if (certain.some(({ ofCluster }) => ofCluster === true)) return holds;
    const members = new Set(certain.map(group => group.name));
    const missing = directions.filter(direction => !certain.some(group => opens(group, direction, members)));
    if (missing.length === 0) return holds;
    const unsure = [
        ...possible.map(group => `whether it carries ${group.name}`),
        ...certain.filter(isUnsure).map(group => `the rules of ${group.name}`),
    ];
    return unsure.length > 0 ? undecided(`not known: ${unsure.join(", ")}`) : violated(closed(name, certain, missing));
}

const directions = ["ingress", "egress"] as const;

/** Every interface of the pool carries all its groups, so a rule that refers to any of them lets the pool's nodes through. */
function opens({ rules }: Group, direction: (typeof directions)[number], members: ReadonlySet<string>): boolean {
    if (isUnknown(rules)) return false;
    return rules.some(
        rule =>
            rule.direction === direction &&
            rule.protocol === "all" &&
            "group" in rule.peer &&
            members.has(rule.peer.group),
    );
}

function isUnsure({ rules, ofCluster }: Group): boolean {
    return isUnknown(rules) || isUnknown(ofCluster);
}

function closed(pool: string, groups: readonly Group[], missing: readonly string[]): Problem {
    const names = groups.map(({ name }) => name);
    const [first = "a security group"] = names;
    return {
        id: "fabric.not-open-to-itself",
        path: `pools.${pool}.securityGroups`,
        got: `no ${missing.join(" and no ")} rule for every protocol that refers to ${names.join(" or ") || "a group of its own"}`,
        allowed:
            "ingress and egress of every protocol to its own nodes, by reference to a security group; or the cluster's own group",
        fix: `let ${first} pass ${missing.join(" and ")} of every protocol to itself; a range of addresses is not enough`,
    };
}

type PluginsOf = (pool: SeenPool) => readonly Running<SeenAdvertiser>[];

function efaPlugins({ advertisers }: Fleet): PluginsOf {
    return runningOn(advertisers.filter(({ resources }) => isUnknown(resources) || resources.some(isEfa)));
}

function isEfa(name: string): boolean {
    return name === devices.efa.resource || name === devices.efa.deviceClass;
}

/** X1 judges what a pool says that it offers. A pool that does not mention its EFA interfaces still has them. */
function advertised(pool: SeenPool, pluginsOf: PluginsOf): Judgement {
    const { name, resources } = pool;
    if (isUnknown(resources)) return undecided(`the resources are not known: ${resources.why}`);
    if (resources.some(resource => isEfa(resource.name))) {
        return notApplicable(`the pool offers ${devices.efa.resource}: X1 judges whether it is advertised`);
    }
    const plugins = pluginsOf(pool);
    const running = plugins.filter(({ landing }) => landing.verdict === "admits").map(({ thing }) => thing);
    if (running.some(plugin => !isUnknown(plugin.resources))) return holds;
    const unsure = [
        ...running.map(plugin => `what ${plugin.name} advertises is not known: ${whyUnknown(plugin.resources)}`),
        ...plugins.flatMap(({ thing, landing }) =>
            landing.verdict === "undecided" ? [`${thing.name}: ${textOf(landing)}`] : [],
        ),
    ];
    if (unsure.length > 0) return undecided(unsure.join("; "));
    const refusals = plugins.map(({ thing, landing }) => `${thing.name} may not land: ${textOf(landing)}`);
    return violated({
        id: "fabric.no-efa-plugin",
        path: `pools.${name}`,
        got: refusals.join("\n") || `nothing on its cluster advertises ${devices.efa.resource}`,
        allowed: `an advertiser of ${devices.efa.resource} that may run on every node of the pool`,
        fix: "let an EFA device plugin tolerate every taint of the pool, that of its accelerators included",
    });
}

function whyUnknown(field: unknown): string {
    return isUnknown(field) ? field.why : "";
}
