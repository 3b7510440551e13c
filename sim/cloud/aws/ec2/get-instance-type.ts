import type { Json, LookupFunction, Props } from "../../contract";
import { text } from "../../props";
import { ec2Error } from "./ec2-error";
import { instanceType, zonesOffering, type Accelerator, type InstanceType } from "./instance-types";

/**
 * `aws:ec2/getInstanceType:getInstanceType`. Answers what the tables of the checkout know (DescribeInstanceTypes dumps);
 * what they do not know, such as EBS throughput, is left out.
 */
export const getInstanceType: LookupFunction = {
    token: "aws:ec2/getInstanceType:getInstanceType",
    invoke({ account, region }, args) {
        const name = text(args, "instanceType");
        const type = instanceType(name);
        if (!type || zonesOffering(name, region, account.now()).length === 0) {
            throw ec2Error(
                "DescribeInstanceTypes",
                "InvalidInstanceType",
                `The following supplied instance types do not exist: [${name}]`,
            );
        }
        return { ...describe(type), ...accelerators(type), region };
    },
};

const mebibytes = 1024;

function describe(type: InstanceType): Props {
    return {
        id: type.name,
        instanceType: type.name,
        bareMetal: type.bareMetal,
        currentGeneration: true,
        defaultVcpus: type.vcpus,
        ...(type.efaInterfaces !== undefined && { efaMaximumInterfaces: type.efaInterfaces }),
        efaSupported: type.efaInterfaces !== 0,
        instanceDisks: type.localDisks > 0 ? [{ count: type.localDisks, size: type.localDiskGB, type: "ssd" }] : [],
        instanceStorageSupported: type.localDisks > 0,
        maximumIpv4AddressesPerInterface: type.ipv4PerInterface ?? 0,
        maximumNetworkCards: type.networkCards,
        maximumNetworkInterfaces: type.maxInterfaces ?? 0,
        memorySize: type.memoryGiB * mebibytes,
        networkPerformance: type.networkPerformance,
        supportedArchitectures: [type.architecture],
        supportedPlacementStrategies: type.placementStrategies,
        supportedUsagesClasses: type.usageClasses,
        totalInstanceStorage: type.localDisks * type.localDiskGB,
    };
}

function accelerators(type: InstanceType): Props {
    const ofKind = (kind: string) => type.accelerators.filter(each => each.kind === kind);
    const total = (kind: string) =>
        ofKind(kind).reduce((sum, each) => sum + each.count * each.memoryGiB * mebibytes, 0);
    return {
        fpgas: ofKind("fpga").map(described),
        gpuses: ofKind("gpu").map(described),
        inferenceAccelerators: ofKind("inference").map(({ count, manufacturer, name, memoryGiB }) => ({
            count,
            manufacturer,
            name,
            memorySize: memoryGiB * mebibytes,
        })),
        mediaAccelerators: ofKind("media").map(described),
        neuronDevices: ofKind("neuron").map(({ count, name, memoryGiB }) => ({
            count,
            name,
            memorySize: memoryGiB * mebibytes,
        })),
        totalFpgaMemory: total("fpga"),
        totalGpuMemory: total("gpu"),
        totalInferenceMemory: total("inference"),
        totalMediaMemory: total("media"),
        totalNeuronDeviceMemory: total("neuron"),
    };
}

function described({ count, manufacturer, name, memoryGiB }: Accelerator): Json {
    return { count, manufacturer, memorySize: memoryGiB * mebibytes, name };
}
