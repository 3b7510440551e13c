/**
 * Whether nodes with FPGAs can install their development kit from where they are, as far as the network that the library makes
 * decides it. Proves nothing of a network: no packet is sent.
 */
import assert from "node:assert/strict";
import { reachProblems } from "../../components/aws/fpga-node-group/reach-problems";
import type { NetworkArgs, NewNetworkArgs } from "../../components/aws/network/arguments";
import { planNetwork } from "../../components/aws/network/plan";
import { reachOf } from "../../components/aws/network/reach";
import { aStack, problemsOf, system } from "../stacks/builders";

const defaults = { region: "us-east-1", profile: undefined };
const reach = (args: NetworkArgs) => reachOf(planNetwork("net", args, defaults));
const ami = { id: "ami-0a1b2c3d4e5f60718", architecture: "amd64", os: "al2023", drivers: ["fpga"] } as const;
const kitAt = (host: string) => ({ url: `https://${host}/kit.tar.gz`, sha256: "a".repeat(64) });
const inS3 = kitAt("kits.s3.us-east-1.amazonaws.com");
const alone = (endpoints?: NewNetworkArgs["endpoints"]) =>
    reach({ zones: 2, nat: "none", ...(endpoints === undefined ? {} : { endpoints }) });
const f2 = { machineType: "f2.6xlarge", sdk: undefined, reach: alone() };

describe("the development kit of nodes without a NAT gateway", () => {
    it("is refused where it has to come from the internet, with both ways to do without", () => {
        const [problem, ...more] = reachProblems(f2);
        assert.deepEqual([problem?.id, problem?.path, more], ["fpga.sdk-out-of-reach", "sdk", []]);
        assert.match(problem?.fix ?? "", /^copy the archive into a bucket .* or use an AMI/);
        assert.equal(reachProblems({ ...f2, sdk: kitAt("example.com") })[0]?.path, "sdk.url");
    });

    for (const host of [
        "kits.s3.us-east-1.amazonaws.com",
        "s3.us-east-1.amazonaws.com",
        "kits.s3.amazonaws.com",
        "s3-us-west-2.amazonaws.com",
    ])
        it(`may come from ${host} by the endpoint of S3, and not without`, () => {
            const question = { ...f2, sdk: kitAt(host) };
            assert.deepEqual(reachProblems(question), []);
            const [problem] = reachProblems({ ...question, reach: alone(["ec2"]) });
            assert.match(problem?.fix ?? "", /^add "s3" to the endpoints of the network/);
        });

    for (const host of [
        "kits.s3.example.com",
        "amazonaws.com.example.com",
        "s3.us-east-1.amazonaws.com.example.com",
        "nots3.amazonaws.com",
    ])
        it(`is not in S3 at ${host}`, () => assert.equal(reachProblems({ ...f2, sdk: kitAt(host) }).length, 1));

    it("comes by the endpoint of the registry too, which brings that of S3", () => {
        assert.deepEqual(reachProblems({ ...f2, sdk: inS3, reach: alone(["ecr"]) }), []);
    });

    it("is not needed by an image that holds the tools, nor on F1", () => {
        assert.deepEqual(reachProblems({ ...f2, image: { ami } }), []);
        assert.deepEqual(reachProblems({ ...f2, machineType: "f1.2xlarge" }), []);
    });
});

describe("a network", () => {
    for (const nat of ["one", "perZone", undefined] as const)
        it(`leads to the internet with nat ${nat ?? "left out"}`, () => {
            const made = reach({ zones: 2, ...(nat === undefined ? {} : { nat }) });
            assert.deepEqual([made?.internet, reachProblems({ ...f2, reach: made })], [true, []]);
        });

    it("that exists leads nobody knows where, and nothing is refused", () => {
        const adopt = { vpcId: "vpc-0a1b", subnets: [{ id: "subnet-0c2d", zoneId: "use1-az4" }] };
        assert.equal(reach({ adopt }), undefined);
        assert.deepEqual(reachProblems({ ...f2, reach: undefined }), []);
    });

    it("of a stack is asked for its pools, and a way of the user's own can be acknowledged", () => {
        const network = { region: "us-east-1", zones: 2, nat: "none" };
        const stack = (changes: object) =>
            aStack({
                network,
                pools: { system, f2: { kind: "fpga", instanceType: "f2.6xlarge", nodes: 1, ...changes } },
            });
        assert.deepEqual(
            problemsOf(stack({})).map(({ id, path }) => [id, path]),
            [["fpga.sdk-out-of-reach", "pools.f2.sdk"]],
        );
        assert.deepEqual(problemsOf(stack({ sdk: inS3 })), []);
        assert.deepEqual(problemsOf(stack({ acknowledge: ["fpga.sdk-out-of-reach"] })), []);
    });
});
