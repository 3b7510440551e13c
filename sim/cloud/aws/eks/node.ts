/** The Node object that a kubelet of a managed node group registers, and what is in its machine. */
import { createHash } from "node:crypto";

import type { MigGpu, NodeDevice, NodeSpec } from "../../contract";
import type { Boots } from "../ec2/ended-instances";
import { boot, type Booted } from "./boot/boot";
import { maxPods } from "./max-pods";
import { migLayout, type MigLayout } from "./mig-layout";
import { neuronDevices, type NeuronHardware } from "./neuron-devices";
import { withDropIn, type KubeletTaint, type NodeConfig } from "./node-config";
import { nodeInfoOf, ownImages, type NodeImage } from "./node-images";
import { minorOf } from "./kubernetes-versions";
import { allocatableStorage, evictionMemoryMiB, reservedMemoryMiB, reservedMillicores } from "./reserved-resources";

/** What EC2 says of an instance type. */
export interface Hardware {
    readonly instanceType: string;
    readonly vcpus: number;
    readonly memoryGiB: number;
    readonly maxInterfaces: number | undefined;
    readonly networkCards: number;
    readonly ipv4PerInterface: number | undefined;
    readonly localDisks: number;
    readonly localDiskGB: number;
    /** NVIDIA GPUs; undefined for a type without. */
    readonly gpu: { readonly model: string; readonly count: number; readonly memoryGiB: number } | undefined;
    /** Inferentia or Trainium chips; undefined for a type without. */
    readonly neuron: NeuronHardware | undefined;
    readonly fpgas: number;
}

export interface ManagedGroup {
    readonly name: string;
    readonly capacityType: string;
    /** Only with a launch template of the user's own. */
    readonly launchTemplate: { readonly id: string; readonly version: string } | undefined;
}

/** One launched instance of a group, and the group's settings that its node shows. */
export interface Machine {
    readonly hardware: Hardware;
    readonly image: NodeImage;
    readonly imageId: string;
    readonly release: string;
    readonly kubernetes: string;
    readonly instanceId: string;
    readonly privateIp: string;
    readonly region: string;
    readonly zone: string;
    readonly zoneId: string;
    readonly clusterArn: string;
    /** What EKS says of its managed group; undefined for a machine that joined by itself. */
    readonly managed: ManagedGroup | undefined;
    readonly labels: Readonly<Record<string, string>>;
    readonly taints: readonly KubeletTaint[];
    readonly rootVolumeGiB: number;
    readonly config: NodeConfig;
    /** Interfaces of the kinds `efa` and `efa-only` that the instance was launched with. */
    readonly efaInterfaces: number;
    readonly prefixDelegation: boolean;
}

/** What a machine boots with: the scripts that its image carries out, and what that holds. */
export function bootsWith({
    image,
    imageId,
    config,
}: {
    readonly image: Pick<NodeImage, "family">;
    readonly imageId: string;
    readonly config: Pick<NodeConfig, "scripts">;
}): Omit<Boots, "fpgas"> {
    const holds = ownImages().find(each => each.imageId === imageId)?.holds;
    const scripts = image.family === "AL2023" ? config.scripts : [];
    return { scripts, fpgaTools: holds === "fpga-tools", xrt: holds === "xrt" };
}

export function nodeSpec(given: Machine): NodeSpec {
    const { scripts, ...image } = bootsWith(given);
    const booted = boot(scripts, given.hardware, image);
    const { machine, dropInProblems } = withDropIns(given, booted);
    const name = machine.config.namedAfterInstance ? machine.instanceId : nodeName(machine.privateIp, machine.region);
    const { capacity, allocatable } = resources(machine);
    const { mig, problems: migProblems } = layoutOf(machine);
    const neuron = neuronDevices(machine.hardware.neuron, machine.image, machine.config, booted.files);
    const problems = [...migProblems, ...booted.problems, ...dropInProblems, ...neuron.problems];
    return {
        name,
        providerId: `aws:///${machine.zone}/${machine.instanceId}`,
        labels: labels(machine, name),
        taints: united(machine.taints, machine.config.taints),
        capacity,
        allocatable,
        internalIp: machine.privateIp,
        nodeInfo: nodeInfoOf(machine.image, machine.kubernetes, machine.release),
        devices: [...devices(machine, mig), ...neuron.devices, ...fpgas(machine, booted)],
        ...(booted.paths.length > 0 && { hostPaths: booted.paths }),
        ...(booted.links.length > 0 && { hostLinks: booted.links }),
        ...(booted.files.size > 0 && { hostFiles: Object.fromEntries(booted.files) }),
        ...(problems.length > 0 && { bootProblems: problems }),
    };
}

/**
 * What a group and the user data of its own image say both is on the node once: "taints must be unique by key and effect pair"
 * (Kubernetes, validation of nodes). Here the group's word counts.
 */
function united(ofGroup: readonly KubeletTaint[], ofUserData: readonly KubeletTaint[]): readonly KubeletTaint[] {
    const said = (taint: KubeletTaint) =>
        ofGroup.some(({ key, effect }) => key === taint.key && effect === taint.effect);
    return [...ofGroup, ...ofUserData.filter(taint => !said(taint))];
}

/** nodeadm merges these in the order of their names (awslabs/amazon-eks-ami, nodeadm README). */
const dropIn = /^\/etc\/eks\/nodeadm\.d\/[^/]+\.(?:ya?ml|json)$/;

function withDropIns(machine: Machine, { files }: Booted): { machine: Machine; dropInProblems: readonly string[] } {
    let config = machine.config;
    const dropInProblems: string[] = [];
    for (const [path, source] of [...files].filter(([each]) => dropIn.test(each)).sort()) {
        const merged = withDropIn(config, source);
        if (!merged) dropInProblems.push(`nodeadm: ${path} is no NodeConfig of node.eks.aws/v1alpha1`);
        config = merged ?? config;
    }
    return { machine: { ...machine, config }, dropInProblems };
}

function fpgas({ hardware }: Machine, { slots, xrt }: Booted): readonly NodeDevice[] {
    if (hardware.fpgas === 0) return [];
    return [
        {
            kind: "fpga",
            family: hardware.instanceType.split(".")[0] ?? "",
            count: slots.length,
            slots: slots.map(({ slot, pciAddress, image }) => ({ slot, pciAddress, image: image ?? null })),
            xrt,
        },
    ];
}

/** The instance's private DNS name: `ip-10-0-1-23.us-east-2.compute.internal`, in us-east-1 `ip-10-0-1-23.ec2.internal`. */
export function nodeName(privateIp: string, region: string): string {
    const host = `ip-${privateIp.replaceAll(".", "-")}`;
    return region === "us-east-1" ? `${host}.ec2.internal` : `${host}.${region}.compute.internal`;
}

/**
 * Labels in the order of who writes them: kubelet, cloud controller, EKS, nodeadm, user. Sources: kubernetes.io well-known
 * labels; `kubectl describe node` of managed nodes in awslabs and containers-roadmap threads; EKS user guide launch-templates
 * (sourceLaunchTemplate…); awslabs/amazon-eks-ami `nodeadm/doc/api-concepts.md` (nvidia.com/gpu.present, from 1.35, on any
 * AL2023 node with an NVIDIA device on its PCI bus).
 */
function labels(machine: Machine, name: string): Readonly<Record<string, string>> {
    const { hardware, image } = machine;
    const cloudProvider = createHash("md5").update(machine.clusterArn).digest("hex").slice(0, 30);
    const sawGpu = hardware.gpu !== undefined && image.family === "AL2023" && minorOf(machine.kubernetes) >= 35;
    return {
        "kubernetes.io/arch": image.architecture,
        "kubernetes.io/os": "linux",
        "kubernetes.io/hostname": name,
        "beta.kubernetes.io/arch": image.architecture,
        "beta.kubernetes.io/os": "linux",
        "node.kubernetes.io/instance-type": hardware.instanceType,
        "beta.kubernetes.io/instance-type": hardware.instanceType,
        "topology.kubernetes.io/region": machine.region,
        "topology.kubernetes.io/zone": machine.zone,
        "failure-domain.beta.kubernetes.io/region": machine.region,
        "failure-domain.beta.kubernetes.io/zone": machine.zone,
        "topology.k8s.aws/zone-id": machine.zoneId,
        "k8s.io/cloud-provider-aws": cloudProvider,
        ...(machine.managed && managedLabels(machine.managed, machine.imageId)),
        ...(sawGpu && { "nvidia.com/gpu.present": "true" }),
        ...machine.config.labels,
        ...machine.labels,
    };
}

function managedLabels({ name, capacityType, launchTemplate }: ManagedGroup, imageId: string): Record<string, string> {
    return {
        "eks.amazonaws.com/nodegroup": name,
        "eks.amazonaws.com/nodegroup-image": imageId,
        "eks.amazonaws.com/capacityType": capacityType,
        ...(launchTemplate && {
            "eks.amazonaws.com/sourceLaunchTemplateId": launchTemplate.id,
            "eks.amazonaws.com/sourceLaunchTemplateVersion": launchTemplate.version,
        }),
    };
}

function resources(machine: Machine): Pick<NodeSpec, "capacity" | "allocatable"> {
    const { hardware } = machine;
    const pods = machine.config.maxPods ?? maxPods(hardware, machine.prefixDelegation);
    const memoryKiB = visibleMemoryKiB(hardware.memoryGiB);
    const storageKiB = ephemeralStorageKiB(machine);
    const reservedKiB = (reservedMemoryMiB(pods) + evictionMemoryMiB) * 1024;
    const [pages, giant] = [hugePages(machine), machine.config.giantPages ?? 0];
    const hugeMiB = pages * 2 + giant * 1024;
    const constant = {
        "hugepages-1Gi": giant === 0 ? "0" : `${giant}Gi`,
        "hugepages-2Mi": pages === 0 ? "0" : `${pages * 2}Mi`,
        pods: String(pods),
    };
    return {
        capacity: {
            cpu: String(hardware.vcpus),
            memory: `${memoryKiB}Ki`,
            "ephemeral-storage": `${storageKiB}Ki`,
            ...constant,
        },
        allocatable: {
            cpu: `${hardware.vcpus * 1000 - reservedMillicores(hardware.vcpus)}m`,
            // Huge pages are taken out of the memory that is there (pkg/kubelet/nodestatus/setters.go, MachineInfo).
            memory: `${memoryKiB - reservedKiB - hugeMiB * 1024}Ki`,
            "ephemeral-storage": String(allocatableStorage(storageKiB)),
            ...constant,
        },
    };
}

/**
 * What the kernel leaves of the memory: its page table takes 1/64, firmware and kernel the rest. Fitted on published AL2023
 * nodes (t3.medium 3931728Ki, g4dn.xlarge 16164852Ki, g5.2xlarge 32475408Ki, p5.48xlarge 2097112716Ki), which it meets
 * within 1.1 %; single types differ by up to 3 % (g6.xlarge 15735928Ki).
 */
function visibleMemoryKiB(memoryGiB: number): number {
    return Math.round(memoryGiB * 1024 ** 2 * (1 - 0.0236)) - 200 * 1024;
}

/** Boot partitions and XFS log of an AL2023 root volume: 20 GiB show as 20893676Ki, 100 GiB as 104779756Ki (published nodes). */
const rootOverheadKiB = 77_844;
/** The largest log that mkfs.xfs makes: 521,728 blocks of 4 KiB. */
const largeLogKiB = 521_728 * 4;

/** With RAID0 nodeadm moves the kubelet's directory onto the array of instance-store disks, else it is on the root volume. */
function ephemeralStorageKiB({ hardware, config, rootVolumeGiB }: Machine): number {
    const usable = config.localStorage === "RAID0" ? 1 : config.localStorage === "RAID10" ? 0.5 : 0;
    if (usable === 0 || hardware.localDisks === 0) return rootVolumeGiB * 1024 ** 2 - rootOverheadKiB;
    return Math.floor((hardware.localDisks * hardware.localDiskGB * 1e9 * usable) / 1024) - largeLogKiB;
}

/** Libfabric's bounce buffers: 110 MiB for each of the two endpoints that Open MPI opens per core. */
const hugePagesPerCpu = 110;

/**
 * Pages of 2 MiB that the image sets aside when an EFA interface is attached. Accelerated AL2023 images do it by EFA's
 * installer, one page more than Bottlerocket: published nodes show 42242Mi on a p5.48xlarge (192 vCPUs) and 21122Mi on p3dn,
 * p4d and p4de (96). Sources: aws-efa-installer `efa-hugepages-reserve.sh` as quoted in bottlerocket-core-kit pull request 141;
 * bottlerocket-core-kit `corndog` (generate-hugepages-setting). The 5128 pages of the EKS user guide are those of older EFA
 * packages.
 */
function hugePages({ hardware, image, config, efaInterfaces }: Machine): number {
    if (config.hugePages !== undefined) return config.hugePages;
    if (efaInterfaces === 0 || !hasEfaDriver(image)) return 0;
    return hugePagesPerCpu * hardware.vcpus + (image.family === "AL2023" ? 1 : 0);
}

/** EKS user guide device-management-efa: AL2023 (NVIDIA, Neuron) and Bottlerocket. */
function hasEfaDriver(image: NodeImage): boolean {
    return image.family === "Bottlerocket" || image.driver !== undefined;
}

function layoutOf({ hardware, image, config }: Machine): MigLayout {
    if (!hardware.gpu || image.driver !== "nvidia") return { mig: [], problems: [] };
    return migLayout(hardware.gpu, config.gpus);
}

function devices({ hardware, image, config, efaInterfaces }: Machine, mig: readonly MigGpu[]): readonly NodeDevice[] {
    const driver = image.driver === "nvidia";
    const setup = config.gpus;
    const plugin = setup.by === "bottlerocket" ? setup.plugin : undefined;
    const gpus = hardware.gpu && {
        kind: "nvidia-gpu" as const,
        ...hardware.gpu,
        driver,
        pluginBuiltIn: driver && image.pluginBuiltIn && plugin !== null,
        ...(plugin !== undefined && plugin !== null && { pluginConfig: plugin }),
        ...(mig.length > 0 && { mig }),
    };
    const efa = { kind: "efa" as const, count: efaInterfaces, driver: hasEfaDriver(image) };
    return [...(gpus ? [gpus] : []), ...(efaInterfaces > 0 ? [efa] : [])];
}
