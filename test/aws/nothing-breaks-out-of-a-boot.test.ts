/**
 * What users write into the boot scripts of FPGA and Neuron groups stays what it is: a word of the script, whatever characters
 * it is made of. Scripts are compared as the trees that a shell reads. Proves nothing of what the scripts do.
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import type { FpgaNodeGroupArgs } from "../../components/aws/fpga-node-group/arguments";
import { planFpgaNodeGroup } from "../../components/aws/fpga-node-group/plan";
import { planNeuronNodeGroup } from "../../components/aws/neuron-node-group/plan";
import type { NodeGroupPlan } from "../../components/aws/node-group/plan";
import type { PlannedGroup } from "../../components/aws/node-group/planned-cluster";
import { RefusedError } from "../../components/fleet/problem";
import { parseShell } from "../../sim/shell/parse";
import { aCluster, aNetwork, now } from "./builders";
import { aClusterFor } from "./neuron-groups";

type Args = PlannedGroup<FpgaNodeGroupArgs>;

const cluster = aCluster({ network: aNetwork({ region: "us-east-1", zones: ["use1-az4", "use1-az6"] }) });
const right = {
    url: "https://example.com/kit.tar.gz",
    sha256: "a".repeat(64),
    agfi: "agfi-0f0e045f919413242",
    count: 16 as unknown,
};
type Given = typeof right;

/** The scripts of a group, or nothing where it is refused, for reasons that help. */
function scriptsOf(plan: () => NodeGroupPlan): readonly string[] | undefined {
    try {
        const { userData } = plan();
        assert.ok(userData.format === "nodeadm");
        return userData.scripts;
    } catch (error) {
        assert.ok(error instanceof RefusedError, String(error));
        for (const { id, path, got, allowed, fix } of error.problems)
            for (const text of [id, path, got, allowed, fix]) assert.match(text, /^(?!.*\[object)[^\n]+$/);
        return undefined;
    }
}

function fpgaScripts({ url, sha256, agfi, count }: Given): readonly string[] | undefined {
    const args = {
        cluster,
        instanceType: "f2.12xlarge",
        nodes: 1,
        sdk: { url, sha256 },
        load: [{ agfi }, "empty"],
        hugePages: { size: "1Gi", count },
    };
    return scriptsOf(() => planFpgaNodeGroup("fpgas", args as unknown as Args, now));
}

/** What a shell reads, with the scripts inside the script, and a placeholder for each word of the user's. */
function treeOf(scripts: readonly string[], words: readonly string[]): string {
    const inner = scripts.flatMap(script =>
        [...script.matchAll(/<<'SCRIPT'\n([^]*?)\nSCRIPT\n/g)].map(m => m[1] ?? ""),
    );
    const tree = JSON.stringify([...scripts, ...inner].map(text => parseShell(text)));
    return words.reduce((text, word) => text.replaceAll(word, "…"), tree);
}

const hostile = fc.string({
    unit: fc.oneof(
        fc.constantFrom(
            "'",
            '"',
            "`",
            "$",
            "(",
            ")",
            ";",
            "&",
            "|",
            "<",
            ">",
            "\\",
            "\n",
            "\r",
            "\0",
            " ",
            "#",
            "*",
            "~",
            "{",
            "}",
            "!",
        ),
        fc.constantFrom(
            "$(reboot)",
            "`reboot`",
            "'; reboot; '",
            "\nSCRIPT\n",
            "\nLNC\n",
            "--==NODECONFIG==--",
            "${IFS}",
            "💥",
        ),
        fc.constantFrom(...Array.from("abcdef0123456789/.:-_=%?@+,")),
    ),
    maxLength: 20,
});
const around = (start: string) =>
    fc
        .tuple(fc.oneof(fc.constant(""), hostile), fc.oneof(fc.constant(""), hostile))
        .map(([a, b]) => `${a}${start}${b}`);
const some = fc.record({
    url: fc.oneof(
        fc.constant(right.url),
        hostile.map(text => `https://example.com/${text}`),
        around(right.url),
    ),
    sha256: fc.oneof(fc.constant(right.sha256), around(right.sha256), hostile),
    agfi: fc.oneof(fc.constant(right.agfi), around(right.agfi), hostile),
    count: fc.constant<unknown>(right.count),
});

describe("the boot script of a group", () => {
    const words = ({ url, sha256, agfi }: Given) => [url, sha256, agfi];
    const base = fpgaScripts(right);

    it("of FPGAs is refused or reads the same, whatever addresses, checksums, images and numbers are made of", () => {
        assert.ok(base !== undefined);
        const expected = treeOf(base, words(right));
        let read = 0;
        fc.assert(
            fc.property(some, given => {
                const scripts = fpgaScripts(given);
                if (scripts === undefined) return;
                read++;
                assert.equal(treeOf(scripts, words(given)), expected);
            }),
            { numRuns: 500 },
        );
        assert.ok(read > 0, "some were not refused");
    });

    it("of FPGAs is refused or holds a whole number of huge pages ready", () => {
        const numbers = fc.oneof(fc.integer(), fc.integer({ min: 1, max: 500 }), fc.double(), fc.anything(), hostile);
        fc.assert(
            fc.property(numbers, count => {
                const [script] = fpgaScripts({ ...right, count }) ?? [];
                if (script === undefined) return;
                const told = /<<'SCRIPT'\n#!\/bin\/bash\n(.*)\nSCRIPT\n/.exec(script)?.[1];
                assert.match(
                    told ?? "",
                    /^echo [1-9]\d* > \/sys\/kernel\/mm\/hugepages\/hugepages-1048576kB\/nr_hugepages$/,
                );
            }),
        );
    });

    it("of Neuron chips is refused or counts cores by one of the chips' own numbers", () => {
        const texts = [1, 2].map(lnc => `NEURON_LOGICAL_NC_CONFIG=${lnc}\n`);
        const numbers = fc.oneof(fc.constantFrom<unknown>(1, 2), fc.anything(), hostile);
        const shared = { cluster: aClusterFor("trn2.48xlarge"), instanceType: "trn2.48xlarge", nodes: 1 } as const;
        fc.assert(
            fc.property(numbers, lnc => {
                const scripts = scriptsOf(() => planNeuronNodeGroup("chips", { ...shared, lnc: lnc as 1 }, now));
                if (scripts === undefined || lnc === undefined) return;
                assert.equal(scripts.length, 1);
                assert.ok(texts.some(text => scripts[0]?.endsWith(`<<'LNC'\n${text}LNC\n`)));
            }),
        );
    });
});
