// Kills the command, or the local cloud, while a stack comes up, and brings the stack up again.
// Proves that the account stays whole, that nothing is made twice, and that a person is told what to do where the engine cannot
// know how an operation ended. Does not prove recovery without a person, nor a loss of power (files are not torn by a SIGKILL).
import { strict as assert } from "node:assert";
import { ALocalCloud, type CommandRun } from "./a-local-cloud";

/** When the command is killed: as soon as it has printed this. */
const moments: readonly { readonly when: string; readonly printed: RegExp }[] = [
    { when: "the first resources of the network are there", printed: /aws:ec2:Vpc \S+ created/ },
    { when: "the cluster is being made", printed: /aws:eks:Cluster \S+ creating/ },
    { when: "node groups are being made", printed: /aws:eks:NodeGroup \S+ creating/ },
];

/** When the local cloud is killed: at the first create of this type. */
const deaths = [
    { when: "after", type: "aws:ec2/subnet:Subnet" },
    { when: "before", type: "aws:eks/cluster:Cluster" },
    { when: "after", type: "aws:eks/nodeGroup:NodeGroup" },
] as const;

describe("an interrupted up", function () {
    this.timeout(600_000);
    let cloud: ALocalCloud;
    beforeEach(() => {
        cloud = new ALocalCloud();
    });
    afterEach(() => cloud.remove());

    for (const { when, printed } of moments) {
        it(`converges after the command was killed when ${when}`, async () => {
            const killed = await killWhenPrinted(cloud, printed);
            assert.notEqual(killed.exitCode, 0, "the command was killed");
            await bringUpAsTold(cloud);
            await assertWhole(cloud);
        });
    }

    for (const { when, type } of deaths) {
        it(`converges after the local cloud was killed ${when} it wrote a ${type}`, async () => {
            cloud.faults([{ kind: "kill", type, on: "create", call: 1, when }]);
            const run = await cloud.command(["up", "quickstart"]);
            assert.notEqual(run.exitCode, 0, "the local cloud was killed");
            cloud.faults([]);
            await bringUpAsTold(cloud);
            await assertWhole(cloud);
        });
    }
});

function killWhenPrinted(cloud: ALocalCloud, printed: RegExp): Promise<CommandRun> {
    let killed = false;
    return cloud.command(["up", "quickstart"], (output, pid) => {
        if (!killed && printed.test(output)) {
            killed = true;
            process.kill(-pid, "SIGKILL");
        }
    });
}

/** Runs `up`; when it stops to ask, does what it says, operation by operation, and runs it again. */
async function bringUpAsTold(cloud: ALocalCloud): Promise<void> {
    const asked = await cloud.command(["up", "quickstart"]);
    if (asked.exitCode === 0) {
        return;
    }
    assert.match(asked.output, /was interrupted, and the engine cannot know how these operations ended/);
    for (const line of commandsIn(asked.output)) {
        await cloud.succeed(...line);
    }
    await cloud.up("quickstart");
}

/** The `npm run … -- …` lines that say what to do, as arguments. */
function commandsIn(text: string): string[][] {
    const lines = [...text.matchAll(/^ {6}npm run (\S+) -- (.+)$/gm)];
    return lines.map(([, command = "", rest = ""]) => [command, ...rest.replaceAll("'", "").split(" ")]);
}

/** Every resource of the account belongs to the state, and the state is as declared. */
async function assertWhole(cloud: ALocalCloud): Promise<void> {
    const again = await cloud.up("quickstart");
    assert.equal(again.unchanged, true, "a further up changes nothing");
    const exported = JSON.parse(await cloud.succeed("pulumi", "stack", "export", "--stack", "quickstart")) as {
        deployment: { resources: { id?: string; type: string }[]; pending_operations?: unknown[] };
    };
    assert.deepEqual(exported.deployment.pending_operations ?? [], []);
    const known = new Set(exported.deployment.resources.map(({ type, id }) => `${type} ${id ?? ""}`));
    const declared = ((await cloud.daemon()?.inventory()) ?? []).filter(({ requested }) => requested);
    assert.ok(declared.length > 0);
    assert.deepEqual(
        declared.filter(({ type, id }) => !known.has(`${type} ${id}`)),
        [],
        "nothing is orphaned or made twice",
    );
}
