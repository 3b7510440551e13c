// The table of device families. That the plugins truly need what it says is said by its sources, not by this test.
import assert from "node:assert/strict";
import { acceleratorFamilies, accelerators } from "../../components/catalog/accelerators";
import { deviceFamilies, deviceFamilyOf, devices, isAcceleratorFamily } from "../../components/catalog/devices";

describe("device families", () => {
    it("are the accelerators and EFA", () => {
        assert.deepEqual(deviceFamilies(), [...acceleratorFamilies(), "efa"]);
        assert.deepEqual(deviceFamilies().filter(isAcceleratorFamily), acceleratorFamilies());
    });

    it("take the rows of accelerators as they are", () => {
        for (const family of acceleratorFamilies()) assert.equal(devices[family], accelerators[family]);
    });

    it("have names of their own, for plugins and for DRA", () => {
        const names = deviceFamilies().flatMap(family => [devices[family].resource, devices[family].deviceClass]);
        assert.equal(new Set(names).size, names.length);
    });

    it("are found by either name, and by no other", () => {
        for (const family of deviceFamilies()) {
            assert.equal(deviceFamilyOf(devices[family].resource), family);
            assert.equal(deviceFamilyOf(devices[family].deviceClass), family);
        }
        for (const name of ["nvidia.com/gpu.shared", "efa", "", "constructor"])
            assert.equal(deviceFamilyOf(name), undefined);
    });

    it("tell the kubelet of themselves through the same directory", () => {
        for (const family of deviceFamilies()) {
            assert.equal(devices[family].devicePlugin.socketDirectory, "/var/lib/kubelet/device-plugins");
        }
    });

    it("give EFA what its plugin looks at", () => {
        const { hostMounts, hostNetwork } = devices.efa.devicePlugin;
        assert.deepEqual(hostMounts, [{ path: "/dev/infiniband", create: false }]);
        assert.equal(hostNetwork, true);
    });
});
