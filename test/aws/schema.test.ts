/** What a configuration file may say is what a program may say. Does not prove that editors understand the published schema. */
import assert from "node:assert/strict";
import { adoptedClusterArguments, clusterSettings, newClusterArguments } from "../../components/aws/eks-cluster/schema";
import { gpuGroupArguments, gpuGroupSettings } from "../../components/aws/gpu-node-group/schema";
import { networkArguments, networkSettings } from "../../components/aws/network/schema";
import { systemGroupArguments, systemGroupSettings } from "../../components/aws/system-node-group/schema";

const keys = (schema: { readonly shape: object }) => Object.keys(schema.shape).sort();

describe("settings of a configuration file", () => {
    it("of a network are its arguments", () => assert.deepEqual(keys(networkSettings()), keys(networkArguments())));

    it("of a cluster are its arguments, new and adopted", () => {
        const both = new Set([...keys(newClusterArguments()), ...keys(adoptedClusterArguments())]);
        assert.deepEqual(keys(clusterSettings()), [...both].sort());
    });

    it("of a group are its arguments, the cluster aside", () => {
        for (const [settings, args] of [
            [gpuGroupSettings(), gpuGroupArguments()],
            [systemGroupSettings(), systemGroupArguments()],
        ] as const) {
            assert.deepEqual([...keys(settings), "cluster"].sort(), keys(args));
        }
    });

    it("are plain: what a program may know later must be written out", () => {
        assert.equal(networkSettings().safeParse({ tags: { team: {} } }).success, false);
        assert.equal(networkArguments().safeParse({ tags: { team: Promise.resolve("research") } }).success, true);
        assert.equal(networkArguments().safeParse({ tags: { team: 5 } }).success, false);
    });
});
