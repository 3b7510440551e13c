// Proves which mechanism each kind of node gets, and which wishes are refused. Does not prove that a mechanism works on a real
// node: the matrix is what the vendors' documents say.
import assert from "node:assert/strict";
import { advertiserKey, advertiserProblems, chooseMechanism } from "../../../components/fleet/advertisers";
import type { Pool } from "../../../components/fleet/pool";
import { efaOf } from "../builders";
import { aDeclaredPool, groupKinds, images, sharings, versions, wishes } from "./fleets";

type Image = keyof typeof images;
type Way = keyof typeof sharings;
interface Combination {
    readonly image: Image;
    readonly version: (typeof versions)[number];
    readonly kind: (typeof groupKinds)[number];
    readonly way: Way;
    readonly wish: (typeof wishes)[number];
}

const combinations: readonly Combination[] = (Object.keys(images) as Image[]).flatMap(image =>
    versions.flatMap(version =>
        groupKinds.flatMap(kind =>
            (Object.keys(sharings) as Way[]).flatMap(way => wishes.map(wish => ({ image, version, kind, way, wish }))),
        ),
    ),
);

/** The documents in one sentence each; "refused" where none of them allows it. */
function documented({ image, version, kind, way, wish }: Combination): Pool["advertiser"] | "refused" {
    const whatever = wish === "default";
    // EKS user guide, auto-accelerated: drivers and plugins are part of Auto Mode, without sharing and without others.
    if (kind === "auto") return way === "whole" && (whatever || wish === "image") ? "image" : "refused";
    // EKS user guide, ml-eks-optimized-ami: the plugin is built into Bottlerocket's NVIDIA variants; its names are not mixed.
    if (image === "builtIn") return way !== "migMixed" && (whatever || wish === "image") ? "image" : "refused";
    if (image === "plain" || wish === "image") return "refused";
    if (whatever) return "devicePlugin";
    if (wish !== "draDriver") return wish;
    // EKS user guide, device-management-nvidia-dra-device-plugin: from 1.34; time slicing and MPS are alpha.
    return version !== "1.33" && (way === "whole" || way === "migMixed") ? wish : "refused";
}

function poolOf({ image, version, kind, way, wish }: Combination): Pool {
    const changes = { image: images[image], kubernetes: version, groupKind: kind, sharing: sharings[way] };
    return aDeclaredPool({ ...changes, advertiser: wish });
}

describe("the mechanism of a pool", () => {
    const outcomes = combinations.map(combination => {
        const problems = advertiserProblems(poolOf(combination));
        const choice = chooseMechanism(poolOf(combination), "nvidia").by;
        return { combination, outcome: choice === "none" ? "refused" : choice, problems };
    });
    const refused = outcomes.filter(({ outcome }) => outcome === "refused");

    it("is what the documents say, for every image, version, group kind, sharing and wish", () => {
        for (const { combination, outcome } of outcomes) {
            assert.equal(outcome, documented(combination), JSON.stringify(combination));
        }
    });

    it(`is refused by name in ${refused.length} of ${outcomes.length} combinations`, () => {
        assert.equal(refused.length, combinations.filter(each => documented(each) === "refused").length);
        for (const { combination, outcome, problems } of outcomes) {
            const expected =
                outcome !== "refused"
                    ? []
                    : [combination.wish === "default" ? "advertiser.none" : "advertiser.unsuitable"];
            assert.deepEqual(
                problems.map(({ id }) => id),
                expected,
                JSON.stringify(combination),
            );
        }
    });

    const links: readonly (readonly [string, Partial<Pool>, string])[] = [
        [
            "the version",
            { kubernetes: "1.33" },
            "draDriver for nvidia: needs Kubernetes 1.34 or newer, the nodes have 1.33",
        ],
        [
            "the plugin of the image",
            { image: images.builtIn },
            "draDriver for nvidia: the image advertises nvidia itself",
        ],
        ["the driver", { image: images.plain }, "draDriver for nvidia: the image holds no nvidia driver"],
        ["the group kind", { groupKind: "auto" }, "draDriver for nvidia: does not run on nodes of EKS Auto Mode"],
        [
            "the sharing",
            { sharing: sharings.mps },
            "draDriver for nvidia: an alpha feature of the DRA driver, off by default",
        ],
    ];
    for (const [link, changes, text] of links) {
        it(`is refused with the link that fails: ${link}`, () => {
            const problems = advertiserProblems(aDeclaredPool({ ...changes, advertiser: "draDriver" }));
            assert.deepEqual(
                problems.map(({ got }) => got),
                [text],
            );
        });
    }

    it("is the default for EFA interfaces, whatever the pool asks for its accelerators", () => {
        const pool = aDeclaredPool({ advertiser: "draDriver" }, 32);
        assert.equal(chooseMechanism(pool, "efa").by, "devicePlugin");
        assert.equal(chooseMechanism({ ...pool, sharing: sharings.mps }, "efa").by, "devicePlugin");
    });

    it("says for each family which one cannot be advertised", () => {
        const image = { ...images.driver, drivers: ["nvidia" as const] };
        const problems = advertiserProblems({ ...aDeclaredPool({ image }), resources: [efaOf(32)] });
        assert.deepEqual(
            problems.map(({ id, path, fix }) => [id, path, fix]),
            [["advertiser.none", "image", "choose an image with the efa driver"]],
        );
    });
});

describe("the label that says who advertises", () => {
    const keys: readonly (readonly [Partial<Pool>, string])[] = [
        [{}, "device-plugin"],
        [{ sharing: sharings.migSingle }, "device-plugin-mig-single"],
        [{ sharing: sharings.migMixed }, "device-plugin-mig-mixed"],
        [{ sharing: sharings.timeSlicing }, "device-plugin-time-slicing-4-renamed-one-each"],
        [{ sharing: { ...sharings.timeSlicing, renameByDefault: false } }, "device-plugin-time-slicing-4-one-each"],
        [
            { sharing: { ...sharings.timeSlicing, failRequestsGreaterThanOne: false } },
            "device-plugin-time-slicing-4-renamed",
        ],
        [{ sharing: sharings.mps }, "device-plugin-mps-4"],
        [{ advertiser: "draDriver", sharing: sharings.migMixed }, "dra-driver"],
        [{ advertiser: "gpuOperator", sharing: sharings.mps }, "gpu-operator"],
        [{ image: images.builtIn }, "image"],
        [{ image: images.plain }, "none"],
    ];
    for (const [changes, key] of keys) {
        it(`is ${key}`, () => assert.equal(advertiserKey(aDeclaredPool(changes), "nvidia"), key));
    }

    it("tells all plugins apart", () => assert.equal(new Set(keys.map(([, key]) => key)).size, keys.length));
});
