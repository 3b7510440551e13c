// Bad input for the generator. Does not run the command itself: data/generate.ts only prints these errors.
import assert from "node:assert/strict";
import { parseTable, TableError } from "../../data/generator/table";
import { companionRules } from "../../data/generator/companions";
import { fpgaTypeRules } from "../../data/generator/fpga";
import { supportRules } from "../../data/generator/images";
import { systemTypeRules } from "../../data/generator/instance-types";
import { addonRules, pluginRules, registryRules, versionRules } from "../../data/generator/kubernetes";
import { migRules } from "../../data/generator/mig";
import { networkCardRules } from "../../data/generator/network-cards";
import { neuronFamilyRules } from "../../data/generator/neuron";
import { offeringRules } from "../../data/generator/places";
import { priceRules } from "../../data/generator/prices";
import { quotaRules } from "../../data/generator/quotas";
import { danglingReferences } from "../../data/generator/references";
import { readTables } from "../../data/generator/tables";
import type { TableRules } from "../../data/generator/table";
import { dataDirectory } from "./csv";

const zones = ["instanceType,region,zones,zoneIds,capacityBlockOffered,asOf,source"];
const goodOffering = "p5.48xlarge,us-east-1,us-east-1a,use1-az2,yes,2026-10-27,moto";

function problems<Row>(rules: TableRules<Row>, ...lines: readonly string[]): readonly string[] {
    try {
        parseTable("table.csv", lines.join("\n"), rules);
    } catch (error) {
        assert.ok(error instanceof TableError);
        return error.message.split("\n");
    }
    return [];
}

/** Where the problems are, a place each. */
function columns<Row>(rules: TableRules<Row>, ...lines: readonly string[]): readonly string[] {
    const places = problems(rules, ...lines).map(text => /line \d+ column \w+/.exec(text)?.[0] ?? text);
    return [...new Set(places)].map(place => place.replace("column ", ""));
}

describe("reading a table", () => {
    it("takes a good row", () => assert.deepEqual(problems(offeringRules, ...zones, goodOffering), []));

    it("names file, line, column and value of a bad cell", () =>
        assert.deepEqual(
            problems(offeringRules, ...zones, goodOffering, "g6.xlarge,us-west-2,,,perhaps,2026-10-27,moto"),
            [
                'table.csv line 3 column capacityBlockOffered: Invalid option: expected one of "yes"|"no"|"" (got "perhaps")',
            ],
        ));

    it("reports every bad cell at once", () => {
        const bad = problems(offeringRules, ...zones, ",us-east-1,,,no,2026-10-27,moto", "g6.xlarge,,,,no,yesterday,");
        assert.equal(bad.length, 4);
    });

    it("refuses a table without one of the columns", () =>
        assert.match(
            problems(versionRules, "version,asOf", "1.35,2026-11-22")[0]!,
            /line 1 column standardSupportEnds: missing/,
        ));

    it("refuses a column that nobody reads", () => {
        const header = "version,standardSupportEnds,extendedSupportEnds,asOf,source,note,colour";
        const found = problems(versionRules, header, "1.35,2027-03-27,2028-03-27,2026-11-22,guide,,blue");
        assert.deepEqual(found, ["table.csv line 1 column colour: unknown column"]);
    });

    it("refuses the same key twice, and says where it stood first", () =>
        assert.deepEqual(problems(offeringRules, ...zones, goodOffering, goodOffering), [
            "table.csv line 3: p5.48xlarge in us-east-1 stands on line 2 already",
        ]));

    it("refuses a line with too few cells", () =>
        assert.match(problems(offeringRules, ...zones, "p5.48xlarge,us-east-1")[0]!, /table\.csv line 2: .*[Cc]olumn/));

    it("refuses a list that names something twice", () =>
        assert.match(
            problems(offeringRules, ...zones, "p5.48xlarge,us-east-1,,use1-az2|use1-az2,yes,2026-10-27,moto")[0]!,
            /column zoneIds: must not name anything twice/,
        ));
});

describe("rules of single tables", () => {
    const priceHeader =
        "instanceType,region,partition,regionKind,onDemandUsdPerHour,onDemandSource,onDemandSnapshot,crossCheck," +
        "spotUsdPerHourMin,spotUsdPerHourMax,spotZones,spotSnapshot,capacityBlockUsdPerAcceleratorHour,capacityBlockSnapshot";

    it("a price is never zero", () =>
        assert.match(
            problems(priceRules, priceHeader, "g6.xlarge,us-east-1,aws,region,0,karpenter,2026-07-20,,,,,,,")[0]!,
            /column onDemandUsdPerHour: must not be zero/,
        ));

    it("a price has a date", () =>
        assert.match(
            problems(priceRules, priceHeader, "g6.xlarge,us-east-1,aws,region,0.8,karpenter,,,,,,,,")[0]!,
            /column onDemandSnapshot: a price needs its source and its date/,
        ));

    it("an image that refuses says why, and one that serves does not", () => {
        const header = "images,instanceFamilies,serves,fromRelease,why,asOf,source";
        const found = problems(
            supportRules,
            header,
            "A,g6,no,,,2026-11-22,guide",
            "B,g6,yes,,because,2026-11-22,guide",
        );
        assert.deepEqual(
            found.map(text => text.split(":")[0]),
            ["table.csv line 2 column why", "table.csv line 3 column why"],
        );
    });

    it("a quota code looks like one", () =>
        assert.match(
            problems(
                quotaRules,
                "market,code,name,instanceFamilies,defaultVcpus,otherCodes,asOf,source,note",
                "spot,417A185B,Name,p5,0,,2026-11-22,page,",
            )[0]!,
            /column code: must be a quota code/,
        ));

    it("an add-on version is an EKS build", () =>
        assert.match(
            problems(
                addonRules,
                "addon,kubernetes,version,verified,asOf,source,note",
                "coredns,1.35,v1.14.3,yes,2026-08-20,guide,",
            )[0]!,
            /column version: must be an add-on version/,
        ));

    it("a plugin belongs to a family of devices and a mechanism, and names an image with its tag", () => {
        const header = "name,family,mechanism,version,image,chart,chartVersion,verified,asOf,source,note";
        const row = (family: string, mechanism: string, version: string, image: string) =>
            `${family}-${version},${family},${mechanism},${version},${image},chart,1.0.0,yes,2026-11-22,x,`;
        assert.deepEqual(
            columns(
                pluginRules,
                header,
                row("efa", "devicePlugin", "v1.0.0-eksbuild.2", "{eksRegistry}/a:b"),
                row("abacus", "devicePlugin", "v1.0.0", "a:b"),
                row("nvidia", "image", "v1.0.0", "a:b"),
                row("nvidia", "devicePlugin", "latest", "a:b"),
                row("nvidia", "devicePlugin", "v1.0.0", "{region}/a:b"),
                row("neuron", "devicePlugin", "2.32.0.0", "a:b"),
                row("neuron", "devicePlugin", "2.32.0.0.0", "a:b"),
            ),
            ["line 3 family", "line 4 mechanism", "line 5 version", "line 6 image", "line 8 version"],
        );
    });

    it("a Neuron family groups its cores by one or two, and its last patch is one of its last driver", () => {
        const header = "family,lncSettings,lncDefault,lastSdk,lastDriver,driverPatch,verified,asOf,source,note";
        assert.deepEqual(
            columns(
                neuronFamilyRules,
                header,
                "inf1,,1,2.26.1,2.24,2.24.13.0,yes,2026-11-24,guide,",
                "trn4,1|2|4,2,,,,yes,2026-11-24,guide,",
                "trn5,1|2,4,,,,yes,2026-11-24,guide,",
                "inf3,,1,2.26,2.24,,yes,2026-11-24,guide,",
                "inf4,,1,2.26.1,2.24,2.25.1.0,yes,2026-11-24,guide,",
            ),
            ["line 3 lncSettings", "line 4 lncDefault", "line 5 lastSdk", "line 6 driverPatch"],
        );
    });

    it("an FPGA type has slots and a shell, and a successor exactly when it is retired", () => {
        const header =
            "instanceType,part,slots,hbmGiBPerFpga,ddrGiBPerFpga,shells,retiredOn,successor,verified,asOf,source,note";
        assert.deepEqual(
            columns(
                fpgaTypeRules,
                header,
                "f2.6xlarge,VU47P,1,16,64,small,,,yes,2026-11-24,guide,",
                "f3.6xlarge,VU47P,0,16,64,small,,,yes,2026-11-24,guide,",
                "f3.xlarge,VU47P,1,16,64,,,,yes,2026-11-24,guide,",
                "f1.2xlarge,VU9P,1,0,64,xdma,2025-12-20,,yes,2026-11-24,guide,",
                "f2.xlarge,VU47P,1,16,64,small,,f3.xlarge,yes,2026-11-24,guide,",
            ),
            ["line 3 slots", "line 4 shells", "line 5 successor", "line 6 successor"],
        );
    });

    it("a companion of Neuron's plugin has its version in its image, and only schedulers are of one Kubernetes version", () => {
        const header = "name,role,kubernetes,version,image,verified,asOf,source,note";
        assert.deepEqual(
            columns(
                companionRules,
                header,
                "a,monitor,,1.10.0,r/a:1.10.0,no,2026-11-24,guide,",
                "b,monitor,,1.10.0,r/a:1.3.0,no,2026-11-24,guide,",
                "c,secondScheduler,,v1.35.5,r/a:v1.35.5,no,2026-11-24,guide,",
                "d,monitor,1.35,1.10.0,r/a:1.10.0,no,2026-11-24,guide,",
                "e,barista,,1.10.0,r/a:1.10.0,no,2026-11-24,guide,",
            ),
            ["line 3 image", "line 4 kubernetes", "line 5 kubernetes", "line 6 role"],
        );
    });

    it("a registry of EKS is one of ECR", () =>
        assert.deepEqual(
            columns(registryRules, "region,registry,asOf,source,note", "us-east-1,public.ecr.aws,2026-11-24,guide,"),
            ["line 2 registry"],
        ));

    it("a network card takes something, and has EFA by default only where it takes EFA", () => {
        const header = "instanceType,cards,maxInterfaces,kinds,efaByDefault,verified,asOf,source,note";
        const row = (cards: string, most: number, kinds: string, efa: string) =>
            `p9.large,${cards},${most},${kinds},${efa},yes,2026-11-24,guide,`;
        const bad = [
            row("0", 2, "", "no"),
            row("1", 2, "interface", "yes"),
            row("2", 0, "efa", "yes"),
            row("3-", 2, "efa", "yes"),
            row("5|4", 2, "efa", "yes"),
            row("6-5", 2, "efa", "yes"),
            row("7", 2, "ethernet", "no"),
        ];
        assert.deepEqual(columns(networkCardRules, header, row("0|2-3", 2, "interface", "no"), ...bad), [
            "line 3 kinds",
            "line 4 efaByDefault",
            "line 5 maxInterfaces",
            "line 6 cards",
            "line 7 cards",
            "line 8 cards",
            "line 9 kinds",
        ]);
    });

    it("a MIG profile says its slices and its memory, and fits at least once", () => {
        const header =
            "accelerator,memoryGiB,profile,computeSlices,memorySlices,memoryGB,mostPerGpu,bottlerocket,verified,asOf,source,note";
        const row = (profile: string, compute: number, gb: number, most: number) =>
            `H900,80,${profile},${compute},1,${gb},${most},yes,yes,2026-11-24,guide,`;
        const bad = [row("1g.10gb+me", 1, 10, 1), row("2g.20gb", 1, 20, 3), row("3g.40gb", 3, 40, 0)];
        assert.deepEqual(columns(migRules, header, row("1g.10gb", 1, 10, 7), ...bad), [
            "line 3 profile",
            "line 4 profile",
            "line 5 mostPerGpu",
        ]);
    });

    it("an instance type has counts, not words", () => {
        const header =
            "instanceType,family,status,vcpu,memoryGiB,arch,bareMetal,efaMaxInterfaces,networkCards,networkPerformance," +
            "networkGbps,networkUpTo,maxEnis,ipv4PerEni,localDisks,localDiskGB,localNvme,usageClasses,placementStrategies,lastSeen,source,note";
        const row =
            "m9.large,m9,current,two,8,x86_64,no,-1,1,Up to 10 Gigabit,10,yes,3,10,0,,,on-demand,cluster,2026-10-27,moto,";
        const columns = problems(systemTypeRules, header, row).map(text => /column (\w+)/.exec(text)?.[1]);
        assert.deepEqual(columns, ["vcpu", "efaMaxInterfaces"]);
    });
});

describe("names between tables", () => {
    const tables = readTables(dataDirectory);

    it("all lead somewhere", () => assert.deepEqual(danglingReferences(tables), []));

    it("are reported where two tables give two ranges of spot prices", () =>
        assert.deepEqual(
            danglingReferences({
                ...tables,
                zonePrices: [{ type: "p5.48xlarge", region: "us-east-2", byZone: { "use2-az1": 19 } }],
            }),
            ["aws-spot-by-zone.csv: aws-prices.csv gives another range of spot prices for p5.48xlarge in us-east-2"],
        ));

    it("are reported when their table does not have them", () => {
        const [offering] = tables.offerings;
        const [quota] = tables.quotas;
        const [card] = tables.networkCards;
        const [profile] = tables.migProfiles;
        const [image] = tables.images;
        const found = danglingReferences({
            ...tables,
            offerings: [{ ...offering!, type: "p9.metal", zoneIds: ["mars1-az1"] }],
            networkCards: [{ ...card!, type: "p9.metal" }],
            migProfiles: [{ ...profile!, accelerator: "H900" }],
            quotas: [{ ...quota!, instanceFamilies: ["p9"] }],
            neuronFamilies: [...tables.neuronFamilies.slice(1), { ...tables.neuronFamilies[0]!, family: "trn9" }],
            fpgaTypes: tables.fpgaTypes.map(row => ({ ...row, slots: row.type === "f2.6xlarge" ? 2 : row.slots })),
            companions: [{ ...tables.companions[0]!, kubernetes: "1.99" }],
            images: [...tables.images, { ...image!, kubernetes: ["1.99"] }],
            imageSupport: [{ ...tables.imageSupport[0]!, image: "AL2" }],
        });
        assert.deepEqual(
            found,
            [
                "aws-offerings.csv: no table has the type p9.metal",
                "aws-offerings.csv: aws-zones.csv has no mars1-az1 in us-east-1",
                "aws-network-cards.csv: no table has the type p9.metal",
                "aws-neuron-families.csv: no row for inf1",
                "aws-neuron-families.csv: trn9 is a family of no type with Neuron chips",
                "aws-fpga-types.csv: not as many FPGAs as aws-accelerators.csv gives f2.6xlarge",
                "nvidia-mig.csv: no type has a H900 with 40 GiB",
                "aws-quotas.csv: L-417A185B names p9, a family of no type",
                "aws-image-support.csv: aws-node-images.csv has no AL2",
                "aws-node-images.csv: eks-versions.csv has no 1.99",
                "neuron-companions.csv: neuron-scheduler: eks-versions.csv has no 1.99",
            ].map(text => text.replace("us-east-1", offering!.region)),
        );
    });
});
