// What the commands make of files and lists that an interrupted run leaves. Does not prove that the engine leaves these: the
// tests on the local cloud kill real runs.
import { strict as assert } from "node:assert";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { InventoryItem } from "../../../sim/control/api";
import type { StackState } from "../../../tools/commands/backend-state";
import { explainInterruption, findInterruption, isInterrupted } from "../../../tools/commands/interrupted";
import { makeLocalPaths } from "../../../tools/commands/local-paths";
import { mendTornState } from "../../../tools/commands/torn-state";

const vpc = (id: string, parts: Partial<InventoryItem> = {}): InventoryItem => ({
    type: "aws:ec2/vpc:Vpc",
    region: "us-east-2",
    id,
    createdAt: "2026-11-23T10:00:00.000Z",
    requested: true,
    ...parts,
});

const aState = (parts: Partial<StackState> = {}): StackState => ({
    project: "pulumi-accelerators",
    stack: "quickstart",
    resources: [{ urn: "urn:pulumi:quickstart::p::aws:ec2/vpc:Vpc::net", type: "aws:ec2/vpc:Vpc", id: "vpc-1" }],
    pending: [],
    ...parts,
});

describe("an interruption", () => {
    it("is none when the account holds what the stacks know", () => {
        assert.equal(isInterrupted(findInterruption("quickstart", [aState()], [vpc("vpc-1")])), false);
    });

    it("is a resource that no stack of the backend knows", () => {
        const { orphans } = findInterruption("quickstart", [aState()], [vpc("vpc-1"), vpc("vpc-2")]);
        assert.deepEqual(
            orphans.map(({ id }) => id),
            ["vpc-2"],
        );
    });

    it("leaves resources of other stacks alone", () => {
        const other = aState({ stack: "other", resources: [{ urn: "urn:x", type: "aws:ec2/vpc:Vpc", id: "vpc-2" }] });
        assert.equal(isInterrupted(findInterruption("quickstart", [aState(), other], [vpc("vpc-2")])), false);
    });

    it("does not count what the cloud makes along with something else", () => {
        const found = findInterruption("quickstart", [aState()], [vpc("vpc-2", { requested: false })]);
        assert.equal(isInterrupted(found), false);
    });

    it("lists the newest resource first: what depends on another goes before it", () => {
        const { orphans } = findInterruption(
            "quickstart",
            [],
            [vpc("older"), vpc("newer", { createdAt: "2026-11-23T11:00:00.000Z" })],
        );
        assert.deepEqual(
            orphans.map(({ id }) => id),
            ["newer", "older"],
        );
    });

    it("is explained with a command for every operation and every resource", () => {
        const pending = [{ operation: "creating", urn: "urn:pulumi:q::p::t::net", type: "aws:ec2/vpc:Vpc" }] as const;
        const text = explainInterruption("quickstart", { pending, orphans: [vpc("vpc-2")] }).join("\n");
        assert.match(text, /creating aws:ec2\/vpc:Vpc "net"/);
        assert.match(text, /npm run pulumi -- refresh --yes --clear-pending-creates --stack quickstart/);
        assert.match(text, /npm run local -- remove aws:ec2\/vpc:Vpc 'vpc-2'/);
    });
});

describe("a state that a killed run left half written", () => {
    let root: string;
    let file: string;
    const mend = (): string[] => {
        const said: string[] = [];
        const paths = makeLocalPaths({ PULUMI_ACCELERATORS_LOCAL: root });
        mendTornState(paths, "pulumi-accelerators", "quickstart", line => said.push(line));
        return said;
    };
    beforeEach(() => {
        root = mkdtempSync(join(tmpdir(), "torn-"));
        const folder = join(root, "backend", ".pulumi", "stacks", "pulumi-accelerators");
        mkdirSync(folder, { recursive: true });
        file = join(folder, "quickstart.json");
    });
    afterEach(() => rmSync(root, { recursive: true, force: true }));

    for (const torn of ["", '{"version": 3, "check']) {
        it(`is replaced by the state before, and said (${torn === "" ? "empty" : "cut"} file)`, () => {
            writeFileSync(file, torn);
            writeFileSync(`${file}.bak`, '{"version":3}');
            assert.equal(mend().length, 1);
            assert.equal(readFileSync(file, "utf8"), '{"version":3}');
        });
    }

    it("loses attributes that are half written, and they alone", () => {
        writeFileSync(file, '{"version":4}');
        writeFileSync(`${file}.attrs`, "");
        writeFileSync(`${file}.bak.attrs`, "{}");
        assert.equal(mend().length, 1);
        assert.deepEqual(readdirSync(dirname(file)).sort(), ["quickstart.json", "quickstart.json.bak.attrs"]);
    });

    it("is left alone when it is whole", () => {
        writeFileSync(file, '{"version":4}');
        writeFileSync(`${file}.bak`, '{"version":3}');
        assert.deepEqual(mend(), []);
        assert.equal(readFileSync(file, "utf8"), '{"version":4}');
    });

    it("is left alone when the state before is no better", () => {
        writeFileSync(file, "");
        writeFileSync(`${file}.bak`, "");
        assert.deepEqual(mend(), []);
    });
});
