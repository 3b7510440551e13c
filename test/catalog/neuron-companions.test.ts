// What runs beside Neuron's device plugin, as data. That the programs work together is said by their sources.
import assert from "node:assert/strict";
import { accelerators } from "../../components/catalog/accelerators";
import { nodeRepair } from "../../components/catalog/aws/node-monitoring";
import { familyResources } from "../../components/catalog/devices";
import { eksVersions } from "../../components/catalog/kubernetes/eks-versions";
import {
    neuronCompanion,
    neuronCompanions,
    neuronDraDriver,
    neuronScheduling,
} from "../../components/catalog/kubernetes/neuron-companions";
import { devicePlugin } from "../../components/catalog/kubernetes/plugins";
import { cells } from "./csv";

describe("companions of the Neuron device plugin", () => {
    it("are the rows of the table", () => {
        assert.deepEqual(
            neuronCompanions().map(({ name, role, kubernetes, image }) => [name, role, kubernetes, image]),
            cells("neuron-companions.csv").map(row => [row.name, row.role, row.kubernetes, row.image]),
        );
    });

    it("have one program for each role, and a second scheduler of every Kubernetes version", () => {
        for (const { version } of eksVersions()) {
            for (const role of new Set(neuronCompanions().map(companion => companion.role))) {
                const found = neuronCompanion(role, version);
                assert.ok(found.known, `${role} on ${version}`);
                if (role === "secondScheduler") assert.match(found.version, new RegExp(`^v${version}\\.`));
            }
        }
        const unknown = neuronCompanion("secondScheduler", "1.99");
        assert.equal(
            unknown.known ? "" : unknown.why,
            "no source names an image of secondScheduler for Kubernetes 1.99",
        );
    });

    it("have an extension of the same release as the plugin", () => {
        const extension = neuronCompanion("schedulerExtension", "1.35");
        assert.equal(extension.known && extension.version, devicePlugin("neuron-device-plugin").version);
    });
});

describe("the second scheduler", () => {
    it("asks the extension about what the plugin advertises, chips and cores", () => {
        assert.deepEqual(
            neuronScheduling.extender.managedResources.map(({ name }) => name),
            familyResources("neuron").map(({ name }) => name),
        );
        // Ignored resources would not be counted at all, and an extender that may be ignored decides nothing.
        for (const { ignoredByScheduler } of neuronScheduling.extender.managedResources) {
            assert.equal(ignoredByScheduler, false);
        }
        assert.equal(neuronScheduling.extender.ignorable, false);
    });

    it("leaves the binding to an extension that may bind, and runs once", () => {
        const { rules, replicas } = neuronScheduling.extension;
        assert.ok(rules.some(({ resources }) => (resources as readonly string[]).includes("pods/binding")));
        assert.equal(replicas, 1);
    });
});

describe("the Neuron DRA driver", () => {
    it("is given the directories that its variables name", () => {
        const mounted = neuronDraDriver.hostMounts.map(({ path }) => path as string);
        for (const variable of neuronDraDriver.environment) {
            if ("value" in variable && variable.value.startsWith("/")) assert.ok(mounted.includes(variable.value));
        }
    });

    it("does not speak through the directory of the plugin", () => {
        const { socketDirectory } = accelerators.neuron.devicePlugin;
        assert.ok(!neuronDraDriver.hostMounts.some(({ path }) => (path as string) === socketDirectory));
    });
});

describe("errors of Neuron chips", () => {
    it("are four, and EKS replaces the node", () => {
        assert.deepEqual(
            nodeRepair.neuronReasons.map(({ reason, action }) => [reason, action]),
            ["DMA", "HBMUncorrectable", "NCUncorrectable", "SRAMUncorrectable"].map(kind => [
                `Neuron${kind}Error`,
                "Replace",
            ]),
        );
    });
});
