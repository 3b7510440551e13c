// Versions, add-ons, plugins and the accelerator table. Does not prove that EKS still accepts an add-on build.
import assert from "node:assert/strict";
import fc from "fast-check";
import { acceleratorFamilies, accelerators, type AcceleratorFamilyFacts } from "../../components/catalog/accelerators";
import { eksAddons, eksAddonVersion } from "../../components/catalog/aws/addons";
import {
    defaultEksVersion,
    eksSupport,
    eksVersion,
    eksVersions,
} from "../../components/catalog/kubernetes/eks-versions";
import {
    devicePlugin,
    devicePluginImage,
    devicePlugins,
    type DevicePluginName,
} from "../../components/catalog/kubernetes/plugins";
import { mechanismTable } from "../../components/catalog/kubernetes/mechanism-table";
import { awsRegions } from "../../components/catalog/aws/offerings";
import { eksRegistry } from "../../components/catalog/aws/registries";
import { cells } from "./csv";

describe("Kubernetes versions on EKS", () => {
    it("are the rows of the table, oldest first", () => {
        const rows = cells("eks-versions.csv");
        assert.deepEqual(
            eksVersions().map(({ version }) => version),
            rows.map(row => row.version),
        );
        for (const row of rows) {
            const { standardSupportEnds: standard, extendedSupportEnds: extended } = eksVersion(row.version!)!;
            assert.equal(standard.known ? standard.day : "", row.standardSupportEnds);
            assert.equal(extended.known ? extended.day : "", row.extendedSupportEnds);
        }
    });

    it("change support at the beginning of a day", () => {
        const facts = eksVersion("1.34");
        assert.equal(eksSupport(facts, "2026-12-01"), "standard");
        assert.equal(eksSupport(facts, "2026-12-02"), "extended");
        assert.equal(eksSupport(facts, "2027-12-01"), "extended");
        assert.equal(eksSupport(facts, "2027-12-02"), "ended");
    });

    it("are in unknown support after the last date that is known", () => {
        const unknown = { known: false, why: "test" } as const;
        assert.equal(eksSupport({ ...eksVersion("1.35"), extendedSupportEnds: unknown }, "2027-06-01"), "unknown");
        assert.equal(eksSupport({ ...eksVersion("1.35"), standardSupportEnds: unknown }, "2026-06-01"), "unknown");
        assert.equal(eksSupport({ ...eksVersion("1.35"), standardSupportEnds: unknown }, "2030-06-01"), "ended");
    });

    it("never get better support as time goes on", () => {
        const worse = ["standard", "extended", "ended"];
        const day = fc
            .date({ min: new Date("2024-01-01"), max: new Date("2030-01-01"), noInvalidDate: true })
            .map(date => date.toISOString().slice(0, 10));
        fc.assert(
            fc.property(fc.constantFrom(...eksVersions()), day, day, (facts, a, b) => {
                const [early, late] = a < b ? [a, b] : [b, a];
                assert.ok(worse.indexOf(eksSupport(facts, early)) <= worse.indexOf(eksSupport(facts, late)));
            }),
        );
    });

    it("have a default that was in standard support when the table was written", () => {
        const facts = eksVersion(defaultEksVersion);
        assert.equal(eksSupport(facts, facts.asOf), "standard");
    });

    it("are undefined for any other", () => assert.equal(eksVersion("1.99"), undefined));
});

describe("EKS add-ons", () => {
    const needed = ["vpc-cni", "kube-proxy", "coredns", "eks-pod-identity-agent", "eks-node-monitoring-agent"] as const;

    it("have a pinned version on every Kubernetes version", () => {
        for (const addon of needed) {
            for (const { version } of eksVersions())
                assert.ok(eksAddonVersion(addon, version).known, `${addon} ${version}`);
        }
    });

    it("are the rows of the table", () => {
        const rows = cells("eks-addons.csv");
        for (const row of rows) {
            const addon = eksAddons().find(name => name === row.addon)!;
            const pinned = eksAddonVersion(addon, row.kubernetes!);
            assert.ok(pinned.known);
            assert.deepEqual(
                [pinned.version, pinned.verified, pinned.asOf, pinned.source, pinned.note],
                [row.version, row.verified === "yes", row.asOf, row.source, row.note],
            );
        }
        assert.equal(rows.length, eksAddons().length * eksVersions().length);
    });

    it("say what is uncertain about a version that is not verified", () => {
        for (const row of cells("eks-addons.csv")) {
            if (row.verified === "no") assert.notEqual(row.note, "", `${row.addon} ${row.kubernetes}`);
        }
    });

    it("match kube-proxy to the minor version of the cluster", () => {
        for (const { version } of eksVersions()) {
            const pinned = eksAddonVersion("kube-proxy", version);
            assert.ok(pinned.known && pinned.version.startsWith(`v${version}.`));
        }
    });

    it("are unknown on a version without a row", () => assert.equal(eksAddonVersion("coredns", "1.99").known, false));
});

describe("device plugins", () => {
    it("are the rows of the table", () =>
        assert.deepEqual(
            devicePlugins().map(plugin => [plugin.name, plugin.family, plugin.mechanism, plugin.version, plugin.image]),
            cells("device-plugins.csv").map(row => [row.name, row.family, row.mechanism, row.version, row.image]),
        ));

    it("carry their version in their image", () => {
        for (const { image, version } of devicePlugins()) assert.ok(image.endsWith(`:${version}`), image);
        assert.equal(devicePlugin("nvidia-device-plugin").family, "nvidia");
    });

    it("exist for every mechanism that needs something in the cluster, once, but for two generations of FPGAs", () => {
        const wanted = mechanismTable
            .filter(({ mechanism }) => mechanism !== "image")
            .map(({ family, mechanism }) => `${family} ${mechanism}`);
        const there = devicePlugins().map(({ family, mechanism }) => `${family} ${mechanism}`);
        assert.deepEqual([...new Set(there)].sort(), [...new Set(wanted)].sort());
        assert.deepEqual(
            there.filter((key, index) => there.indexOf(key) !== index),
            ["fpga devicePlugin"],
        );
    });

    it("are pulled from the registry of the region where EKS has them", () => {
        const image = (name: DevicePluginName, region: string) => {
            const found = devicePluginImage(name, region);
            return found.known ? found.image : found.why;
        };
        assert.equal(
            image("aws-efa-k8s-device-plugin", "eu-south-2"),
            "455263428931.dkr.ecr.eu-south-2.amazonaws.com/eks/aws-efa-k8s-device-plugin:v0.5.21-eksbuild.13",
        );
        assert.equal(image("nvidia-device-plugin", "eu-south-2"), "nvcr.io/nvidia/k8s-device-plugin:v0.20.0");
        assert.match(image("aws-efa-k8s-device-plugin", "eu-nowhere-1"), /eu-nowhere-1/);
        for (const { name } of devicePlugins()) {
            for (const { name: region } of awsRegions()) assert.doesNotMatch(image(name, region), /[{}\s]/);
        }
    });
});

describe("registries of EKS", () => {
    it("are the rows of the table, one for each region, in that region", () => {
        const rows = cells("eks-registries.csv");
        assert.deepEqual(new Set(rows.map(row => row.region)), new Set<string>(awsRegions().map(({ name }) => name)));
        for (const row of rows) {
            const found = eksRegistry(row.region!);
            assert.ok(found.known);
            assert.equal(found.registry, row.registry);
            assert.match(found.registry, new RegExp(`\\.ecr\\.${row.region}\\.amazonaws\\.com$`));
        }
    });
});

describe("accelerator table", () => {
    it("has its own resource, taint and label for every family", () => {
        const facts = acceleratorFamilies().map(family => accelerators[family]);
        for (const name of [
            facts.map(f => f.resource),
            facts.map(f => f.taint.key),
            facts.map(f => f.presenceLabel.key),
        ]) {
            assert.equal(new Set(name).size, facts.length);
        }
    });

    it("labels nodes with something the family's plugin selects, if it selects by labels", () => {
        const byLabels = acceleratorFamilies().filter(
            family => accelerators[family].devicePlugin.selectedBy.length > 0,
        );
        assert.deepEqual(byLabels, ["nvidia"]);
        for (const family of byLabels) {
            const facts: AcceleratorFamilyFacts = accelerators[family];
            const { key, value } = facts.presenceLabel;
            const selected = facts.devicePlugin.selectedBy.map(label => `${label.key}=${label.value}`);
            assert.ok(selected.includes(`${key}=${value}`), family);
        }
    });
});
