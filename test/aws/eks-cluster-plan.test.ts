/**
 * What a cluster is planned to be, and what is refused. Support dates come from the catalogue: nothing here proves that EKS
 * keeps them.
 */
import assert from "node:assert/strict";
import { adoptedVersionProblems } from "../../components/aws/eks-cluster/adopted-cluster";
import type { EksClusterArgs, NewClusterArgs } from "../../components/aws/eks-cluster/arguments";
import { planEksCluster, type NewClusterPlan, type Surroundings } from "../../components/aws/eks-cluster/plan";
import { eksVersion } from "../../components/catalog/kubernetes/eks-versions";
import type { Instant } from "../../components/fleet/instant";
import { aNetwork } from "./builders";
import { problemOf, problemsFrom } from "./problems";

const now: Surroundings = { defaults: { region: "us-east-2", profile: undefined }, now: "2026-11-22T12:00:00Z" };
const network = aNetwork();

function planned(args: Omit<NewClusterArgs, "network"> & Partial<NewClusterArgs> = {}, at = now): NewClusterPlan {
    const plan = planEksCluster("shared", { network, ...args }, at);
    assert.ok(plan.kind === "new");
    return plan;
}

const refused = (args: object, at = now) => problemsFrom(() => planEksCluster("shared", { network, ...args }, at));

describe("the plan of a cluster", () => {
    it("is 1.35 in standard support with a private endpoint and 90 days of logs when nothing is said", () => {
        const plan = planned();
        assert.equal(plan.version, "1.35");
        assert.equal(plan.supportType, "STANDARD");
        assert.deepEqual(plan.endpoint, { endpointPrivateAccess: true, endpointPublicAccess: false });
        assert.equal(plan.logRetentionDays, 90);
        assert.equal(plan.creatorIsAdmin, true);
    });

    it("pins every add-on, to the catalogue's version or the user's", () => {
        const { addons } = planned({ addons: { coredns: "v1.99.0-eksbuild.1" } });
        assert.deepEqual(Object.keys(addons).sort(), [
            "coredns",
            "eks-node-monitoring-agent",
            "eks-pod-identity-agent",
            "kube-proxy",
            "vpc-cni",
        ]);
        assert.equal(addons.coredns, "v1.99.0-eksbuild.1");
        assert.match(addons["kube-proxy"], /^v1\.35\./);
    });

    it("opens the endpoint to the ranges given, and keeps it private inside", () => {
        assert.deepEqual(planned({ endpoint: { public: { cidrs: ["203.0.113.0/24"] } } }).endpoint, {
            endpointPrivateAccess: true,
            endpointPublicAccess: true,
            publicAccessCidrs: ["203.0.113.0/24"],
        });
    });

    it("opens the endpoint to the world only when the user says so", () => {
        const endpoint = { public: { cidrs: ["0.0.0.0/0"] } };
        assert.equal(problemOf(refused({ endpoint }), "endpoint.open-to-world").got, '"0.0.0.0/0"');
        assert.ok(planned({ endpoint, acknowledge: ["endpoint.open-to-world"] }).endpoint.endpointPublicAccess);
    });

    it("sees the world in halves too", () => {
        const endpoint = { public: { cidrs: ["0.0.0.0/1", "128.0.0.0/1"] } };
        assert.ok(refused({ endpoint }).some(problem => problem.id === "endpoint.open-to-world"));
    });

    it("keeps the control plane out of zones that cannot hold one", () => {
        const zones = ["use1-az3", "use1-az4", "use1-az1"];
        const plan = planned({ network: aNetwork({ region: "us-east-1", zones }) });
        assert.deepEqual(plan.controlPlaneZones, ["use1-az4", "use1-az1"]);
    });

    it("plans the network that it makes itself", () => {
        const plan = planned({ network: { region: "us-west-2", zones: 2 } });
        assert.equal(plan.region, "us-west-2");
        assert.equal(plan.controlPlaneZones.length, 2);
    });

    it("checks its service range against the VPC", () => {
        assert.doesNotThrow(() => planned({ serviceCidr: "172.20.0.0/16" }));
        assert.deepEqual(
            refused({ serviceCidr: "10.0.64.0/20" }).map(problem => problem.id),
            ["network.cidr-overlap"],
        );
    });

    it("leaves the creator out only when somebody else is let in", () => {
        assert.equal(
            planned({ creatorIsAdmin: false, admins: { ci: "arn:aws:iam::1:role/ci" } }).creatorIsAdmin,
            false,
        );
        assert.deepEqual(
            refused({ creatorIsAdmin: false }).map(problem => problem.id),
            ["cluster.no-admin"],
        );
    });
});

describe("the Kubernetes version of a cluster", () => {
    const ends = (version: "1.34") => {
        const facts = eksVersion(version);
        assert.ok(facts.standardSupportEnds.known && facts.extendedSupportEnds.known);
        return { standard: facts.standardSupportEnds.day, extended: facts.extendedSupportEnds.day };
    };
    const on = (day: string): Surroundings => ({ ...now, now: `${day}T12:00:00Z` as Instant });
    const dayBefore = (day: string) => new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);

    it("is fine until standard support ends, and refused with both dates from then on", () => {
        const { standard, extended } = ends("1.34");
        assert.doesNotThrow(() => planned({ version: "1.34" }, on(dayBefore(standard))));
        const problem = problemOf(refused({ version: "1.34" }, on(standard)), "kubernetes-version.unsupported");
        assert.ok(problem.got.includes(standard) && problem.got.includes(extended), problem.got);
    });

    it("is fine in extended support when that is paid for, until it ends", () => {
        const { standard, extended } = ends("1.34");
        const paid = { version: "1.34", support: "extended" } as const;
        assert.equal(planned(paid, on(standard)).supportType, "EXTENDED");
        assert.doesNotThrow(() => planned(paid, on(dayBefore(extended))));
        assert.deepEqual(
            refused(paid, on(extended)).map(problem => problem.id),
            ["kubernetes-version.unsupported"],
        );
    });

    it("can be kept after its end by who knows better", () => {
        const at = on(ends("1.34").extended);
        assert.doesNotThrow(() => planned({ version: "1.34", acknowledge: ["kubernetes-version.unsupported"] }, at));
    });

    it("is refused when the catalogue does not know it, with the nearest one", () => {
        const problem = problemOf(refused({ version: "1.53" }), "kubernetes-version.unknown");
        assert.match(problem.fix, /1\.35/);
        assert.match(problem.allowed, /1\.35/);
    });

    it("wants versions of add-ons from who brings a version that the catalogue does not know", () => {
        const unknown = { version: "1.99", acknowledge: ["kubernetes-version.unknown"] } as const;
        assert.deepEqual(
            refused(unknown).map(problem => problem.path),
            ["eks-pod-identity-agent", "vpc-cni", "kube-proxy", "coredns", "eks-node-monitoring-agent"].map(
                addon => `addons["${addon}"]`,
            ),
        );
        const version = "v1.0.0-eksbuild.1";
        const addons = {
            "eks-pod-identity-agent": version,
            "vpc-cni": version,
            "kube-proxy": version,
            coredns: version,
            "eks-node-monitoring-agent": version,
        };
        assert.equal(planned({ ...unknown, addons }).version, "1.99");
    });
});

describe("an existing cluster", () => {
    const existing = { region: "us-east-2", vpcId: "vpc-1", subnets: [{ id: "subnet-1", zoneId: "use2-az1" }] };

    it("is planned from what is said of it, one zone being enough for nodes", () => {
        const adopt = { clusterName: "prod", version: "1.34", network: existing } as const;
        const plan = planEksCluster("shared", { adopt }, now);
        assert.deepEqual(plan, {
            kind: "adopted",
            version: "1.34",
            region: "us-east-2",
            zones: ["use2-az1"],
            reach: undefined,
            podAddresses: undefined,
        });
    });

    it("is refused when EKS says that it has another version", () => {
        assert.deepEqual(adoptedVersionProblems("1.35", "1.35"), []);
        const [problem] = adoptedVersionProblems("1.34", "1.35");
        assert.deepEqual([problem?.id, problem?.fix], ["cluster.adopt", 'write "1.35"']);
    });

    it("is refused with paths as the user wrote them", () => {
        const network = { ...existing, subnets: [{ id: "subnet-1", zoneId: "us-east-2a" }] };
        const problems = problemsFrom(() =>
            planEksCluster("shared", { adopt: { clusterName: "prod", version: "1.99", network } }, now),
        );
        assert.deepEqual(
            problems.map(({ id, path }) => [id, path]),
            [
                ["zone.unknown", "adopt.network.subnets[0].zoneId"],
                ["kubernetes-version.unknown", "adopt.version"],
            ],
        );
    });

    it("is refused with wishes that only a new cluster can fulfil", () => {
        const adopt = { clusterName: "prod", version: "1.35", network: existing } as const;
        const args = { adopt, version: "1.35" } as unknown as EksClusterArgs;
        assert.deepEqual(
            problemsFrom(() => planEksCluster("shared", args, now)).map(({ id, path }) => [id, path]),
            [["config.unknown-key", "version"]],
        );
    });
});

describe("what a cluster is refused for", () => {
    const open = (...cidrs: string[]) => ({ endpoint: { public: { cidrs } } });
    const cases: readonly (readonly [string, object, readonly (readonly [string, string])[]])[] = [
        ["a public range that is none", open("office"), [["network.cidr", "endpoint.public.cidrs[0]"]]],
        [
            "a public range that does not name its first address",
            open("203.0.113.7/24"),
            [["network.cidr", "endpoint.public.cidrs[0]"]],
        ],
        ["a private range for the public endpoint", open("10.0.0.0/8"), [["network.cidr", "endpoint.public.cidrs[0]"]]],
        ["a public endpoint without ranges", open(), [["config.value", "endpoint.public.cidrs"]]],
        [
            "a service range outside the private ones",
            { serviceCidr: "8.8.8.0/24" },
            [["cluster.service-range", "serviceCidr"]],
        ],
        [
            "a service range that is too large",
            { serviceCidr: "10.0.0.0/8" },
            [["cluster.service-range", "serviceCidr"]],
        ],
        ["days that CloudWatch does not offer", { logRetentionDays: 45 }, [["config.value", "logRetentionDays"]]],
        [
            "an add-on that the library does not manage",
            { addons: { istio: "v1" } },
            [["config.unknown-key", "addons.istio"]],
        ],
        [
            "a network of one zone",
            { network: aNetwork({ zones: ["use2-az1"] }) },
            [["cluster.too-few-zones", "network.zones"]],
        ],
        ["a network of its own that is wrong", { network: { cidr: "10.0.0.0/8" } }, [["network.cidr", "network.cidr"]]],
        ["no network", { network: undefined }, [["config.missing", "network"]]],
        ["a misspelt argument", { verison: "1.35" }, [["config.unknown-key", "verison"]]],
        ["a version that is a number", { version: 1.35 }, [["config.type", "version"]]],
        ["an administrator that is no ARN text", { admins: { ci: 5 } }, [["config.type", "admins.ci"]]],
    ];
    for (const [what, args, expected] of cases) {
        it(what, () => {
            assert.deepEqual(
                refused(args).map(({ id, path }) => [id, path]),
                expected,
            );
        });
    }

    it("names problems of the cluster and of its network at once", () => {
        const problems = refused({ version: "1.99", network: { cidr: "10.0.0.0/8" }, creatorIsAdmin: false });
        const ids = new Set(problems.map(problem => problem.id));
        for (const id of ["network.cidr", "kubernetes-version.unknown", "cluster.no-admin"] as const)
            assert.ok(ids.has(id), id);
    });
});
