import { efaPodHugePages } from "../catalog/aws/huge-pages";
import { fpgaResource, fpgaSlots } from "../catalog/aws/fpga-slots";
import { familyResources } from "../catalog/devices";
import { hugePages } from "../fleet/fabric/huge-pages";
import { isCounted, isPartial, partialRequest } from "../fleet/neuron-scheduler";
import { poolLabel } from "../fleet/node-marks";
import { poolOf, type Pool, type PoolOwner, type PoolResource } from "../fleet/pool";
import { refuse, shown, type Problem } from "../fleet/problem";
import { isUnknown } from "../fleet/seen";
import { sampleOptionProblems } from "./sample-pod-schema";
import type { Container, PodManifest, PodSpec, ResourceClaimTemplateManifest, Volume } from "./manifest";

/**
 * What a sample pod runs and asks for.
 *
 * @example
 * const wholeNode: SamplePodOptions = { image: "nvcr.io/nvidia/k8s/cuda-sample:vectoradd-cuda12.5.0", devices: "all" };
 */
export interface SamplePodOptions {
    /**
     * Container image. Default: one that does nothing, so that the pod stays until it is deleted. On F2, an image of yours with
     * AWS's FPGA management tools is told to describe the slots that the pod got.
     */
    readonly image?: string;
    /**
     * Accelerators to ask for, at most what a node has and what one container may have. `all`: as many as that, with every
     * EFA interface of the node and the huge pages that EFA jobs use. Default: 1.
     */
    readonly devices?: number | "all";
    /** Neuron cores to ask for instead of whole chips, at most what a node has. */
    readonly cores?: number;
    /** Huge pages, mounted at /dev/hugepages, of a size that the nodes hold ready: `{ size: "1Gi", amount: "4Gi" }`. */
    readonly hugePages?: HugePageRequest;
    /**
     * The scheduler that gives a pod chips or cores that lie together: `neuronScheduler` of the cluster's `DevicePlugins`. A pod
     * for several of a node, but not all, is refused without it.
     */
    readonly neuronScheduler?: string | undefined;
}

/**
 * Huge pages as a pod asks for them.
 *
 * @example
 * const four: HugePageRequest = { size: "1Gi", amount: "4Gi" };
 */
export interface HugePageRequest {
    readonly size: "2Mi" | "1Gi";
    /** As Kubernetes writes it; a multiple of the size. */
    readonly amount: string;
}

/** Does nothing in every architecture. Source: kubernetes/kubernetes v1.35, build/pause. */
const pause = "registry.k8s.io/pause:3.10.1";

/** Where sample pods run. */
const namespace = "default";

/** Name by which the container finds the claims of its pod. */
const claim = "devices";

/**
 * A pod that lands on the nodes of this pool and on no others: it asks for a device, tolerates the pool's taints and selects
 * the pool. A plain manifest for kubectl, tests or `new k8s.core.v1.Pod`. Where a DRA driver advertises, it needs the claim
 * template of `sampleManifests`.
 *
 * @example
 * samplePod(train).spec.containers[0]?.resources; // { limits: { "nvidia.com/gpu": "1" } }
 * samplePod(train).spec.tolerations; // [{ key: "nvidia.com/gpu", operator: "Equal", value: "present", effect: "NoSchedule" }]
 *
 * @example
 * const wholeNode = samplePod(train, { image: "nvcr.io/nvidia/k8s/cuda-sample:vectoradd-cuda12.5.0", devices: "all" });
 *
 * @example
 * // A quarter of a node of sixteen Trainium chips:
 * const plugins = new kubernetes.DevicePlugins("plugins", { cluster, pools: [chips] });
 * const part = samplePod(chips, { devices: 4, neuronScheduler: plugins.neuronScheduler });
 *
 * @throws RefusedError for options that are none, and for a part of a node's Neuron chips or cores without the scheduler for it.
 */
export function samplePod(owner: Pool | PoolOwner, options: SamplePodOptions = {}): PodManifest {
    const pool = poolOf(owner);
    const subject = `samplePod of ${shown(pool.name)}`;
    refuse(subject, sampleOptionProblems(options));
    refuse(subject, partialProblems(pool, options));
    const { image = pause, neuronScheduler } = options;
    const template = claimTemplate(pool, options);
    const counted = asked(pool, "extendedResource", options).some(({ resource }) => isCounted(resource));
    return {
        apiVersion: "v1",
        kind: "Pod",
        metadata: { name: sampleName(pool), ...sampleMeta(pool) },
        spec: {
            automountServiceAccountToken: false,
            restartPolicy: "Never",
            ...(counted && neuronScheduler !== undefined ? { schedulerName: neuronScheduler } : {}),
            nodeSelector: { [poolLabel]: pool.name },
            tolerations: pool.taints.map(({ key, value, effect }) => ({ key, operator: "Equal", value, effect })),
            ...resourceClaims(template),
            containers: [
                {
                    name: "sample",
                    image,
                    ...(describesSlots(pool) && options.image !== undefined ? { command: describeSlots } : {}),
                    ...containerResources(pool, options, template),
                    securityContext: describesSlots(pool)
                        ? { privileged: true }
                        : { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
                    ...(options.hugePages ? { volumeMounts: [{ name: pages, mountPath: "/dev/hugepages" }] } : {}),
                },
            ],
            ...(options.hugePages ? { volumes: [pagesOf(options.hugePages)] } : {}),
        },
    };
}

/**
 * Everything that a sample pod needs, in the order of its making: the claim template first, where the devices of the pool are
 * claimed from a DRA driver, and the pod.
 *
 * @example
 * sampleManifests(train).map(({ kind }) => kind); // ["Pod"]
 */
export function sampleManifests(
    owner: Pool | PoolOwner,
    options: SamplePodOptions = {},
): (ResourceClaimTemplateManifest | PodManifest)[] {
    const pod = samplePod(owner, options);
    const template = claimTemplate(poolOf(owner), options);
    return [...(template ? [template] : []), pod];
}

const pages = "huge-pages";

function pagesOf({ size }: HugePageRequest): Volume {
    return { name: pages, emptyDir: { medium: `HugePages-${size}` } };
}

/** FPGAs of F2 are reached through sysfs, which only the privileged may write. */
function describesSlots({ resources }: Pool): boolean {
    return resources.some(({ name }) => name === fpgaResource);
}

const describeSlots = [
    "/bin/sh",
    "-c",
    `for slot in ${fpgaSlots.pattern}; do fpga-describe-local-image -S "\${slot##*-}" -H; done`,
];

function sampleName({ name }: Pool): string {
    return `sample-${name}`;
}

function sampleMeta({ name }: Pool) {
    return { namespace, labels: { "app.kubernetes.io/name": "sample", "app.kubernetes.io/instance": name } };
}

/** A resource of the pool, and how many of it the pod asks for. */
interface Asked {
    readonly resource: PoolResource;
    readonly count: number;
}

/**
 * How many of a resource the pod asks for. EFA interfaces come only with everything else; chips and cores are the same hardware
 * counted twice, so that a pod asks for one kind of them.
 */
function amount(resource: PoolResource, { devices = 1, cores }: SamplePodOptions): number {
    const { name, perNode, family, atMostPerContainer = perNode } = resource;
    if (family === "efa") return devices === "all" ? perNode : 0;
    const isCore = familyResources(family).some(each => each.name === name && each.unit === "core");
    if (isCore) return Math.min(cores ?? 0, perNode);
    if (cores !== undefined && resource.through === "extendedResource" && family === "neuron") return 0;
    return Math.min(devices === "all" ? perNode : devices, perNode, atMostPerContainer);
}

function asked(pool: Pool, through: PoolResource["through"], options: SamplePodOptions): readonly Asked[] {
    return pool.resources
        .filter(resource => resource.through === through)
        .map(resource => ({ resource, count: amount(resource, options) }))
        .filter(({ count }) => count > 0);
}

function partialProblems(pool: Pool, options: SamplePodOptions): Problem[] {
    if (options.neuronScheduler !== undefined) return [];
    return asked(pool, "extendedResource", options)
        .filter(({ resource, count }) => isCounted(resource) && isPartial(count, resource.perNode))
        .map(({ resource: { name, perNode }, count }) =>
            partialRequest({
                path: options.cores === undefined ? "devices" : "cores",
                resource: name,
                amount: count,
                perNode,
                scheduler: "default-scheduler",
            }),
        );
}

function containerResources(
    pool: Pool,
    options: SamplePodOptions,
    template: ResourceClaimTemplateManifest | undefined,
): Pick<Container, "resources"> {
    const counts = asked(pool, "extendedResource", options).map(
        ({ resource, count }) => [resource.name, String(count)] as const,
    );
    const limits = { ...Object.fromEntries(counts), ...memoryOfEfa(pool, options), ...memoryOfPages(options) };
    const claims = template ? { claims: [{ name: claim }] } : {};
    const resources = { ...(Object.keys(limits).length > 0 ? { limits } : {}), ...claims };
    return Object.keys(resources).length > 0 ? { resources } : {};
}

/** Huge pages as the jobs of EFA ask for them, and the memory without which Kubernetes refuses a request of huge pages. */
function memoryOfEfa(pool: Pool, options: SamplePodOptions): Record<string, string> {
    const pages = hugePages(pool);
    const interfaces = pool.resources.some(resource => resource.family === "efa" && amount(resource, options) > 0);
    if (!interfaces || isUnknown(pages) || pages < efaPodHugePages.pages) return {};
    return { ...efaPodHugePages.request, memory: efaPodMemory };
}

/** The pages that are asked for, and memory besides: Kubernetes refuses pods that ask for pages alone. */
function memoryOfPages({ hugePages: asked }: SamplePodOptions): Record<string, string> {
    return asked ? { [`hugepages-${asked.size}`]: asked.amount, memory: "1Gi" } : {};
}

/** Source: EKS user guide node-efa (manifest of the NCCL test). */
const efaPodMemory = "8000Mi";

function claimTemplate(pool: Pool, options: SamplePodOptions): ResourceClaimTemplateManifest | undefined {
    const classes = asked(pool, "deviceClass", options);
    if (classes.length === 0) return undefined;
    const requests = classes.map(({ resource: { name: deviceClassName }, count }, index) => ({
        name: `devices-${index}`,
        exactly: { deviceClassName, allocationMode: "ExactCount" as const, count },
    }));
    return {
        apiVersion: "resource.k8s.io/v1",
        kind: "ResourceClaimTemplate",
        metadata: { name: sampleName(pool), ...sampleMeta(pool) },
        spec: { spec: { devices: { requests } } },
    };
}

function resourceClaims(template: ResourceClaimTemplateManifest | undefined): Pick<PodSpec, "resourceClaims"> {
    if (!template) return {};
    return { resourceClaims: [{ name: claim, resourceClaimTemplateName: template.metadata.name }] };
}
