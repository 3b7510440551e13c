/**
 * Instances that nobody manages, and the clusters that they join. Sources: EKS user guide self-managed nodes (launch-workers),
 * creating-access-entries ("you must create an access entry for the node role" of self-managed nodes), sec-group-reqs (nodes
 * and control plane talk through the cluster security group), awslabs/amazon-eks-ami nodeadm (what user data must name).
 */
import type { Account, NodeSpec, Props, StoredResource } from "../../contract";
import { optionalNumber, optionalText, record, records, text } from "../../props";
import { instanceProfileOf, roleOfProfile } from "../iam/instance-profiles";
import type { Boots } from "../ec2/ended-instances";
import type { Instance } from "../ec2/instances";
import { interfacesOfOwner } from "../ec2/network-interfaces";
import { CLUSTER } from "./tokens";
import { prefixDelegation } from "./add-on-settings";
import { readBottlerocketSettings } from "./bottlerocket-settings";
import { arnOf } from "./clusters";
import { hardwareOf } from "./instance-hardware";
import { candidatesProblem } from "./join";
import { bootsWith, nodeSpec } from "./node";
import { readUserData, type NodeConfig } from "./node-config";
import { imageById } from "./node-images";

/** A launch template as an instance was started from it. */
interface Started {
    readonly image: NonNullable<ReturnType<typeof imageById>>;
    readonly imageId: string;
    readonly config: NodeConfig;
}

/** The cluster that instances of this template want to join, whether or not they could. */
export function wantedCluster(account: Account, region: string, data: Props): StoredResource | undefined {
    const started = readTemplate(region, data);
    return "because" in started ? undefined : clusterOf(account, region, started.config);
}

/** What instances of this template boot with; undefined for those without FPGAs, and for images that are no nodes'. */
export function bootsOfTemplate(region: string, data: Props, instanceType: string): Boots | undefined {
    const started = readTemplate(region, data);
    const fpgas = hardwareOf(instanceType)?.fpgas ?? 0;
    if ("because" in started || fpgas === 0) return undefined;
    const { image, imageId, config } = started;
    return { ...bootsWith({ image: image.image, imageId, config }), fpgas };
}

/** The node that a running instance is, and of which cluster; or why it never becomes one. */
export function selfManagedNode(
    account: Account,
    region: string,
    instance: Instance,
    data: Props,
): { readonly clusterArn: string; readonly node: NodeSpec } | { readonly because: string } {
    const started = readTemplate(region, data);
    if ("because" in started) return started;
    const { image, imageId, config } = started;
    if (!config.cluster) return { because: "the user data names no cluster, or not everything of it" };
    const cluster = clusterOf(account, region, config);
    if (cluster?.outputs.status !== "ACTIVE") return { because: `there is no cluster ${config.cluster.name}` };
    const role = roleOfProfile(account, instanceProfileOf(account, record(data, "iamInstanceProfile") ?? {}));
    if (!role) return { because: "the instance has no profile with a role" };
    const problem = candidatesProblem(account, cluster, {
        region,
        roleArn: text(role.outputs, "arn"),
        family: image.image.family,
        onTheirOwn: true,
        config,
        subnetIds: [instance.subnetId],
    });
    if (problem) return { because: problem.because };
    const own = text(record(cluster.outputs, "vpcConfig") ?? {}, "clusterSecurityGroupId");
    const [primary] = interfacesOfOwner(account, region, instance.id);
    if (!primary?.securityGroupIds.includes(own))
        return { because: `the instance is not in the cluster's security group ${own}` };
    const hardware = hardwareOf(instance.instanceType);
    if (hardware?.architecture !== image.image.architecture)
        return { because: `image ${imageId} is not of the architecture of ${instance.instanceType}` };
    const node = nodeSpec({
        hardware,
        image: image.image,
        imageId,
        release: image.release,
        kubernetes: image.kubernetes,
        instanceId: instance.id,
        privateIp: instance.privateIp,
        region,
        zone: instance.zone,
        zoneId: instance.zoneId,
        clusterArn: arnOf(cluster),
        managed: undefined,
        labels: {},
        taints: [],
        rootVolumeGiB: rootVolume(data, image.image.family),
        config,
        efaInterfaces: instance.efaInterfaces,
        prefixDelegation: prefixDelegation(account, cluster),
    });
    return { clusterArn: arnOf(cluster), node };
}

function clusterOf(account: Account, region: string, { cluster }: NodeConfig): StoredResource | undefined {
    return cluster && account.store.get(CLUSTER, region, cluster.name);
}

function readTemplate(region: string, data: Props): Started | { readonly because: string } {
    const imageId = optionalText(data, "imageId") ?? "";
    const image = imageById(imageId, region);
    if (!image) return { because: `image ${imageId} is no node image, so it has no kubelet` };
    const source = optionalText(data, "userData");
    if (source === undefined) return { because: "the user data names no cluster: there is none" };
    const read =
        image.image.family === "AL2023"
            ? readUserData(source)
            : readBottlerocketSettings(source, image.image, image.release);
    if (!("config" in read)) return { because: `the user data is ${read.problem}` };
    return { image, imageId, config: read.config };
}

/** Disk of the images' own snapshots: 20 GiB (describe-images of 2026). Bottlerocket keeps pods on its second disk. */
function rootVolume(data: Props, family: string): number {
    const device = family === "Bottlerocket" ? "/dev/xvdb" : "/dev/xvda";
    const mapping = records(data, "blockDeviceMappings").find(each => each.deviceName === device);
    return optionalNumber(record(mapping ?? {}, "ebs") ?? {}, "volumeSize") ?? 20;
}
