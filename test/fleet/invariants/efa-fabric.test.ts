// Proves which rules, zones, placement groups and plugins EFA is held against. Does not prove that frames pass: no network is
// simulated.
import assert from "node:assert/strict";
import type { SecurityGroup } from "../../../components/fleet/facets";
import type { Fleet } from "../../../components/fleet/finding";
import { anAdvertiser, aPool } from "../builders";
import { aLabelSupplier, anEfaPool, aSecurityGroup } from "../facet-builders";
import { judged, later, problemOf } from "./judged";

function fabric(fleet: Partial<Fleet>): Record<string, string> {
    return judged("X8", { pools: [anEfaPool()], ...fleet });
}

const groups = (...securityGroups: SecurityGroup[]) => fabric({ securityGroups })["pool train, security groups"];
const self = (direction: "ingress" | "egress", group: string, protocol = "all") => ({
    direction,
    protocol,
    peer: { group },
});

describe("the fabric of EFA (X8)", () => {
    it("does not concern nodes without it", () => {
        assert.deepEqual(fabric({ pools: [aPool()] }), { "pool train": "notApplicable: its nodes have no EFA" });
        assert.deepEqual(fabric({ pools: [{ ...anEfaPool(), fabric: later }] }), {
            "pool train": "undecided: the fabric is not known: created later",
        });
    });

    it("is of one zone", () => {
        const zone = (zones: readonly string[] | typeof later) =>
            fabric({ pools: [{ ...anEfaPool(), zones }] })["pool train, zone"];
        assert.equal(zone(["use1-az1"]), "holds");
        assert.equal(zone(["use1-az1", "use1-az2"]), 'fabric.one-zone: ["use1-az1","use1-az2"]');
        assert.equal(zone([]), "fabric.one-zone: []");
        assert.equal(zone(later), "undecided: the zones are not known: created later");
        const fix = (zones: readonly string[]) =>
            problemOf("X8", "pool train, zone", { pools: [anEfaPool({ zones })] })?.fix;
        assert.equal(fix(["a", "b"]), 'keep one of them, for example ["a"]');
        assert.equal(fix([]), "name a zone");
    });

    const rules: readonly (readonly [string, readonly SecurityGroup[], string])[] = [
        ["one group that refers to itself both ways", [aSecurityGroup()], "holds"],
        ["the cluster's own group", [aSecurityGroup({ ofCluster: true, rules: [] })], "holds"],
        [
            "two groups that refer to each other",
            [
                aSecurityGroup({ name: "a", rules: [self("ingress", "b")] }),
                aSecurityGroup({ name: "b", rules: [self("egress", "a")] }),
            ],
            "holds",
        ],
        [
            "egress to every address",
            [
                aSecurityGroup({
                    rules: [
                        self("ingress", "efa"),
                        { direction: "egress", protocol: "all", peer: { cidr: "0.0.0.0/0" } },
                    ],
                }),
            ],
            "fabric.not-open-to-itself: no egress rule for every protocol that refers to efa",
        ],
        [
            "TCP alone",
            [aSecurityGroup({ rules: [self("ingress", "efa", "tcp"), self("egress", "efa")] })],
            "fabric.not-open-to-itself: no ingress rule for every protocol that refers to efa",
        ],
        [
            "a group that the nodes do not carry",
            [
                aSecurityGroup({ rules: [self("ingress", "other"), self("egress", "other")] }),
                aSecurityGroup({ name: "other", pools: [] }),
            ],
            "fabric.not-open-to-itself: no ingress and no egress rule for every protocol that refers to efa",
        ],
        [
            "no group at all",
            [],
            "fabric.not-open-to-itself: no ingress and no egress rule for every protocol that refers to a group of its own",
        ],
    ];
    for (const [title, given, expected] of rules) {
        it(`with ${title}: ${expected.replace(/:.*/, "")}`, () => assert.equal(groups(...given), expected));
    }

    it("is undecided while groups or their rules are not known", () => {
        const seen = (securityGroups?: Fleet["securityGroups"]) =>
            fabric(securityGroups === undefined ? {} : { securityGroups })["pool train, security groups"];
        assert.equal(seen(), "undecided: the fleet says nothing of its security groups");
        assert.equal(seen(later), "undecided: the security groups are not known: created later");
        assert.equal(seen([{ ...aSecurityGroup(), rules: later }]), "undecided: not known: the rules of efa");
        assert.equal(
            seen([{ ...aSecurityGroup({ rules: [] }), ofCluster: later }]),
            "undecided: not known: the rules of efa",
        );
        assert.equal(
            seen([aSecurityGroup({ rules: [] }), { ...aSecurityGroup({ name: "b" }), pools: later }]),
            "undecided: not known: whether it carries b",
        );
        assert.equal(seen([aSecurityGroup(), { ...aSecurityGroup({ name: "b" }), pools: later }]), "holds");
    });
});

describe("the plugin of EFA (X8)", () => {
    const plugin = anAdvertiser({ name: "efa", resources: ["vpc.amazonaws.com/efa"] });
    const advertised = (fleet: Partial<Fleet>) => fabric(fleet)["pool train, device plugin"];

    it("has to run on the nodes, beside their accelerators", () => {
        assert.equal(advertised({ advertisers: [plugin] }), "holds");
        assert.equal(
            advertised({ advertisers: [{ ...plugin, tolerations: [] }] }),
            "fabric.no-efa-plugin: efa may not land: taint nvidia.com/gpu=present:NoSchedule is not tolerated",
        );
        const nothing = "fabric.no-efa-plugin: nothing on its cluster advertises vpc.amazonaws.com/efa";
        assert.equal(advertised({ advertisers: [] }), nothing);
        assert.equal(advertised({ advertisers: [{ ...plugin, cluster: "west" }] }), nothing);
        assert.equal(advertised({ advertisers: [anAdvertiser()] }), nothing);
    });

    it("may advertise other things as well", () => {
        const both = { ...plugin, resources: ["example.com/x", "vpc.amazonaws.com/efa"] };
        assert.equal(advertised({ advertisers: [both] }), "holds");
    });

    it("may be a DRA driver", () => {
        const driver = { ...plugin, resources: ["efa.networking.k8s.aws"] };
        assert.equal(advertised({ advertisers: [driver] }), "holds");
    });

    it("is a matter of X1 where the pool says that it offers the interfaces", () => {
        const efa = { name: "vpc.amazonaws.com/efa", through: "extendedResource", perNode: 32, family: "efa" } as const;
        const pool = { ...anEfaPool(), resources: [...anEfaPool().resources, efa] };
        assert.match(advertised({ pools: [pool] }) ?? "", /^notApplicable: .*X1 judges/);
    });

    it("may select by what a supplier of labels brings", () => {
        const byLabel = { ...plugin, nodeSelector: { "feature.node.kubernetes.io/pci-10de.present": "true" } };
        assert.equal(advertised({ advertisers: [byLabel], labelSuppliers: [aLabelSupplier()] }), "holds");
        assert.match(advertised({ advertisers: [byLabel], labelSuppliers: [] }) ?? "", /^fabric\.no-efa-plugin/);
        assert.match(advertised({ advertisers: [byLabel] }) ?? "", /^undecided: efa: .*nothing of suppliers/);
    });

    it("is undecided while what decides is not known", () => {
        const unknowns: readonly Partial<Fleet>[] = [
            { advertisers: [{ ...plugin, tolerations: later }] },
            { advertisers: [{ ...plugin, cluster: later }] },
            { advertisers: [{ ...plugin, resources: later }] },
            { advertisers: [plugin], pools: [{ ...anEfaPool(), cluster: later }] },
            { advertisers: [plugin], pools: [{ ...anEfaPool(), resources: later }] },
        ];
        for (const fleet of unknowns) assert.match(advertised(fleet) ?? "", /^undecided: .*created later$/);
    });
});

describe("placement groups (X8)", () => {
    const inGroup = (name: string, region = "us-east-1") => {
        const pool = anEfaPool({ name, region });
        return { ...pool, fabric: { ...pool.fabric, placement: { given: "near" } } };
    };
    const cluster = { name: "near", region: "us-east-1", strategy: "cluster" } as const;
    const subject = "placement group near in us-east-1";

    it("hold the nodes of one pool each", () => {
        assert.equal(fabric({ pools: [inGroup("a")] })[subject], "holds");
        assert.equal(
            fabric({ pools: [inGroup("a"), inGroup("b"), inGroup("c")] })[subject],
            "fabric.placement-group-shared: placement group near for a and b and c",
        );
    });

    it("are different ones in different regions", () => {
        const found = fabric({ pools: [inGroup("a"), inGroup("b", "us-east-2")] });
        assert.equal(found[subject], "holds");
        assert.equal(found["placement group near in us-east-2"], "holds");
    });

    it("may be shared with a pool of which that is not known", () => {
        const pools = [inGroup("a"), { ...inGroup("b"), fabric: later }, { ...inGroup("c"), region: later }];
        assert.equal(fabric({ pools })[subject], "undecided: not known whether b, c use it too");
    });

    it("pack machines together", () => {
        const strategy = (placementGroups?: Fleet["placementGroups"]) =>
            fabric({ pools: [inGroup("a")], ...(placementGroups === undefined ? {} : { placementGroups }) })[
                `${subject}, strategy`
            ];
        assert.equal(strategy([cluster]), "holds");
        assert.equal(strategy([{ ...cluster, strategy: "spread" }]), "fabric.placement-strategy: spread");
        assert.equal(
            strategy([{ ...cluster, strategy: later }]),
            "undecided: its strategy is not known: created later",
        );
        assert.equal(strategy([{ ...cluster, region: later }]), "undecided: its region is not known: created later");
        const unlisted = "undecided: the fleet says nothing of placement group near in us-east-1";
        assert.equal(strategy([{ ...cluster, region: "us-east-2" }]), unlisted);
        assert.equal(strategy([{ ...cluster, name: "far" }]), unlisted);
        assert.equal(strategy(), "undecided: the fleet says nothing of its placement groups");
    });

    it("of a pool's own are no concern", () => {
        assert.deepEqual(
            Object.keys(fabric({})).filter(each => each.startsWith("placement")),
            [],
        );
    });
});
