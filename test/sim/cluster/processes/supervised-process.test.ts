/** Does not prove the reading of macOS' process table on macOS: here `ps` is asked on the system that the tests run on. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
    findProcess,
    isRunning,
    listFromPs,
    listProcesses,
    residentBytes,
} from "../../../../sim/cluster/processes/process-table";
import { SupervisedProcess, type ProcessSpec } from "../../../../sim/cluster/processes/supervised-process";
import { eventually } from "../eventually";

describe("a supervised process", () => {
    let folder: string;
    const started: SupervisedProcess[] = [];

    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "accel-process-"));
    });

    afterEach(async () => {
        await Promise.all(started.splice(0).map(each => each.stop()));
        rmSync(folder, { recursive: true });
    });

    function program(source: string): ProcessSpec {
        const file = join(folder, "program.js");
        writeFileSync(file, source);
        return {
            name: "program",
            command: process.execPath,
            args: [file],
            logFile: join(folder, "logs", "program.log"),
        };
    }

    function supervise(spec: ProcessSpec): SupervisedProcess {
        const supervised = new SupervisedProcess(spec, () => undefined);
        started.push(supervised);
        supervised.start();
        return supervised;
    }

    const waits = `console.log("here"); setInterval(() => undefined, 1000);`;

    it("runs with its output in the log, and is gone when it is stopped", async () => {
        const supervised = supervise(program(waits));
        const { pid = 0, logFile } = supervised.status();
        await eventually(() => readFileSync(logFile, "utf8") === "here\n");
        assert.ok(residentBytes(pid) > 1_000_000);
        await supervised.stop();
        assert.equal(findProcess(pid), undefined);
        assert.equal(supervised.status().state, "stopped");
    });

    it("is taken over when it runs already, and not started a second time", async () => {
        const spec = program(waits);
        const first = supervise(spec);
        const second = supervise(spec);
        assert.equal(second.status().pid, first.status().pid);
        const commandLine = [spec.command, ...spec.args].join(" ");
        assert.equal(listProcesses().filter(each => each.commandLine === commandLine).length, 1);
        await second.stop();
    });

    it("is started again after it crashed, and the crash is reported", async () => {
        const supervised = supervise(program(waits));
        const { pid = 0 } = supervised.status();
        process.kill(pid, "SIGKILL");
        await eventually(() => supervised.status().state === "crashed");
        assert.equal(supervised.status().lastExit, "SIGKILL");
        await eventually(() => supervised.status().state === "running");
        assert.notEqual(supervised.status().pid, pid);
        assert.equal(supervised.status().restarts, 1);
    });

    it("is started again after it crashed, also when it was taken over", async () => {
        const spec = program(waits);
        const first = supervise(spec);
        const second = supervise(spec);
        await first.stop();
        await eventually(() => second.status().restarts === 1 && second.status().state === "running");
    });

    it("reports a program that cannot be started", async () => {
        const supervised = supervise({ ...program(waits), command: join(folder, "missing") });
        await eventually(() => supervised.status().lastExit?.includes("ENOENT") === true);
        assert.equal(supervised.status().state, "crashed");
    });

    it("is ended by force when it does not listen", async () => {
        const deaf = supervise(program(`process.on("SIGTERM", () => undefined); ${waits}`));
        const { pid = 0, logFile } = deaf.status();
        await eventually(() => readFileSync(logFile, "utf8") === "here\n");
        await deaf.stop(100);
        assert.equal(findProcess(pid), undefined);
    });

    it("inherits no credentials", async () => {
        process.env.AWS_SECRET_ACCESS_KEY = "canary";
        try {
            const { logFile } = supervise(program(`console.log(JSON.stringify(process.env)); ${waits}`)).status();
            await eventually(() => readFileSync(logFile, "utf8").endsWith("here\n"));
            assert.equal(readFileSync(logFile, "utf8").includes("canary"), false);
        } finally {
            delete process.env.AWS_SECRET_ACCESS_KEY;
        }
    });
});

describe("the process table", () => {
    it("shows this process, from both of its sources alike", () => {
        const own = findProcess(process.pid);
        assert.ok(own);
        assert.ok(isRunning(own));
        assert.equal(listFromPs(["-p", String(process.pid)])[0]?.commandLine, own.commandLine);
    });

    it("tells a process from a later one with the same pid", () => {
        assert.equal(isRunning({ pid: process.pid, startedAt: "another time" }), false);
    });

    it("does not show what does not exist", () => {
        assert.equal(findProcess(2 ** 22 + 1), undefined);
        assert.deepEqual(listFromPs(["-p", String(2 ** 22 + 1)]), []);
    });
});
