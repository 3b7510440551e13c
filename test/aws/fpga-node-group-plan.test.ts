/**
 * What an FPGA group is planned to be, for every type of the catalogue, and what is refused. It does not prove that EC2 has the
 * machines, nor that an image can be loaded.
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import * as pulumi from "@pulumi/pulumi";
import type { FpgaLoad, FpgaNodeGroupArgs } from "../../components/aws/fpga-node-group/arguments";
import { planFpgaNodeGroup } from "../../components/aws/fpga-node-group/plan";
import { f1Migration, fpgaType } from "../../components/catalog/aws/fpga-types";
import { awsInstanceTypes, isFpga, type AwsFpgaInstanceType } from "../../components/catalog/aws/instance-types";
import { awsOfferingsOf } from "../../components/catalog/aws/offerings";
import type { NodeGroupPlan } from "../../components/aws/node-group/plan";
import type { PlannedGroup } from "../../components/aws/node-group/planned-cluster";
import { admits } from "../../components/fleet/admission";
import { spot } from "../../components/fleet/capacity/capacity";
import { nodeLabel } from "../../components/fleet/node-labels";
import { summary } from "../../components/fleet/summary";
import { planDevicePlugins } from "../../components/kubernetes/device-plugins-plan";
import { samplePod } from "../../components/kubernetes/sample-pod";
import { aBlock } from "../fleet/capacity/builders";
import { aCluster, aNetwork, now } from "./builders";
import { problemOf, problemsFrom } from "./problems";

type Args = PlannedGroup<FpgaNodeGroupArgs>;

const clusterIn = (region: string, zones: readonly string[]) => aCluster({ network: aNetwork({ region, zones }) });
const cluster = clusterIn("us-east-1", ["use1-az4", "use1-az6"]);
const f2: Args = { cluster, instanceType: "f2.12xlarge", nodes: 2 };
const planned = (args: Partial<Args> = {}): NodeGroupPlan => planFpgaNodeGroup("fpgas", { ...f2, ...args }, now);
const refused = (args: object) => problemsFrom(() => planFpgaNodeGroup("fpgas", { ...f2, ...args }, now));

const agfi = "agfi-0f0e045f919413242";
const ami = { id: "ami-0a1b2c3d4e5f60718", architecture: "amd64", os: "al2023", drivers: ["fpga"] } as const;
const f1 = { instanceType: "f1.4xlarge", acknowledgeRetired: true, zones: ["use1-az4"], image: { ami } } as const;

const types = awsInstanceTypes().filter(isFpga);
const sold = types.filter(({ status }) => status !== "retired");

describe("an FPGA group", () => {
    it("can be had of types that AWS sells, and of types that it retired", () => {
        assert.deepEqual([sold.length, types.length], [3, 6]);
    });

    for (const { name, accelerator } of sold)
        it(`of ${name} offers its FPGAs under the library's own name, behind a taint`, () => {
            const [offering] = awsOfferingsOf(name).filter(({ zoneIds }) => zoneIds.length > 0);
            assert.ok(offering);
            const { pool, template } = planned({
                cluster: clusterIn(offering.region, offering.zoneIds),
                instanceType: name as AwsFpgaInstanceType,
            });
            assert.deepEqual(
                pool.resources.map(({ name: resource, perNode }) => [resource, perNode]),
                [["pulumi-accelerators/fpga", accelerator.count]],
            );
            assert.deepEqual(pool.taints, [
                { key: "pulumi-accelerators/fpga", value: "present", effect: "NoSchedule" },
            ]);
            assert.equal(pool.image.name, "AL2023_x86_64_STANDARD");
            assert.deepEqual(pool.zones, offering.zoneIds);
            assert.equal(template.metadataOptions.httpTokens, "required");
        });

    it("lets its nodes look at images and make none", () => {
        assert.deepEqual(planned().nodeActions, ["ec2:DescribeFpgaImages"]);
    });

    it("can be bought on the spot, and not as a block", () => {
        assert.equal(planned({ capacity: spot() }).pool.capacity.kind, "spot");
        assert.ok(refused({ capacity: aBlock() }).some(({ id }) => id.startsWith("capacity.")));
    });

    for (const [size, bytes] of [
        ["1Gi", 2 ** 30],
        ["2Mi", 2 ** 21],
    ] as const)
        for (const image of ["al2023", { ami }] as const)
            it(`is told to its pods: one lands with the pages of ${size} that the nodes of ${JSON.stringify(image)} hold ready, and no more`, () => {
                const { pool } = planned({ image, hugePages: { size, count: 16 } });
                const { tolerations, nodeSelector } = samplePod(pool).spec;
                const verdict = (pages: number, of = pool) =>
                    admits(
                        {
                            tolerations,
                            nodeSelector: { ...nodeSelector },
                            nodeAffinity: "any",
                            requests: { "pulumi-accelerators/fpga": 2, [`hugepages-${size}`]: pages * bytes },
                        },
                        of,
                    ).verdict;
                assert.deepEqual([verdict(16), verdict(17)], ["admits", "refuses"]);
                assert.notEqual(verdict(1, planned({ image }).pool), "admits");
            });

    it("has a label of which only its nodes know the value", () => {
        assert.equal(nodeLabel(planned().pool, "pulumi-accelerators/fpga.loaded").is, "present");
        assert.equal(nodeLabel(planned(f1).pool, "pulumi-accelerators/fpga.loaded").is, "absent");
    });
});

describe("the images of an FPGA group", () => {
    const wrong: readonly (readonly [
        what: string,
        load: unknown,
        problem: readonly [id: string, path: string],
        fix: RegExp,
    ])[] = [
        ["the id of a region", { agfi: "afi-06d0ffc989feeea2a" }, ["fpga.image-id", "load.agfi"], /FpgaImageGlobalId/],
        ["a short id", { agfi: "agfi-0f0e" }, ["fpga.image-id", "load.agfi"], /describe-fpga-images --owners self/],
        [
            "an id in capitals",
            { agfi: agfi.toUpperCase() },
            ["fpga.image-id", "load.agfi"],
            /^write "agfi-0f0e045f919413242"$/,
        ],
        [
            "an id with a space",
            { agfi: ` ${agfi}` },
            ["fpga.image-id", "load.agfi"],
            /^write "agfi-0f0e045f919413242"$/,
        ],
        [
            "an id with its line",
            { agfi: `${agfi}\n` },
            ["fpga.image-id", "load.agfi"],
            /^write "agfi-0f0e045f919413242"$/,
        ],
        ["a bare id", agfi, ["fpga.image-id", "load"], /write \{ agfi: "agfi-0f0e045f919413242" \}/],
        ["a bare id in a list", ["empty", agfi], ["fpga.image-id", "load[1]"], /write \{ agfi: /],
        ["a number", { agfi: 7 }, ["fpga.image-id", "load.agfi"], /write the id of an image that exists/],
        ["a value of later", { agfi: pulumi.output(agfi) }, ["fpga.image-id", "load.agfi"], /images are built once/],
        ["a secret", { agfi: pulumi.secret(agfi) }, ["fpga.image-id", "load.agfi"], /images are built once/],
        ["another key", { image: agfi }, ["fpga.image-id", "load"], /under agfi/],
        ["more keys", { agfi, slot: 1 }, ["fpga.image-id", "load"], /under agfi/],
        ["an empty list", [], ["fpga.slots", "load"], /leave load out/],
        ["one slot too many", ["empty", "empty", { agfi }], ["fpga.slots", "load"], /remove load\[2\], or/],
        ["nothing", null, ["fpga.image-id", "load"], /under agfi/],
    ];
    for (const [what, load, [id, path], fix] of wrong)
        it(`are refused as ${what}`, () => {
            const problems = refused({ load });
            assert.deepEqual(
                problems.map(problem => [problem.id, problem.path]),
                [[id, path]],
            );
            assert.match(problems[0]?.fix ?? "", fix);
        });

    it("are refused all at once, with everything else", () => {
        const load = [{ agfi: "afi-06d0ffc989feeea2a" }, { agfi: "x" }, "empty"];
        const sdk = { url: "http://example.com/kit", sha256: "x" };
        assert.deepEqual(
            refused({ load, sdk, hugePages: { size: "1Gi", count: 4096 }, image: "bottlerocket" }).map(
                ({ id, path }) => [id, path],
            ),
            [
                ["fpga.slots", "load"],
                ["fpga.image-id", "load[0].agfi"],
                ["fpga.image-id", "load[1].agfi"],
                ["fpga.sdk", "sdk.url"],
                ["fpga.sdk", "sdk.sha256"],
                ["fpga.image", "image"],
                ["fpga.huge-pages", "hugePages.count"],
            ],
        );
    });

    it("are refused exactly when they are more than slots, or one of them is no global id", () => {
        const id = fc.oneof(fc.constant(agfi), fc.constant("afi-06d0ffc989feeea2a"), fc.string());
        const slot = fc.oneof(fc.constant("empty"), fc.record({ agfi: id }));
        const good = (each: unknown) => each === "empty" || (each as { agfi: string }).agfi === agfi;
        fc.assert(
            fc.property(fc.constantFrom(...sold), fc.array(slot, { maxLength: 10 }), ({ name }, load) => {
                const slots = fpgaType(name)?.slots ?? 0;
                const wrong = load.length === 0 || load.length > slots || !load.every(good);
                assert.equal(refused({ instanceType: name, load }).length > 0, wrong);
            }),
        );
    });

    it("that cannot be do not compile", () => {
        const one: FpgaLoad<"f2.6xlarge"> = [{ agfi }];
        // @ts-expect-error one FPGA takes one image
        const two: FpgaLoad<"f2.6xlarge"> = [{ agfi }, { agfi }];
        // @ts-expect-error the id of a region
        const regional: FpgaLoad<"f2.6xlarge"> = { agfi: "afi-06d0ffc989feeea2a" };
        // @ts-expect-error an empty list
        const none: FpgaLoad<"f2.48xlarge"> = [];
        // @ts-expect-error the runtime of F1 loads what programs bring
        const old: FpgaLoad<"f1.2xlarge"> = { agfi };
        assert.equal([one, two, regional, none, old].length, 5);
    });
});

describe("the development kit of an FPGA group", () => {
    const good = { url: "https://example.com/a/kit.tar.gz", sha256: "a".repeat(64) };
    it("can be another", () => assert.deepEqual(refused({ sdk: good }), []));

    it("can be behind a port, and have an address as long as user data has room for", () => {
        const longest = "https://example.com:8443/".padEnd(2048, "k");
        assert.deepEqual(refused({ sdk: { ...good, url: longest } }), []);
        assert.deepEqual(
            refused({ sdk: { ...good, url: `${longest}k` } }).map(({ path, got }) => [path, got.slice(0, 15)]),
            [["sdk.url", "2049 characters"]],
        );
    });

    const wrong: readonly (readonly [what: string, args: object, path: string])[] = [
        ["without encryption", { sdk: { ...good, url: "http://example.com/kit.tar.gz" } }, "sdk.url"],
        ["whose address ends the script", { sdk: { ...good, url: "https://example.com/kit' ; reboot '" } }, "sdk.url"],
        ["whose address is run", { sdk: { ...good, url: "https://example.com/$(reboot)" } }, "sdk.url"],
        [
            "whose address is longer than any",
            { sdk: { ...good, url: `https://example.com/${"k".repeat(2048)}` } },
            "sdk.url",
        ],
        ["whose address comes after something", { sdk: { ...good, url: `'; reboot '${good.url}` } }, "sdk.url"],
        ["whose checksum comes after something", { sdk: { ...good, sha256: `reboot\n${good.sha256}` } }, "sdk.sha256"],
        ["without a whole checksum", { sdk: { ...good, sha256: "abc" } }, "sdk.sha256"],
        ["whose checksum is more than one", { sdk: { ...good, sha256: `${good.sha256}\nreboot` } }, "sdk.sha256"],
        ["beside an image that holds the tools", { sdk: good, image: { ami } }, "sdk"],
    ];
    for (const [what, args, path] of wrong)
        it(`is refused ${what}`, () =>
            assert.deepEqual(
                refused(args).map(problem => [problem.id, problem.path]),
                [["fpga.sdk", path]],
            ));

    it("is told how its checksum is written", () => {
        const [problem] = refused({ sdk: { ...good, sha256: ` ${good.sha256.toUpperCase()}` } });
        assert.equal(problem?.fix, `write "${good.sha256}"`);
    });

    for (const image of ["bottlerocket", "bottlerocket-fips", { ami: { ...ami, os: "bottlerocket" } }])
        it(`cannot run on ${JSON.stringify(image)}`, () => {
            const problem = problemOf(refused({ image }), "fpga.image");
            assert.match(problem.allowed, /Bottlerocket runs no FPGA management tools/);
        });
});

describe("huge pages of an FPGA group", () => {
    const cases: readonly (readonly [size: "2Mi" | "1Gi", count: number, right: boolean])[] = [
        ["1Gi", 0, false],
        ["1Gi", 1, true],
        ["1Gi", 511, true],
        ["1Gi", 512, false],
        ["2Mi", 512 * 512 - 1, true],
        ["2Mi", 512 * 512, false],
        ["2Mi", 1.5, false],
    ];
    for (const [size, count, right] of cases)
        it(`are ${right ? "held" : "refused"}: ${count} of ${size} in 512 GiB`, () =>
            assert.deepEqual(
                refused({ hugePages: { size, count } }).map(({ id }) => id),
                right ? [] : ["fpga.huge-pages"],
            ));
});

describe("F1", () => {
    it("is refused with its successor and what has to change, and with nothing else", () => {
        for (const { name } of types.filter(({ status }) => status === "retired")) {
            const successor = fpgaType(name)?.successor ?? "";
            const [problem, ...others] = refused({ instanceType: name });
            assert.deepEqual([problem?.id, problem?.path, others], ["fpga.retired", "instanceType", []]);
            assert.ok(problem?.fix.includes(successor) && f1Migration.notes.every(note => problem.fix.includes(note)));
            assert.equal(fpgaType(successor)?.slots, fpgaType(name)?.slots);
        }
    });

    it("is planned as it was once that is acknowledged: AMD's plugin finds the FPGAs, and nobody knows a price", () => {
        const { pool, userData } = planned(f1);
        assert.deepEqual(
            pool.resources.map(({ name, perNode }) => [name, perNode]),
            [["amd.com/xilinx_aws-vu9p-f1_dynamic_5_0-43981", 2]],
        );
        assert.deepEqual([pool.zones, userData.format === "nodeadm" && userData.scripts], [["use1-az4"], []]);
        const { objects } = planDevicePlugins(
            "plugins",
            { cluster: { key: "shared" }, pools: [pool] } as never,
            () => new Map(),
        );
        assert.match(JSON.stringify(objects), /xilinx_dcg\/k8s-device-plugin/);
        assert.ok(summary([pool]));
    });

    const wrong: readonly (readonly [what: string, args: object, problem: readonly [id: string, path: string]])[] = [
        ["without zones", { zones: undefined }, ["fpga.retired", "zones"]],
        ["with an image of EKS", { image: "al2023" }, ["image.not-for-type", "image"]],
        ["with an AMI without XRT", { image: { ami: { ...ami, drivers: [] } } }, ["fpga.image", "image.ami.drivers"]],
        ["with images to load", { load: { agfi } }, ["fpga.slots", "load"]],
        [
            "with a kit to install",
            { image: { ami }, sdk: { url: "https://example.com/k", sha256: "a".repeat(64) } },
            ["fpga.sdk", "sdk"],
        ],
    ];
    for (const [what, args, problem] of wrong)
        it(`is refused ${what}, acknowledged or not`, () =>
            assert.deepEqual(
                refused({ ...f1, ...args }).map(({ id, path }) => [id, path]),
                [problem],
            ));
});

describe("types of other kinds", () => {
    const others: readonly (readonly [type: string, id: string, fix: RegExp])[] = [
        ["g6.xlarge", "instance-type.not-fpga", /GpuNodeGroup/],
        ["trn2.48xlarge", "instance-type.not-fpga", /NeuronNodeGroup/],
        ["m7i.large", "instance-type.not-fpga", /SystemNodeGroup/],
        ["f2.6xlrge", "instance-type.unknown", /did you mean f2\.6xlarge/],
    ];
    for (const [type, id, fix] of others)
        it(`are no FPGA nodes: ${type}`, () => {
            const [problem] = refused({ instanceType: type });
            assert.deepEqual([problem?.id, problem?.path], [id, "instanceType"]);
            assert.match(problem?.fix ?? "", fix);
        });
});
