import type { Json, LookupFunction, Props } from "../../contract";
import { isProps, record, text, texts } from "../../props";
import { clusterNamed } from "./clusters";

/** `aws:eks/getCluster:getCluster`: what DescribeCluster answers, single blocks as lists of one. */
export const getCluster: LookupFunction = {
    token: "aws:eks/getCluster:getCluster",
    invoke({ account, region }, args) {
        const { id, outputs } = clusterNamed(account, region, text(args, "name"), "DescribeCluster");
        return {
            id,
            name: id,
            region,
            accessConfigs: listed(outputs, "accessConfig"),
            arn: text(outputs, "arn"),
            certificateAuthorities: listed(outputs, "certificateAuthority"),
            clusterId: "",
            computeConfigs: listed(outputs, "computeConfig"),
            controlPlaneScalingConfigs: [],
            createdAt: text(outputs, "createdAt"),
            deletionProtection: outputs.deletionProtection === true,
            enabledClusterLogTypes: texts(outputs, "enabledClusterLogTypes"),
            endpoint: outputs.endpoint ?? "",
            identities: outputs.identities ?? [],
            kubeApiServerConfigs: [],
            kubeControllerManagerConfigs: [],
            kubeSchedulerConfigs: [],
            kubernetesNetworkConfigs: listed(outputs, "kubernetesNetworkConfig"),
            outpostConfigs: [],
            platformVersion: text(outputs, "platformVersion"),
            remoteNetworkConfigs: [],
            roleArn: text(outputs, "roleArn"),
            status: text(outputs, "status"),
            storageConfigs: listed(outputs, "storageConfig"),
            tags: record(outputs, "tagsAll") ?? {},
            upgradePolicies: listed(outputs, "upgradePolicy"),
            version: text(outputs, "version"),
            vpcConfig: record(outputs, "vpcConfig") ?? {},
            zonalShiftConfigs: listed(outputs, "zonalShiftConfig"),
        };
    },
};

function listed(outputs: Props, block: string): readonly Json[] {
    const value = outputs[block];
    return isProps(value) ? [value] : [];
}
