/**
 * What a group's instances were launched from. A group keeps one generation per update of its version or launch template, and
 * which instance came from which, so that a node is shown again as it was registered, whatever became of the template.
 */
import type { Json, Props, StoredResource } from "../../contract";
import { flag, number, optionalNumber, optionalText, record, records, text, textMap, texts } from "../../props";
import type { Market } from "../ec2/vcpu-quotas";
import type { GpuSetup } from "./gpu-setup";
import type { GroupPlan } from "./group-plan";
import { emptyNodeConfig, type KubeletTaint, type NamedCluster, type NodeConfig } from "./node-config";

export interface Generation {
    /** The `amiType` whose image runs, also behind an image of one's own. */
    readonly imageType: string;
    readonly imageId: string;
    readonly kubeletRelease: string;
    readonly kubernetes: string;
    readonly instanceTypes: readonly string[];
    readonly market: Market;
    readonly rootVolumeGiB: number;
    readonly config: NodeConfig;
    readonly launchTemplate: { readonly id: string; readonly version: string } | undefined;
    /** Of the launch template; empty means the cluster's own. */
    readonly securityGroupIds: readonly string[];
    /** The launch template gives its instances a public address. */
    readonly givesPublicAddress: boolean;
    /** What the launch template says of interfaces, placement and reservations. */
    readonly launchData: Props;
}

const markets: Readonly<Record<string, Market>> = {
    ON_DEMAND: "onDemand",
    SPOT: "spot",
    CAPACITY_BLOCK: "capacityBlock",
};

export function generationOf(plan: GroupPlan): Generation {
    const { template } = plan;
    return {
        imageType: plan.image.amiType,
        imageId: plan.imageId,
        kubeletRelease: plan.kubeletRelease,
        kubernetes: plan.version,
        instanceTypes: plan.launches.map(each => each.instanceType),
        market: markets[plan.capacityType] ?? "onDemand",
        rootVolumeGiB: plan.rootVolumeGiB,
        config: plan.config,
        launchTemplate: template && { id: template.id, version: String(template.version) },
        securityGroupIds: template ? securityGroupsOf(template.data) : [],
        givesPublicAddress: records(template?.data ?? {}, "networkInterfaces").some(each =>
            isTrue(each.associatePublicIpAddress),
        ),
        launchData: launchDataOf(template?.data ?? {}),
    };
}

/** Groups of the template, or of its interfaces; EKS then adds none of its own (EKS user guide launch-templates). */
function securityGroupsOf(data: Props): readonly string[] {
    const ofInterfaces = records(data, "networkInterfaces").flatMap(each => texts(each, "securityGroups"));
    return [...new Set([...texts(data, "vpcSecurityGroupIds"), ...ofInterfaces])];
}

const launchSettings = ["networkInterfaces", "placement", "capacityReservationSpecification"];

function launchDataOf(data: Props): Props {
    return Object.fromEntries(Object.entries(data).filter(([key]) => launchSettings.includes(key)));
}

/** Launch templates write their flags as text. */
function isTrue(value: Json | undefined): boolean {
    return value === true || value === "true";
}

/** The hidden part of a group whose new instances come from this generation; what ran before keeps its own. */
export function withGeneration(hidden: Props, generation: Generation): Props {
    const generations = record(hidden, "generations") ?? {};
    const name = String(Object.keys(generations).length + 1);
    return { ...hidden, generations: { ...generations, [name]: written(generation) }, newest: name };
}

/** The same without the newest generation: an update that failed leaves the one before it. */
export function withoutNewest(hidden: Props): Props {
    const newest = text(hidden, "newest");
    const generations = Object.entries(record(hidden, "generations") ?? {}).filter(([name]) => name !== newest);
    return { ...hidden, generations: Object.fromEntries(generations), newest: generations.at(-1)?.[0] ?? "" };
}

export function withLaunched(hidden: Props, instanceIds: readonly string[]): Props {
    const newest = text(hidden, "newest");
    const added = Object.fromEntries(instanceIds.map(id => [id, newest]));
    return { ...hidden, launchedFrom: { ...textMap(hidden, "launchedFrom"), ...added } };
}

export function withoutInstances(hidden: Props, instanceIds: readonly string[]): Props {
    const kept = Object.entries(textMap(hidden, "launchedFrom")).filter(([id]) => !instanceIds.includes(id));
    return { ...hidden, launchedFrom: Object.fromEntries(kept) };
}

export function newestGeneration(group: StoredResource): Generation {
    return generationNamed(group, text(group.hidden, "newest"));
}

export function generationOfInstance(group: StoredResource, instanceId: string): Generation {
    return generationNamed(group, textMap(group.hidden, "launchedFrom")[instanceId] ?? text(group.hidden, "newest"));
}

/** Instances that an update has still to replace. */
export function isOutdated(group: StoredResource, instanceId: string): boolean {
    return textMap(group.hidden, "launchedFrom")[instanceId] !== text(group.hidden, "newest");
}

function generationNamed(group: StoredResource, name: string): Generation {
    const stored = record(record(group.hidden, "generations") ?? {}, name);
    if (!stored) throw new Error(`node group ${group.id} has no generation ${name}`);
    return read(stored);
}

function written(generation: Generation): Json {
    const { config, launchTemplate, ...plain } = generation;
    return {
        ...plain,
        launchTemplate: launchTemplate ?? null,
        config: {
            labels: config.labels,
            taints: config.taints.map(({ key, value, effect }) => ({
                key,
                effect,
                ...(value !== undefined && { value }),
            })),
            cluster: config.cluster ? { ...config.cluster } : null,
            namedAfterInstance: config.namedAfterInstance,
            hugePages: config.hugePages ?? null,
            giantPages: config.giantPages ?? null,
            gpus: config.gpus,
            scripts: config.scripts,
            deviceOwnership: config.deviceOwnership,
            neverBoots: config.neverBoots ?? null,
            maxPods: config.maxPods ?? null,
            localStorage: config.localStorage ?? null,
        },
    };
}

function read(stored: Props): Generation {
    const template = record(stored, "launchTemplate");
    const market = stored.market;
    return {
        imageType: text(stored, "imageType"),
        imageId: text(stored, "imageId"),
        kubeletRelease: text(stored, "kubeletRelease"),
        kubernetes: text(stored, "kubernetes"),
        instanceTypes: texts(stored, "instanceTypes"),
        market: market === "spot" || market === "capacityBlock" ? market : "onDemand",
        rootVolumeGiB: number(stored, "rootVolumeGiB"),
        config: readConfig(record(stored, "config") ?? {}),
        launchTemplate: template && { id: text(template, "id"), version: text(template, "version") },
        securityGroupIds: texts(stored, "securityGroupIds"),
        givesPublicAddress: flag(stored, "givesPublicAddress"),
        launchData: record(stored, "launchData") ?? {},
    };
}

function readConfig(stored: Props): NodeConfig {
    const storage = stored.localStorage;
    const gpus = stored.gpus as GpuSetup | undefined;
    return {
        labels: textMap(stored, "labels"),
        taints: records(stored, "taints").map(readTaint),
        cluster: record(stored, "cluster") as NamedCluster | undefined,
        namedAfterInstance: stored.namedAfterInstance === true,
        hugePages: optionalNumber(stored, "hugePages"),
        giantPages: optionalNumber(stored, "giantPages"),
        gpus: gpus ?? emptyNodeConfig.gpus,
        scripts: texts(stored, "scripts"),
        deviceOwnership: stored.deviceOwnership === true,
        neverBoots: optionalText(stored, "neverBoots"),
        maxPods: optionalNumber(stored, "maxPods"),
        localStorage: storage === "RAID0" || storage === "RAID10" || storage === "Mount" ? storage : undefined,
    };
}

function readTaint(stored: Props): KubeletTaint {
    const value = optionalText(stored, "value");
    return { key: text(stored, "key"), ...(value !== undefined && { value }), effect: text(stored, "effect") };
}
