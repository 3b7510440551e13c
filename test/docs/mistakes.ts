import type {
    EksClusterArgs,
    FpgaNodeGroupArgs,
    GpuNodeGroupArgs,
    NetworkArgs,
    NeuronNodeGroupArgs,
} from "../../components/aws";
import { problemsOf as machineProblems } from "../../components/aws/checked";
import { adoptedVersionProblems } from "../../components/aws/eks-cluster/adopted-cluster";
import { adoptedSubnetProblems } from "../../components/aws/network/adopted-subnets";
import type { Reach } from "../../components/aws/network/reach";
import { planFpgaImageBuilder } from "../../components/aws/fpga-image-builder/plan";
import { checkMachineType } from "../../components/aws/node-group/machine-type";
import {
    planEksCluster,
    planFpgaNodeGroup,
    planGpuNodeGroup,
    planNetwork,
    planNeuronNodeGroup,
} from "../../components/aws/planning";
import {
    capacityProblems,
    fabricProblems,
    flexStart,
    gpuOperator,
    mig,
    mps,
    queued,
    timeSlicing,
    type CapacityQuestion,
    type FabricQuestion,
    type Pool,
    type Problem,
    type ProblemId,
} from "../../components/fleet";
import type { DevicePluginsArgs } from "../../components/kubernetes";
import { planDevicePlugins } from "../../components/kubernetes/device-plugins-plan";
import { checkSettings } from "../../stacks/configuration";
import { problemsFrom } from "../aws/problems";
import { advertisingImage, aNeuronPool, anFpgaPool, aPool, efaOf } from "../fleet/builders";
import { aFabricQuestion } from "../fleet/fabric/builders";
import { aBlock, aQuestion, aReservation } from "../fleet/capacity/builders";
import { aDeclaredPool, sharings } from "../fleet/advertisers/fleets";
import { examples, problemsOf } from "../fleet/invariants/examples";

/** Something that a user gets wrong, and what the library says to it. */
export type Mistake = () => readonly Problem[];

const now = "2026-11-22T12:00:00Z";
const defaults = { region: "us-east-2", profile: undefined };

function network(args: unknown, region: string | undefined = defaults.region): Mistake {
    return () => problemsFrom(() => planNetwork("net", args as NetworkArgs, { ...defaults, region }));
}

/** A cluster that is right on this day, but for these arguments. */
function cluster(args: object): Mistake {
    const given = { network: {}, ...args } as EksClusterArgs;
    return () => problemsFrom(() => planEksCluster("shared", given, { defaults, now }));
}

/** A group that is right, but for these arguments and its surroundings. */
function gpuGroup(args: object, { name = "train", region = "us-east-2", zones = threeZones } = {}): Mistake {
    const planned = { key: "shared", version: "1.35", network: { region, zones } };
    const given = { instanceType: "p5.48xlarge", nodes: 2, ...args } as Omit<GpuNodeGroupArgs, "cluster">;
    return () => problemsFrom(() => planGpuNodeGroup(name, { ...given, cluster: planned }, now));
}

function fpgaImageBuilder(args: object, name = "designs"): Mistake {
    return () => problemsFrom(() => planFpgaImageBuilder(name, args, defaults));
}

/** A group with FPGAs that is right, but for these arguments. */
function fpgaGroup(args: object, reach?: Reach): Mistake {
    const network = { region: "us-east-1", zones: ["use1-az4", "use1-az6"], reach };
    const planned = { key: "shared", version: "1.35", network };
    const given = { instanceType: "f2.6xlarge", nodes: 2, ...args } as Omit<FpgaNodeGroupArgs, "cluster">;
    return () => problemsFrom(() => planFpgaNodeGroup("fpgas", { ...given, cluster: planned }, now));
}

/** A group with Trainium that is right, but for these arguments. */
function neuronGroup(args: object): Mistake {
    const planned = { key: "shared", version: "1.35", network: { region: "us-east-2", zones: threeZones } };
    const given = { instanceType: "trn2.48xlarge", nodes: 2, ...args } as Omit<NeuronNodeGroupArgs, "cluster">;
    return () => problemsFrom(() => planNeuronNodeGroup("train", { ...given, cluster: planned }, now));
}

/** A group whose machines are bought in a way that is right, but for this. */
function bought(asked: Partial<CapacityQuestion>): Mistake {
    return () => capacityProblems(aQuestion(asked));
}

/** Nodes that are wired in a way that is right, but for this. */
function wired(asked: Partial<FabricQuestion>): Mistake {
    return () => fabricProblems(aFabricQuestion(asked));
}

function plugins(pools: readonly Pool[], served = new Map<string, string>()): Mistake {
    const args = { cluster: { key: "shared" }, pools } as unknown as DevicePluginsArgs;
    return () => problemsFrom(() => planDevicePlugins("more-plugins", args, () => served));
}

/** The same with the GPU operator, where pools ask for it. */
function operated(pools: readonly Pool[]): Mistake {
    const args = { cluster: { key: "shared" }, pools, advertisers: gpuOperator(pools) } as unknown as DevicePluginsArgs;
    return () => problemsFrom(() => planDevicePlugins("plugins", args, () => new Map()));
}

const claimedChips = [
    { name: "neuron.aws.com", through: "deviceClass", perNode: 16, family: "neuron" },
] as const satisfies Pool["resources"];

/** What runs beside Neuron's device plugin, on one trn1.32xlarge unless other pools are given. */
function besides(neuron: object, pools: readonly Pool[] = [aNeuronPool()]): Mistake {
    const args = { cluster: { key: "shared" }, pools, neuron } as unknown as DevicePluginsArgs;
    return () => problemsFrom(() => planDevicePlugins("plugins", args, () => new Map()));
}

/** How the FPGAs of an f2.48xlarge are advertised. */
function advertised(fpga: object): Mistake {
    const args = { cluster: { key: "shared" }, pools: [anFpgaPool()], fpga } as unknown as DevicePluginsArgs;
    return () => problemsFrom(() => planDevicePlugins("plugins", args, () => new Map()));
}

function stack(settings: object): Mistake {
    return () => problemsFrom(() => checkSettings("quickstart", { pools: {}, ...settings }));
}

const threeZones = ["use2-az1", "use2-az2", "use2-az3"];
const addons = {
    "eks-pod-identity-agent": "v1",
    "vpc-cni": "v1",
    "kube-proxy": "v1",
    "eks-node-monitoring-agent": "v1",
};
const h100 = { kind: "gpu", instanceType: "p5.48xlarge", nodes: 2 };
const train = aPool();
const xid94 = {
    condition: "AcceleratedHardwareReady",
    reason: "NvidiaXID94Error",
    afterMinutes: 30,
    action: "Reboot",
};
const ownAmi = { id: "ami-0a1b2c3d4e5f60718", architecture: "amd64", os: "al2023", drivers: ["nvidia"] };
const research = { key: "team", value: "research", effect: "NoSchedule" } as const;

/** For every id, a mistake to which a planner says this and nothing else. */
export const mistakes: Readonly<Record<ProblemId, Mistake>> = {
    "acknowledge.not-overridable": gpuGroup({ acknowledge: ["nodes.range"] }),
    "advertiser.none": plugins([
        aPool({
            name: "edge",
            image: advertisingImage,
            sharing: { kind: "mig", strategy: "mixed", instances: { "1g.10gb": 7 } },
        }),
    ]),
    "advertiser.operator-mig": operated([
        aDeclaredPool({ name: "train", advertiser: "gpuOperator", sharing: sharings.migMixed }),
        aDeclaredPool({ name: "serve", advertiser: "gpuOperator", sharing: sharings.mps }),
    ]),
    "advertiser.unsuitable": plugins([aPool({ kubernetes: "1.33", advertiser: "draDriver" })]),
    "addon.no-version": cluster({
        version: "1.37",
        addons,
        acknowledge: ["kubernetes-version.unknown"],
    }),
    "capacity.ended": gpuGroup({
        capacity: aBlock({ startsAt: "2026-11-13T11:30:00Z", endsAt: "2026-11-20T11:30:00Z" }),
    }),
    "capacity.image": bought({ capacity: queued({ hours: 24 }), cloud: "gcp", repair: false }),
    "capacity.instant": gpuGroup({ capacity: { ...aBlock(), endsAt: "2026-12-20T12:30:00+01:00" } }),
    "capacity.kind": gpuGroup({ capacity: flexStart({ hours: 24 }) }),
    "capacity.no-spare": gpuGroup({ capacity: aBlock({ instances: 2 }), update: { strategy: "surge" } }),
    "capacity.not-sold": gpuGroup({ capacity: aBlock(), instanceType: "g6.xlarge" }),
    "capacity.other-zone": gpuGroup({ capacity: aBlock(), zones: ["use2-az1", "use2-az2"] }),
    "capacity.placement": bought({ placement: "cluster" }),
    "capacity.repair": bought({ capacity: flexStart({ hours: 24 }), cloud: "gcp", image: "COS" }),
    "capacity.reservation-id": gpuGroup({ capacity: aBlock({ reservationId: "cb-0a1b2c3d4e5f60718" }) }),
    "capacity.size": gpuGroup({ capacity: aBlock({ instances: 100 }) }),
    "capacity.tags": gpuGroup({ capacity: aReservation({ from: { tags: { team: "research" } } }) }),
    "capacity.too-few-instances": gpuGroup({ capacity: aReservation(), nodes: 8 }),
    "capacity.window": gpuGroup({
        capacity: aBlock({ startsAt: "2026-12-20T11:30:00Z", endsAt: "2026-12-13T11:30:00Z" }),
    }),
    "cluster.adopt": () => adoptedVersionProblems("1.34", "1.35"),
    "cluster.no-admin": cluster({ creatorIsAdmin: false }),
    "cluster.service-range": cluster({ serviceCidr: "192.0.2.0/24" }),
    "cluster.too-few-zones": cluster({ network: { zones: ["use2-az1"] } }),
    "config.missing": stack({ pools: { train: { kind: "gpu", nodes: 2 } } }),
    "config.type": stack({ pools: { train: { ...h100, rootVolumeGiB: "500" } } }),
    "config.unknown-key": stack({ cluster: { endpoint: { publc: { cidrs: ["203.0.113.0/24"] } } } }),
    "config.value": stack({ network: { nat: "perzone" } }),
    "endpoint.open-to-world": cluster({ endpoint: { public: { cidrs: ["0.0.0.0/0"] } } }),
    "fpga.builder-name": fpgaImageBuilder({}, "Our_designs"),
    "fpga.builder-principal": fpgaImageBuilder({ principals: ["*"] }),
    "fpga.huge-pages": fpgaGroup({ hugePages: { size: "1Gi", count: 512 } }),
    "fpga.image": fpgaGroup({ image: "bottlerocket" }),
    "fpga.image-id": fpgaGroup({ load: { agfi: "afi-06d0ffc989feeea2a" } }),
    "fpga.retired": fpgaGroup({ instanceType: "f1.2xlarge" }),
    "fpga.sdk": fpgaGroup({ sdk: { url: "https://example.com/kit.tar.gz", sha256: "latest" } }),
    "fpga.sdk-out-of-reach": fpgaGroup({}, { internet: false, services: ["s3"] }),
    "fpga.slots": fpgaGroup({ load: ["empty", "empty"] }),
    "fpga.without-links": advertised({ slots: "counted", problemDetector: true }),
    "image.advertises": gpuGroup({ image: { ami: { ...ownAmi, drivers: [], advertises: ["nvidia"] } } }),
    "image.ami-id": gpuGroup({ image: { ami: { ...ownAmi, id: "ami-latest" } } }),
    "image.architecture": gpuGroup({ image: { ami: { ...ownAmi, architecture: "arm64" } } }),
    "image.not-for-type": gpuGroup({
        instanceType: "g7.2xlarge",
        image: "bottlerocket",
        acknowledge: ["instance-type.not-offered", "zone.not-offered"],
    }),
    "image.release": gpuGroup({ releaseVersion: "1.34.2-20260714" }),
    "instance-type.not-fpga": () => machineProblems(checkMachineType("fpga", "g6.xlarge")),
    "instance-type.not-gpu": gpuGroup({ instanceType: "m7i.large" }),
    "instance-type.not-neuron": neuronGroup({ instanceType: "g6.xlarge" }),
    "instance-type.not-offered": gpuGroup(
        { instanceType: "p4de.24xlarge" },
        { region: "eu-west-3", zones: ["euw3-az1"] },
    ),
    "instance-type.unknown": gpuGroup({ instanceType: "p5.48xlrge" }),
    "instance-type.unsupported": gpuGroup({ instanceType: "p2.xlarge" }),
    "kubernetes-version.unknown": cluster({ version: "1.53", addons: { ...addons, coredns: "v1" } }),
    "kubernetes-version.unsupported": cluster({ version: "1.31" }),
    "label.reserved": gpuGroup({ labels: { "kubernetes.io/os": "linux" } }),
    "label.syntax": gpuGroup({ labels: { team: "machine learning" } }),
    "network.adopted": network({
        adopt: { vpcId: "vpc-0a1b", subnets: [{ id: "subnet-0c2d", zoneId: "use2-az1" }] },
        cidr: "10.0.0.0/16",
    }),
    "network.adopted-subnet": () =>
        adoptedSubnetProblems("vpc-0a1b", ["use2-az1"], [{ id: "subnet-0e3f", vpcId: "vpc-0a1b", zoneId: "use2-az2" }]),
    "network.cidr": network({ cidr: "10.0.0.0/8" }),
    "network.cidr-overlap": cluster({ network: { cidr: "172.20.0.0/16" }, serviceCidr: "172.20.0.0/16" }),
    "network.cidr-too-small": network({ cidr: "10.0.0.0/24" }),
    "network.no-room-for-zone": network({ zones: ["use2-az8"], acknowledge: ["zone.unknown"] }),
    "network.too-many-zones": network({ zones: 3, instanceTypes: ["p5en.48xlarge"] }, "us-east-1"),
    "manager.not-by-eks": gpuGroup({ manager: "selfManaged", repair: true }),
    "nodes.fewer-than-zones": gpuGroup({ nodes: { min: 0, max: 2 }, groupPerZone: true }),
    "nodes.none": gpuGroup({ nodes: 0 }),
    "nodes.not-a-count": gpuGroup({ nodes: { min: 1.5, max: 2 } }),
    ...problemsOf(examples.X16.bad),
    "neuron.lnc": neuronGroup({ instanceType: "trn1.32xlarge", lnc: 2 }),
    "neuron.recovery-role": besides({ recovery: {} }),
    "neuron.sdk": neuronGroup({ instanceType: "inf1.xlarge", neuronSdk: "2.27.1" }),
    "neuron.without-plugin": besides({ scheduler: true }, [
        aNeuronPool({ advertiser: "draDriver", resources: claimedChips }),
    ]),
    "nodes.range": gpuGroup({ nodes: { min: 8, max: 4 } }),
    "nodes.too-many": gpuGroup({ nodes: { min: 0, max: 1000 } }),
    "plugins.already-made": plugins(
        [aNeuronPool({ name: "claims", advertiser: "draDriver", resources: claimedChips })],
        new Map([["DeviceClass neuron.aws.com", "plugins"]]),
    ),
    "plugins.image-unknown": plugins([aPool({ region: "xx-west-1", resources: [...train.resources, efaOf(32)] })]),
    "plugins.no-pools": plugins([]),
    "plugins.other-cluster": plugins([train, aPool({ name: "serve", cluster: "west" })]),
    "plugins.twice": plugins([train], new Map([["train", "plugins"]])),
    "pool.duplicate-name": plugins([train, aPool({ name: "serve" }), train]),
    "pool.name": gpuGroup({}, { name: "Train_A" }),
    "region.missing": () => problemsFrom(() => planNetwork("net", {}, { ...defaults, region: undefined })),
    "region.too-few-zones": network({ zones: 7 }),
    "region.unknown": network({ region: "us-est-2", zones: threeZones }),
    "repair.condition": gpuGroup({ repair: { overrides: [{ ...xid94, condition: "AcceleratedInstanceNotReady" }] } }),
    "repair.duplicate": gpuGroup({ repair: { overrides: [xid94, { ...xid94, action: "Replace" }] } }),
    "root-volume.size": gpuGroup({ rootVolumeGiB: 8 }),
    "taint.duplicate": gpuGroup({ taints: [research, { ...research, value: "other" }] }),
    "taint.reserved": gpuGroup({ taints: [{ ...research, key: "nvidia.com/gpu" }] }),
    "taint.syntax": gpuGroup({ taints: [{ ...research, effect: "noSchedule" }] }),
    "taint.too-many": gpuGroup({ taints: Array.from({ length: 50 }, (_, i) => ({ ...research, key: `team-${i}` })) }),
    ...problemsOf(examples.X1.bad),
    ...problemsOf(examples.X1b.bad),
    ...problemsOf(examples.X2.bad),
    ...problemsOf(examples.X3.bad),
    ...problemsOf(examples.X4.bad),
    ...problemsOf(examples.X5.bad),
    ...problemsOf(examples.X6.bad),
    ...problemsOf(examples.X6b.bad),
    ...problemsOf(examples.X7.bad),
    ...problemsOf(examples.X8.bad),
    ...problemsOf(examples.X9.bad),
    ...problemsOf(examples.X10.bad),
    ...problemsOf(examples.X11.bad),
    ...problemsOf(examples.X12.bad),
    ...problemsOf(examples.X13.bad),
    ...problemsOf(examples.X14.bad),
    ...problemsOf(examples.X15.bad),
    "zone.duplicate": gpuGroup({ zones: ["use2-az1", "use2-az1"] }),
    "zone.not-in-network": gpuGroup({ zones: ["use2-az1", "use2-az3"] }, { zones: ["use2-az1", "use2-az2"] }),
    "zone.not-offered": gpuGroup(
        { instanceType: "p5en.48xlarge", zones: ["use1-az2", "use1-az1"] },
        { region: "us-east-1", zones: ["use1-az1", "use1-az2", "use1-az6"] },
    ),
    "zone.unknown": network({
        adopt: { vpcId: "vpc-0a1b", subnets: [{ id: "subnet-0c2d", zoneId: "us-east-2a" }] },
    }),
    "fabric.no-efa": gpuGroup({ instanceType: "g6.xlarge", zones: ["use2-az1"], efa: "required" }),
    "fabric.no-efa-driver": wired({ drivers: ["nvidia"], efa: "required" }),
    "fabric.placement": gpuGroup({ placement: "own" }),
    "fabric.too-many-interfaces": gpuGroup({ zones: ["use2-az1"], efa: { interfaces: 64 } }),
    "sharing.mig-count": gpuGroup({ sharing: mig({ "1g.10gb": 1.5 }) }),
    "sharing.mig-on-bottlerocket": gpuGroup({ image: "bottlerocket", sharing: mig("4g.40gb") }),
    "sharing.mig-profile": gpuGroup({ sharing: mig("1g.18gb") }),
    "sharing.mig-too-large": gpuGroup({ sharing: mig({ "3g.40gb": 3 }) }),
    "sharing.mps-on-part": gpuGroup({ instanceType: "g6f.xlarge", sharing: mps({ replicas: 2 }) }),
    "sharing.no-mig": gpuGroup({ instanceType: "g6.xlarge", sharing: mig("1g.10gb") }),
    "sharing.replicas": gpuGroup({ instanceType: "g6.xlarge", sharing: timeSlicing({ replicas: 1 }) }),
};
