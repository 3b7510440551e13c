/** Does not prove that a control plane runs: the machines of these tests only remember what they were told. */
import assert from "node:assert/strict";

import { ACCESS_ENTRY, CLUSTER } from "../../../../sim/cloud/aws/eks/tokens";
import type { Props } from "../../../../sim/cloud/contract";
import { record, text } from "../../../../sim/cloud/props";
import { fakeClock, type TestAccount } from "../an-account";
import {
    aCluster,
    aNetwork,
    aRole,
    clusterInputs,
    clusterRole,
    createGroup,
    eksAccount,
    type Network,
} from "./a-cluster";

type Changed = (network: Network, account: TestAccount) => Promise<Props> | Props;

async function attempt(changed: Changed): Promise<unknown> {
    const account = eksAccount();
    const network = await aNetwork(account);
    const inputs = clusterInputs(network, await clusterRole(account));
    const changes = await changed(network, account);
    return account.create(CLUSTER, { ...inputs, ...changes });
}

describe("CreateCluster", () => {
    it("answers a running cluster with its endpoint, certificate and security group", async () => {
        const { account, arn, network } = await aCluster();
        assert.equal(arn, "arn:aws:eks:us-east-2:111122223333:cluster/shared");
        const outputs = (await account.read(CLUSTER, "shared")) ?? {};
        assert.equal(outputs.status, "ACTIVE");
        assert.equal(outputs.endpoint, "https://127.0.0.1:16443");
        assert.deepEqual(outputs.certificateAuthority, { data: "Y2VydGlmaWNhdGU=" });
        assert.equal(record(outputs, "vpcConfig")?.vpcId, network.vpcId);
        assert.match(text(record(outputs, "vpcConfig") ?? {}, "clusterSecurityGroupId"), /^sg-[0-9a-f]{17}$/);
        assert.match(
            JSON.stringify(outputs.identities),
            /https:\/\/oidc\.eks\.us-east-2\.amazonaws\.com\/id\/[0-9A-F]{32}/,
        );
        assert.deepEqual(
            [...account.machines.clusters.values()],
            [{ key: arn, name: "shared", version: "1.35", serviceCidr: "10.100.0.0/16" }],
        );
    });

    const refused: readonly [what: string, changed: Changed, error: RegExp][] = [
        [
            "a version out of support",
            () => ({ version: "1.30" }),
            /StatusCode: 400, .*InvalidParameterException: unsupported Kubernetes version 1\.30/,
        ],
        ["a patch version", () => ({ version: "1.35.4" }), /unsupported Kubernetes version 1\.35\.4/],
        ["a version to come", () => ({ version: "1.99" }), /unsupported Kubernetes version 1\.99/],
        [
            "a role that does not exist",
            () => ({ roleArn: "arn:aws:iam::111122223333:role/none" }),
            /InvalidParameterException: roleArn, arn:aws:iam::111122223333:role\/none, does not exist/,
        ],
        [
            "a role that another service assumes",
            async (_, account) => ({ roleArn: await aRole(account, "other", "ec2", ["AmazonEKSClusterPolicy"]) }),
            /Role could not be assumed because the trusted entity is not correct/,
        ],
        [
            "a role without the cluster policy",
            async (_, account) => ({ roleArn: await aRole(account, "bare", "eks", []) }),
            /Please ensure the following policy is attached: arn:aws:iam::aws:policy\/AmazonEKSClusterPolicy/,
        ],
        [
            "a role of another account",
            () => ({ roleArn: "arn:aws:iam::999999999999:role/theirs" }),
            /AccessDeniedException: Cross-account pass role is not allowed\./,
        ],
        [
            "one zone",
            network => ({ vpcConfig: { subnetIds: [network.subnetIds[0] ?? "", network.publicSubnetId] } }),
            /InvalidParameterException: Subnets specified must be in at least two different AZs/,
        ],
        [
            "a subnet that does not exist",
            network => ({ vpcConfig: { subnetIds: [network.subnetIds[0] ?? "", "subnet-0"] } }),
            /InvalidParameterException: The subnet ID 'subnet-0' does not exist/,
        ],
        [
            "no endpoint at all",
            network => ({ vpcConfig: { subnetIds: network.subnetIds, endpointPublicAccess: false } }),
            /Private and public endpoint access cannot be false/,
        ],
        [
            "an endpoint open to an address that is no network",
            network => ({ vpcConfig: { subnetIds: network.subnetIds, publicAccessCidrs: ["203.0.113.5/24"] } }),
            /The following CIDRs are not valid in publicAccessCidrs: \[203\.0\.113\.5\/24\]/,
        ],
        [
            "encryption of anything but secrets",
            () => ({
                encryptionConfig: { resources: ["pods"], provider: { keyArn: "arn:aws:kms:us-east-2:1:key/1" } },
            }),
            /Invalid k8s resource for encryption/,
        ],
        [
            "a key of another region",
            () => ({
                encryptionConfig: { resources: ["secrets"], provider: { keyArn: "arn:aws:kms:us-west-2:1:key/1" } },
            }),
            /The keyArn for encryptionConfig is scoped to invalid aws region\./,
        ],
        [
            "a service range outside the private ones",
            () => ({ kubernetesNetworkConfig: { serviceIpv4Cidr: "11.0.0.0/16" } }),
            /must be within RFC1918 range/,
        ],
        [
            "a service range that is too small",
            () => ({ kubernetesNetworkConfig: { serviceIpv4Cidr: "172.20.0.0/25" } }),
            /must have netmask size between \/12 and \/24 inclusive/,
        ],
        [
            "a service range inside the VPC",
            () => ({ kubernetesNetworkConfig: { serviceIpv4Cidr: "10.0.16.0/20" } }),
            /overlaps with a CIDR block of the VPC/,
        ],
        [
            "Auto Mode, which is not simulated",
            () => ({ computeConfig: { enabled: true } }),
            /NotSimulated: .*Auto Mode/,
        ],
        [
            "IPv6, which is not simulated",
            () => ({ kubernetesNetworkConfig: { ipFamily: "ipv6" } }),
            /NotSimulated: .*IPv6/,
        ],
    ];
    for (const [what, changed, error] of refused) it(`refuses ${what}`, () => assert.rejects(attempt(changed), error));

    it("refuses full subnets with how many addresses are left", async () => {
        const account = eksAccount();
        const network = await aNetwork(account, 28);
        const roleArn = await clusterRole(account);
        const make = (name: string) => account.create(CLUSTER, clusterInputs(network, roleArn, { name }));
        // A /28 has eleven addresses, of which every cluster takes one in two of its zones.
        for (const name of ["a", "b", "c", "d", "e", "f", "g"]) await make(name);
        await assert.rejects(
            make("h"),
            /InvalidParameterException: Provided subnets subnet-\S+ Free IPs: 4 .*, need at least 5 IPs in each subnet to be free for this operation/,
        );
    });

    it("refuses a zone that has no control planes", async () => {
        const account = eksAccount();
        const where = { region: "us-east-1" };
        const vpcId = (await account.create("aws:ec2/vpc:Vpc", { cidrBlock: "10.0.0.0/16" }, where)).id;
        const subnetIds: string[] = [];
        for (const zone of [1, 3]) {
            const inputs = { vpcId, cidrBlock: `10.0.${zone}.0/24`, availabilityZoneId: `use1-az${zone}` };
            subnetIds.push((await account.create("aws:ec2/subnet:Subnet", inputs, where)).id);
        }
        const inputs = clusterInputs({ vpcId, subnetIds, publicSubnetId: "" }, await clusterRole(account));
        await assert.rejects(
            account.create(CLUSTER, inputs, where),
            /UnsupportedAvailabilityZoneException: .*does not support creating control plane instances in us-east-1/,
        );
    });

    it("refuses a second cluster of one name", async () => {
        const { account, network } = await aCluster();
        await assert.rejects(
            account.create(CLUSTER, clusterInputs(network, "arn:aws:iam::111122223333:role/cluster")),
            /creating EKS Cluster \(shared\): .*StatusCode: 409, .*ResourceInUseException: Cluster already exists with name: shared/,
        );
    });

    it("lets the creator in as administrator, unless told not to", async () => {
        const admitted = await aCluster();
        assert.deepEqual(
            admitted.account.store.list(ACCESS_ENTRY).map(each => each.id),
            ["shared:arn:aws:iam::111122223333:user/local-cloud"],
        );
        const accessConfig = { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false };
        const closed = await aCluster({ accessConfig });
        assert.deepEqual(closed.account.store.list(ACCESS_ENTRY), []);
    });
});

describe("UpdateCluster", () => {
    const updated = async (changes: Props, before: Props = {}) => {
        const { account, network } = await aCluster(before);
        const inputs = clusterInputs(network, "arn:aws:iam::111122223333:role/cluster", { ...before, ...changes });
        return { account, answer: await account.update(CLUSTER, "shared", inputs) };
    };

    it("goes one minor version up, and the control plane with it", async () => {
        const { account, answer } = await updated({ version: "1.36" });
        assert.equal(answer.outputs.version, "1.36");
        assert.equal(answer.outputs.status, "ACTIVE");
        assert.deepEqual(
            [...account.machines.clusters.values()].map(spec => spec.version),
            ["1.36"],
        );
    });

    it("refuses two minor versions at once", () =>
        assert.rejects(
            updated({ version: "1.36" }, { version: "1.34" }),
            /InvalidParameterException: Unsupported Kubernetes minor version update from 1\.34 to 1\.36/,
        ));

    it("refuses the way back", () =>
        assert.rejects(
            updated({ version: "1.34" }),
            /InvalidParameterException: Unsupported Kubernetes minor version update from 1\.35 to 1\.34/,
        ));

    it("refuses to switch access entries off", () =>
        assert.rejects(
            updated({ accessConfig: { authenticationMode: "API_AND_CONFIG_MAP" } }),
            /Unsupported authentication mode update from API to API_AND_CONFIG_MAP/,
        ));

    it("refuses to skip a step of switching them on", () =>
        assert.rejects(
            updated(
                { accessConfig: { authenticationMode: "API" } },
                { accessConfig: { authenticationMode: "CONFIG_MAP" } },
            ),
            /Unsupported authentication mode update from CONFIG_MAP to API/,
        ));

    it("refuses subnets of zones that it was not made in", async () => {
        const account = eksAccount();
        const network = await aNetwork(account);
        const roleArn = await clusterRole(account);
        const made = (subnetIds: readonly string[]) => clusterInputs({ ...network, subnetIds }, roleArn);
        await account.create(CLUSTER, made(network.subnetIds.slice(0, 2)));
        await assert.rejects(
            account.update(CLUSTER, "shared", made(network.subnetIds)),
            /Provided subnets subnet-\w+ belong to AZs that are not part of the cluster's VPC configuration/,
        );
    });

    it("keeps what only EKS knows", async () => {
        const { answer } = await updated({ deletionProtection: true });
        assert.equal(answer.outputs.endpoint, "https://127.0.0.1:16443");
        assert.match(text(record(answer.outputs, "vpcConfig") ?? {}, "clusterSecurityGroupId"), /^sg-/);
    });
});

describe("DeleteCluster", () => {
    it("leaves nothing behind", async () => {
        const account = eksAccount();
        const network = await aNetwork(account);
        const roleArn = await clusterRole(account);
        const before = account.store.all().map(each => `${each.type} ${each.id}`);
        await account.create(CLUSTER, clusterInputs(network, roleArn));
        await account.remove(CLUSTER, "shared");
        assert.deepEqual(
            account.store.all().map(each => `${each.type} ${each.id}`),
            before,
        );
        assert.equal(account.machines.clusters.size, 0);
    });

    it("is refused while node groups are attached", async () => {
        const cluster = await aCluster();
        await createGroup(cluster);
        await assert.rejects(
            cluster.account.remove(CLUSTER, "shared"),
            /deleting EKS Cluster \(shared\): .*StatusCode: 409, .*ResourceInUseException: Cluster has nodegroups attached/,
        );
    });

    it("is refused under deletion protection", async () => {
        const { account } = await aCluster({ deletionProtection: true });
        await assert.rejects(account.remove(CLUSTER, "shared"), /InvalidRequestException: .*deletion protection/);
    });
});

describe("support of Kubernetes versions", () => {
    it("ends on the day the user guide gives", async () => {
        const on = async (day: string) => {
            const account = eksAccount({ clock: fakeClock(`${day}T12:00:00Z`) });
            const network = await aNetwork(account);
            return account.create(CLUSTER, clusterInputs(network, await clusterRole(account), { version: "1.31" }));
        };
        await on("2026-11-25");
        await assert.rejects(on("2026-11-26"), /unsupported Kubernetes version 1\.31/);
    });
});
