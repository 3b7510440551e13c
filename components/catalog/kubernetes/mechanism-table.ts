import type { DeviceFamily } from "../devices";

/**
 * How the devices of a family come to be advertised: `image`: what the node brings, on EKS Auto Mode and in Bottlerocket;
 * `devicePlugin`: a DaemonSet in the cluster; `gpuOperator`: NVIDIA's operator with its plugin; `draDriver`: a driver of
 * Dynamic Resource Allocation.
 */
export type Mechanism = "image" | "devicePlugin" | "gpuOperator" | "draDriver";

/** Who keeps the machines. `auto`: EKS Auto Mode. `karpenter`: Karpenter in the cluster. */
export type NodeKeeper = "managed" | "selfManaged" | "auto" | "karpenter";

/** How pods share a device, as far as mechanisms differ. The MIG strategies: one name for all instances, or one per profile. */
export type SharingMode = "whole" | "migSingle" | "migMixed" | "timeSlicing" | "mps";

/**
 * What must be there besides the mechanism. `migManager`: something on the node that divides its GPUs. `mpsControlDaemon`:
 * NVIDIA's daemon for MPS, one on each node. `staticCapacity`: a node pool of fixed size.
 */
export type Addition = "migManager" | "mpsControlDaemon" | "staticCapacity";

/** Whether a mechanism can advertise devices that are shared in a way, and what it needs for that. */
export type SharingSupport =
    { readonly serves: true; readonly needs: readonly Addition[] } | { readonly serves: false; readonly why: string };

/** One row: a mechanism for a family on the nodes of some keepers. Each (family, mechanism, keeper) stands at most once. */
export interface MechanismRow {
    readonly family: DeviceFamily;
    readonly mechanism: Mechanism;
    readonly keepers: readonly NodeKeeper[];
    /**
     * What the node must bring. `advertiser`: the driver and a plugin that runs. `driver`: the driver, and no plugin of its own
     * that runs. `plain`: no such plugin either, and no driver, for the devices need none. `nothing`: EKS brings all of it,
     * whatever the catalogue says of images.
     */
    readonly node: "advertiser" | "driver" | "plain" | "nothing";
    /** Instance families (`inf1`) whose devices the mechanism does not know. */
    readonly notFor: readonly string[];
    /** First Kubernetes version; empty for any. */
    readonly kubernetesFrom: string;
    /** How pods ask. */
    readonly through: "extendedResource" | "deviceClass";
    /** Needed whatever the sharing. */
    readonly needs: readonly Addition[];
    readonly sharing: Readonly<Record<SharingMode, SharingSupport>>;
    readonly asOf: string;
    readonly source: string;
}

const works: SharingSupport = { serves: true, needs: [] };
const withManager: SharingSupport = { serves: true, needs: ["migManager"] };
const no = (why: string): SharingSupport => ({ serves: false, why });

const wholeOnly = (why: string): MechanismRow["sharing"] => ({
    whole: works,
    migSingle: no(why),
    migMixed: no(why),
    timeSlicing: no(why),
    mps: no(why),
});

const autoSharing = wholeOnly("EKS Auto Mode does not expose the configuration of its plugin");
const alpha = "an alpha feature of the DRA driver, off by default";

/** Why the devices of a family are not shared. */
export const unshared = {
    neuron: "a Neuron chip is divided by its cores: pods ask for cores instead of chips",
    fpga: "an FPGA belongs to one pod",
    efa: "an EFA interface belongs to one pod",
} as const satisfies Partial<Record<DeviceFamily, string>>;

const neuronSharing = wholeOnly(unshared.neuron);
const fpgaSharing = wholeOnly(unshared.fpga);
const efaSharing = wholeOnly(unshared.efa);

const everybodyElse: readonly NodeKeeper[] = ["managed", "selfManaged", "karpenter"];
const guide = "EKS user guide device-management-nvidia-dra-device-plugin, device-management-nvidia-mig (2026-07)";
const efaGuide = "EKS user guide device-management-efa (2026)";
const neuronGuide = "EKS user guide device-management-neuron (2026)";
const pluginReadme = "NVIDIA/k8s-device-plugin README (sharing)";

/**
 * The mechanisms, those that are chosen first on top. On one node exactly one of them may advertise a family: two would give
 * the same device away twice.
 */
export const mechanismTable: readonly MechanismRow[] = [
    {
        family: "nvidia",
        mechanism: "image",
        keepers: ["auto"],
        node: "nothing",
        notFor: [],
        kubernetesFrom: "",
        through: "extendedResource",
        needs: [],
        sharing: autoSharing,
        asOf: "2026-11-24",
        source: "EKS user guide auto-accelerated, device-management-nvidia-mig, device-management-nvidia-time-slicing",
    },
    {
        family: "nvidia",
        mechanism: "image",
        keepers: everybodyElse,
        node: "advertiser",
        notFor: [],
        kubernetesFrom: "",
        through: "extendedResource",
        needs: [],
        sharing: {
            whole: works,
            // Bottlerocket holds a MIG manager of its own.
            migSingle: works,
            migMixed: no("the plugin of Bottlerocket gives all MIG instances of a node one name"),
            timeSlicing: works,
            mps: works,
        },
        asOf: "2026-11-24",
        source: `${guide}; bottlerocket.dev settings.kubelet-device-plugins (1.54: time-slicing, mps, mig); bottlerocket issue 4483 (mixed)`,
    },
    {
        family: "nvidia",
        mechanism: "devicePlugin",
        keepers: everybodyElse,
        node: "driver",
        notFor: [],
        kubernetesFrom: "",
        through: "extendedResource",
        needs: [],
        sharing: {
            whole: works,
            migSingle: withManager,
            migMixed: withManager,
            timeSlicing: works,
            mps: { serves: true, needs: ["mpsControlDaemon"] },
        },
        asOf: "2026-11-24",
        source: `${guide}; ${pluginReadme}`,
    },
    {
        family: "nvidia",
        mechanism: "gpuOperator",
        keepers: everybodyElse,
        node: "driver",
        notFor: [],
        kubernetesFrom: "",
        through: "extendedResource",
        needs: [],
        // The operator brings the MIG manager and the daemon for MPS itself.
        sharing: { whole: works, migSingle: works, migMixed: works, timeSlicing: works, mps: works },
        asOf: "2026-11-24",
        source: `${guide}; EKS user guide ml-eks-optimized-ami (operator without driver and toolkit on AL2023, without plugin on Bottlerocket)`,
    },
    {
        family: "nvidia",
        mechanism: "draDriver",
        keepers: ["managed", "selfManaged"],
        node: "driver",
        notFor: [],
        kubernetesFrom: "1.34",
        through: "deviceClass",
        needs: [],
        sharing: {
            whole: works,
            migSingle: no("instances have no common name with the DRA driver: choose the strategy mixed"),
            migMixed: withManager,
            timeSlicing: no(alpha),
            mps: no(alpha),
        },
        asOf: "2026-11-24",
        source: guide,
    },
    {
        family: "nvidia",
        mechanism: "draDriver",
        keepers: ["karpenter"],
        node: "driver",
        notFor: [],
        kubernetesFrom: "1.34",
        through: "deviceClass",
        needs: ["staticCapacity"],
        sharing: {
            whole: works,
            migSingle: no("instances have no common name with the DRA driver: choose the strategy mixed"),
            migMixed: withManager,
            timeSlicing: no(alpha),
            mps: no(alpha),
        },
        asOf: "2026-11-24",
        source: guide,
    },
    {
        family: "neuron",
        mechanism: "image",
        keepers: ["auto"],
        node: "nothing",
        notFor: [],
        kubernetesFrom: "",
        through: "extendedResource",
        needs: [],
        sharing: neuronSharing,
        asOf: "2026-11-24",
        source: `${neuronGuide}; EKS user guide auto-accelerated; aws-neuron/neuron-helm-charts (keeps off Auto Mode nodes)`,
    },
    {
        family: "neuron",
        mechanism: "devicePlugin",
        keepers: everybodyElse,
        node: "driver",
        notFor: [],
        kubernetesFrom: "",
        through: "extendedResource",
        needs: [],
        sharing: neuronSharing,
        asOf: "2026-11-24",
        source: neuronGuide,
    },
    {
        family: "neuron",
        mechanism: "draDriver",
        keepers: ["managed", "selfManaged"],
        node: "driver",
        notFor: ["inf1"],
        kubernetesFrom: "1.34",
        through: "deviceClass",
        needs: [],
        sharing: neuronSharing,
        asOf: "2026-11-24",
        source: `${neuronGuide}: on AL2023 and Bottlerocket; older copies name AL2023 alone`,
    },
    {
        family: "neuron",
        mechanism: "draDriver",
        keepers: ["karpenter"],
        node: "driver",
        notFor: ["inf1"],
        kubernetesFrom: "1.34",
        through: "deviceClass",
        needs: ["staticCapacity"],
        sharing: neuronSharing,
        asOf: "2026-11-24",
        source: `${neuronGuide}: static capacity only; older copies name neither Karpenter nor Bottlerocket`,
    },
    {
        family: "fpga",
        mechanism: "devicePlugin",
        keepers: everybodyElse,
        // The FPGAs of F2 are reached through sysfs. No vendor's plugin finds them, and AWS supports none.
        node: "plain",
        notFor: [],
        kubernetesFrom: "",
        through: "extendedResource",
        needs: [],
        sharing: fpgaSharing,
        asOf: "2026-11-24",
        source: "squat/generic-device-plugin README and deviceplugin/path.go; aws/aws-fpga sdk (F2: no device node)",
    },
    {
        family: "efa",
        mechanism: "image",
        keepers: ["auto"],
        node: "nothing",
        notFor: [],
        kubernetesFrom: "",
        through: "extendedResource",
        needs: [],
        sharing: efaSharing,
        asOf: "2026-11-24",
        source: `${efaGuide}; EKS user guide auto-accelerated; aws/eks-charts aws-efa-k8s-device-plugin (keeps off Auto Mode nodes)`,
    },
    {
        family: "efa",
        mechanism: "devicePlugin",
        keepers: everybodyElse,
        node: "driver",
        notFor: [],
        kubernetesFrom: "",
        through: "extendedResource",
        needs: [],
        sharing: efaSharing,
        asOf: "2026-11-24",
        source: efaGuide,
    },
    {
        family: "efa",
        mechanism: "draDriver",
        keepers: ["managed", "selfManaged"],
        node: "driver",
        notFor: [],
        kubernetesFrom: "1.34",
        through: "deviceClass",
        needs: [],
        sharing: efaSharing,
        asOf: "2026-11-24",
        source: efaGuide,
    },
    {
        family: "efa",
        mechanism: "draDriver",
        keepers: ["karpenter"],
        node: "driver",
        notFor: [],
        kubernetesFrom: "1.34",
        through: "deviceClass",
        needs: ["staticCapacity"],
        sharing: efaSharing,
        asOf: "2026-11-24",
        source: efaGuide,
    },
];

/** Where the plugin of an image can be switched off, which makes room for another mechanism. */
export const switchableAdvertisers = [
    {
        os: "Bottlerocket",
        family: "nvidia",
        fromRelease: "1.63.0",
        setting: "settings.kubelet-device-plugins.nvidia.enabled",
        asOf: "2026-11-24",
        source: "EKS user guide device-management-nvidia-dra-device-plugin; bottlerocket pull request 4856",
    },
] as const;

/**
 * From which Kubernetes version on pods may ask for devices of a DRA driver in `resources.limits`, by the extended resource
 * name of its device class (feature gate DRAExtendedResource: beta and on by default in 1.36, general in 1.37). That EKS
 * leaves beta gates as Kubernetes has them is unverified.
 */
export const draExtendedResource = {
    kubernetesFrom: "1.36",
    verified: false,
    asOf: "2026-11-24",
    source: "kubernetes/kubernetes pkg/features/kube_features.go (1.37); KEP-5004; dra-driver-nvidia-gpu issue 1086 (its chart names nvidia.com/gpu)",
} as const;
