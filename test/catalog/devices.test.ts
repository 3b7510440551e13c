// The table of device families. That the plugins truly need what it says is said by its sources, not by this test.
import assert from "node:assert/strict";
import { acceleratorFamilies, accelerators, type AcceleratorFamilyFacts } from "../../components/catalog/accelerators";
import type { DeviceFamilyFacts } from "../../components/catalog/device-family";
import {
    deviceFamilies,
    deviceFamilyOf,
    devices,
    familyResources,
    isAcceleratorFamily,
} from "../../components/catalog/devices";
import { ownPrefix } from "../../components/catalog/own-prefix";

/** Every name by which pods ask for devices of a family. */
function namesOf(facts: DeviceFamilyFacts): string[] {
    return [facts.resource, facts.coreResource, facts.deviceClass].filter(name => name !== "");
}

describe("device families", () => {
    it("are the accelerators and EFA", () => {
        assert.deepEqual(deviceFamilies(), [...acceleratorFamilies(), "efa"]);
        assert.deepEqual(deviceFamilies().filter(isAcceleratorFamily), acceleratorFamilies());
    });

    it("take the rows of accelerators as they are", () => {
        for (const family of acceleratorFamilies()) assert.equal(devices[family], accelerators[family]);
    });

    it("have names of their own, for plugins and for DRA", () => {
        const names = deviceFamilies().flatMap(family => namesOf(devices[family]));
        assert.equal(new Set(names).size, names.length);
    });

    it("are found by each of their names, and by no other", () => {
        for (const family of deviceFamilies()) {
            for (const name of namesOf(devices[family])) assert.equal(deviceFamilyOf(name), family);
        }
        for (const name of ["nvidia.com/gpu.shared", "aws.amazon.com/neurondevice", "efa", "", "constructor"])
            assert.equal(deviceFamilyOf(name), undefined);
    });

    it("tell the kubelet of themselves through the same directory", () => {
        for (const family of deviceFamilies()) {
            assert.equal(devices[family].devicePlugin.socketDirectory, "/var/lib/kubelet/device-plugins");
        }
    });

    it("give EFA what its plugin looks at", () => {
        const { hostMounts, hostNetwork } = devices.efa.devicePlugin;
        assert.deepEqual(hostMounts, [{ path: "/dev/infiniband", create: false, readOnly: false }]);
        assert.equal(hostNetwork, true);
    });

    it("run privileged or give their capabilities up, never both", () => {
        for (const family of deviceFamilies()) {
            const { privileged, dropCapabilities }: DeviceFamilyFacts["devicePlugin"] = devices[family].devicePlugin;
            assert.equal(privileged, dropCapabilities.length === 0, family);
        }
    });

    it("have names that the Kubernetes API takes for extended resources", () => {
        // A name of at most 63 letters after a DNS name that is not Kubernetes's own.
        const valid =
            /^(?!([^/]*\.)?kubernetes\.io\/)[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?\/[A-Za-z0-9]([-\w.]{0,61}[A-Za-z0-9])?$/;
        for (const { name } of deviceFamilies().flatMap(familyResources)) assert.match(name, valid);
    });
});

describe("Neuron devices", () => {
    it("are asked for by the chip or by the core, and never under the name that the plugin gave up", () => {
        assert.deepEqual(familyResources("neuron"), [
            { name: "aws.amazon.com/neuron", unit: "device" },
            { name: "aws.amazon.com/neuroncore", unit: "core" },
        ]);
        assert.ok(!JSON.stringify(devices).includes("neurondevice"));
    });

    it("have cores alone", () => {
        for (const family of deviceFamilies()) {
            assert.equal(familyResources(family).length, family === "neuron" ? 2 : 1, family);
        }
    });

    it("give their plugin what says how many cores count as one, to read", () => {
        const lnc = accelerators.neuron.devicePlugin.hostMounts.find(({ path }) => path === "/opt/aws");
        assert.deepEqual(lnc, { path: "/opt/aws", create: true, readOnly: true });
    });

    it("let their plugin change pods and the status of nodes, and nothing else", () => {
        const writes = accelerators.neuron.devicePlugin.rules.flatMap(({ resources, verbs }) =>
            (verbs as readonly string[]).some(verb => ["create", "update", "patch", "delete"].includes(verb))
                ? [...resources]
                : [],
        );
        assert.deepEqual(writes, ["events", "pods", "nodes/status"]);
    });
});

describe("FPGAs", () => {
    it("have a name in the library's own domain, which generic-device-plugin takes in two halves", () => {
        const [domain, device, ...more] = accelerators.fpga.resource.split("/");
        assert.deepEqual([domain, device, more], [ownPrefix, "fpga", []]);
        // Source: squat/generic-device-plugin main.go: IsDNS1123Subdomain, and the regular expression of device types.
        assert.match(domain!, /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/);
        assert.match(device!, /^[a-z0-9][-a-z0-9]*[a-z0-9]$/);
    });

    it("have no DRA driver, and say so of no other family", () => {
        const without = deviceFamilies().filter(family => devices[family].deviceClass === "");
        assert.deepEqual(without, ["fpga"]);
    });

    it("are labelled under another name than that which says who advertises them", () => {
        const labels = acceleratorFamilies().map(family => {
            const { presenceLabel }: AcceleratorFamilyFacts = accelerators[family];
            return presenceLabel.key;
        });
        for (const family of deviceFamilies()) assert.ok(!labels.includes(`${ownPrefix}/${family}`));
    });
});
