import { emptyNodeConfig } from "../../../../sim/cloud/aws/eks/node-config";
import { nodeImage, type NodeImage } from "../../../../sim/cloud/aws/eks/node-images";
import type { Hardware, Machine } from "../../../../sim/cloud/aws/eks/node";

export function anImage(amiType: string): NodeImage {
    const image = nodeImage(amiType);
    if (!image) throw new Error(`no image ${amiType}`);
    return image;
}

/** A g6.xlarge as EC2 describes it. */
export function hardware(changes: Partial<Hardware> = {}): Hardware {
    return {
        instanceType: "g6.xlarge",
        vcpus: 4,
        memoryGiB: 16,
        maxInterfaces: 4,
        networkCards: 1,
        ipv4PerInterface: 15,
        localDisks: 1,
        localDiskGB: 250,
        gpu: { model: "L4", count: 1, memoryGiB: 22.352 },
        neuron: undefined,
        fpgas: 0,
        ...changes,
    };
}

/** An instance of an AL2023 NVIDIA group on 1.35. */
export function aMachine(changes: Partial<Machine> = {}): Machine {
    return {
        hardware: hardware(),
        image: anImage("AL2023_x86_64_NVIDIA"),
        imageId: "ami-00000000001234567",
        release: "1.35.6-20260923",
        kubernetes: "1.35",
        instanceId: "i-0abcdef1234567890",
        privateIp: "10.0.1.23",
        region: "us-east-2",
        zone: "us-east-2a",
        zoneId: "use2-az1",
        clusterArn: "arn:aws:eks:us-east-2:111122223333:cluster/shared",
        managed: { name: "serve", capacityType: "ON_DEMAND", launchTemplate: undefined },
        labels: {},
        taints: [],
        rootVolumeGiB: 20,
        config: emptyNodeConfig,
        efaInterfaces: 0,
        prefixDelegation: false,
        ...changes,
    };
}
