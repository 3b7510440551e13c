/** Does not prove that kubelets of other Kubernetes versions behave so: the rules are those of 1.35. */
import assert from "node:assert/strict";
import * as fc from "fast-check";
import { DeviceManager, stopGracePeriod } from "../../../../sim/cluster/device-plugins/device-manager";

const gpu = "nvidia.com/gpu";

describe("device manager of a kubelet", () => {
    it("reports nothing before a plugin registers", () => {
        assert.deepEqual(new DeviceManager([]).counts(0), {});
    });

    it("reports what a plugin registers", () => {
        const manager = new DeviceManager([]);
        manager.connect("a", { [gpu]: 8 });
        assert.deepEqual(manager.counts(0), { [gpu]: { capacity: 8, allocatable: 8 } });
    });

    it("keeps the capacity of a plugin that went, with nothing allocatable", () => {
        const manager = new DeviceManager([]);
        manager.connect("a", { [gpu]: 8 });
        assert.deepEqual(manager.disconnect("a", 1_000), [gpu]);
        assert.deepEqual(manager.counts(1_000), { [gpu]: { capacity: 8, allocatable: 0 } });
    });

    it("reports zero, and not nothing, once the grace period is over", () => {
        const manager = new DeviceManager([]);
        manager.connect("a", { [gpu]: 8 });
        manager.disconnect("a", 0);
        assert.equal(manager.counts(stopGracePeriod - 1)[gpu]?.capacity, 8);
        assert.deepEqual(manager.counts(stopGracePeriod), { [gpu]: { capacity: 0, allocatable: 0 } });
    });

    it("has everything back when the plugin registers again", () => {
        const manager = new DeviceManager([]);
        manager.connect("a", { [gpu]: 8 });
        manager.disconnect("a", 0);
        manager.connect("b", { [gpu]: 8 });
        assert.deepEqual(manager.counts(stopGracePeriod * 2), { [gpu]: { capacity: 8, allocatable: 8 } });
    });

    it("gives a resource to the last plugin that registers for it, and says whom it took it from", () => {
        const manager = new DeviceManager([]);
        assert.deepEqual(manager.connect("a", { [gpu]: 8 }), []);
        assert.deepEqual(manager.connect("b", { [gpu]: 7 }), ["a"]);
        assert.equal(manager.counts(0)[gpu]?.allocatable, 7);
    });

    it("loses the resource when either of two plugins goes", () => {
        for (const leaver of ["a", "b"]) {
            const manager = new DeviceManager([]);
            manager.connect("a", { [gpu]: 8 });
            manager.connect("b", { [gpu]: 8 });
            manager.disconnect(leaver, 0);
            assert.equal(manager.counts(0)[gpu]?.allocatable, 0, `${leaver} left`);
        }
    });

    it("starts with zero of what the node's status names, until a plugin registers", () => {
        const manager = new DeviceManager([gpu]);
        assert.deepEqual(manager.counts(0), { [gpu]: { capacity: 0, allocatable: 0 } });
    });

    it("never has more to allocate than it has, and nothing to allocate without a connected plugin", () => {
        const step = fc.record({
            plugin: fc.constantFrom("a", "b", "c"),
            comes: fc.boolean(),
            devices: fc.nat(16),
            after: fc.nat(stopGracePeriod),
        });
        fc.assert(
            fc.property(fc.array(step, { maxLength: 20 }), steps => {
                const manager = new DeviceManager([]);
                const connected = new Set<string>();
                let now = 0;
                for (const { plugin, comes, devices, after } of steps) {
                    now += after;
                    if (comes) {
                        manager.connect(plugin, { [gpu]: devices });
                        connected.add(plugin);
                    } else {
                        manager.disconnect(plugin, now);
                        connected.delete(plugin);
                    }
                    const counts = manager.counts(now)[gpu] ?? { capacity: 0, allocatable: 0 };
                    assert.ok(counts.allocatable <= counts.capacity);
                    assert.ok(connected.size > 0 || counts.allocatable === 0);
                }
            }),
        );
    });
});
