import * as accel from "pulumi-accelerators";
import type { Pool } from "pulumi-accelerators/fleet";

const network = new accel.aws.Network("consumer", {
    region: "us-east-2",
    cidr: "10.20.0.0/16",
    zones: 2,
    instanceTypes: ["g6.xlarge"],
});
const cluster = new accel.aws.EksCluster("consumer", { network });
const system = new accel.aws.SystemNodeGroup("system", { cluster, nodes: 2 });
const serve = new accel.aws.GpuNodeGroup("serve", {
    cluster,
    instanceType: "g6.xlarge",
    nodes: 1,
    capacity: accel.spot(),
});

new accel.kubernetes.DevicePlugins("plugins", { cluster, pools: [serve] });

export const pools: Pool[] = [system.pool, serve.pool];
export const fleet = accel.summary([system, serve]);
export const kubeconfig = cluster.kubeconfig;
