/**
 * The FPGA group under mocks, in updates and previews: what it asks for. It does not prove that machines start or join: stacks on
 * the local cloud do, with simulated machines.
 */
import assert from "node:assert/strict";
import { EksCluster } from "../../components/aws/eks-cluster/cluster";
import type { FpgaNodeGroupArgs } from "../../components/aws/fpga-node-group/arguments";
import { FpgaNodeGroup } from "../../components/aws/fpga-node-group/fpga-node-group";
import { assertOutputsMatchFields, names, one, record, type Registration } from "./record";

const component = "accelerators:aws:FpgaNodeGroup fpgas";
const cluster = () => new EksCluster("shared", { network: { region: "us-west-2", zones: 3 } });
const group = (more: Partial<FpgaNodeGroupArgs> = {}) =>
    new FpgaNodeGroup("fpgas", { cluster: cluster(), instanceType: "f2.6xlarge", nodes: 1, ...more });
const ofGroup = (registrations: readonly Registration[]) =>
    registrations.filter(({ parent, type, name }) => parent === component || `${type} ${name}` === component);

for (const preview of [false, true])
    describe(`FpgaNodeGroup, ${preview ? "previewed" : "made"}`, () => {
        it("asks for exactly these resources", async () => {
            const { registrations } = await record(() => group(), { preview });
            assert.deepEqual(names(ofGroup(registrations)), [
                component,
                "aws:ec2/launchTemplate:LaunchTemplate fpgas-template",
                "aws:eks/nodeGroup:NodeGroup fpgas-nodes",
                "aws:iam/role:Role fpgas-node",
                "aws:iam/rolePolicy:RolePolicy fpgas-node-ec2-DescribeFpgaImages",
                "aws:iam/rolePolicyAttachment:RolePolicyAttachment fpgas-node-AmazonEC2ContainerRegistryPullOnly",
                "aws:iam/rolePolicyAttachment:RolePolicyAttachment fpgas-node-AmazonEKSWorkerNodePolicy",
                "pulumi:index:Stash fpgas-release-1.35",
            ]);
        });

        it("registers its pool, known even in a preview, and the rest of its fields", async () => {
            const { result, outputs } = await record(() => group({ hugePages: { size: "1Gi", count: 8 } }), {
                preview,
            });
            const registered = outputs.get(component);
            assert.deepEqual(registered?.pool, JSON.parse(JSON.stringify(result.pool)));
            await assertOutputsMatchFields(result, registered);
        });
    });

describe("FpgaNodeGroup", () => {
    it("lets its nodes look at FPGA images, and nothing else besides joining and pulling", async () => {
        const { registrations } = await record(() => group());
        const { inputs } = one(registrations, "aws:iam/rolePolicy:RolePolicy", "fpgas-node-ec2-DescribeFpgaImages");
        const { Statement: statements } = JSON.parse(inputs.policy as string) as { readonly Statement: unknown };
        assert.deepEqual(statements, [{ Effect: "Allow", Action: ["ec2:DescribeFpgaImages"], Resource: "*" }]);
    });

    it("gives a role of the user's nothing", async () => {
        const { registrations } = await record(() => group({ nodeRoleArn: "arn:aws:iam::123456789012:role/nodes" }));
        assert.ok(!names(registrations).some(name => name.includes("fpgas-node-")));
    });

    it("starts nodes after their role may look", async () => {
        const { registrations } = await record(() => group());
        const { dependsOn } = one(registrations, "aws:eks/nodeGroup:NodeGroup", "fpgas-nodes");
        assert.ok(
            dependsOn.some(name => name.includes("DescribeFpgaImages")),
            dependsOn.join(),
        );
    });

    it("tells its machines how to make their FPGAs fit, in the template", async () => {
        const { registrations } = await record(() => group());
        const { inputs } = one(registrations, "aws:ec2/launchTemplate:LaunchTemplate", "fpgas-template");
        assert.match(Buffer.from(inputs.userData as string, "base64").toString(), /prepare-fpgas\.service/);
    });
});
