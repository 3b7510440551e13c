/**
 * Units that boot scripts write and start, and what they do when the machine goes. Does not prove that systemd reads every unit
 * as it is read here: no real one runs.
 */
import assert from "node:assert/strict";
import { boot } from "../../../../sim/cloud/aws/eks/boot/boot";
import { fpgaImages } from "../../../../sim/cloud/aws/eks/boot/fpga-images";

const f2 = { instanceType: "f2.12xlarge", fpgas: 2 };
const tools = { fpgaTools: true };
const [image = ""] = fpgaImages()
    .filter(({ family }) => family === "f2")
    .map(({ id }) => id);

const service = (lines: readonly string[], name = "fpga-images.service") =>
    [`cat > /etc/systemd/system/${name} <<'EOF'`, ...lines, "EOF"].join("\n");

const script = (lines: readonly string[], path = "/usr/local/bin/fpga-images", mode = "+x") =>
    [`cat > ${path} <<'EOF'`, "#!/bin/bash", ...lines, "EOF", `chmod ${mode} ${path}`].join("\n");

const eachSlot = (command: string) => [
    'case "$1" in',
    `    load) for slot in 0 1; do fpga-load-local-image -S $slot -I ${image}; done ;;`,
    `    clear) for slot in 0 1; do ${command}; done ;;`,
    "esac",
];

const unit = (changes: Readonly<Record<string, string>> = {}) => {
    const settings = {
        Type: "oneshot",
        RemainAfterExit: "yes",
        ExecStart: "/usr/local/bin/fpga-images load",
        ExecStop: "/usr/local/bin/fpga-images clear",
        ...changes,
    };
    const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
    return ["[Service]", ...lines, "[Install]", "WantedBy=multi-user.target"];
};

const clearing = eachSlot("fpga-clear-local-image -S $slot");

function machine(...parts: readonly string[]) {
    const booted = boot([parts.join("\n")], f2, tools);
    const gone = booted.shutDown();
    const images = (slots: typeof booted.slots) => slots.map(slot => slot.image ?? "none");
    return {
        running: images(booted.slots),
        gone: images(gone.slots),
        problems: [...booted.problems, ...gone.problems],
        files: booted.files,
        paths: booted.paths,
    };
}

describe("a unit that a boot script wrote", () => {
    it("starts with --now, and stops when the machine goes", () => {
        const { running, gone, problems } = machine(
            script(clearing),
            service(unit()),
            "systemctl daemon-reload",
            "systemctl enable --now fpga-images.service",
        );
        assert.deepEqual(
            { running, gone, problems },
            { running: [image, image], gone: ["none", "none"], problems: [] },
        );
    });

    it("starts when it is told to, by its short name too", () => {
        const { running, gone } = machine(script(clearing), service(unit()), "systemctl start fpga-images");
        assert.deepEqual(
            [running, gone],
            [
                [image, image],
                ["none", "none"],
            ],
        );
    });

    it("does not start in this boot when it is only enabled", () => {
        const { running, paths } = machine(script(clearing), service(unit()), "systemctl enable fpga-images");
        assert.deepEqual(running, ["none", "none"]);
        assert.ok(paths.includes("/etc/systemd/system/multi-user.target.wants/fpga-images.service"));
    });

    it("stops at once as a oneshot that does not remain", () => {
        const { running } = machine(
            script(clearing),
            service(unit({ RemainAfterExit: "no" })),
            "systemctl start fpga-images",
        );
        assert.deepEqual(running, ["none", "none"]);
    });

    it("is not stopped when it failed to start, and fails who started it", () => {
        const { gone, problems, files } = machine(
            script(["exit 3"]),
            service(unit({ ExecStop: "/usr/bin/touch /stopped" })),
            "systemctl start fpga-images || echo failed > /out",
        );
        assert.deepEqual(gone, ["none", "none"]);
        assert.equal(files.get("/out"), "failed\n");
        assert.deepEqual(problems, [
            "systemd: fpga-images.service: ExecStart ended with status 3: /usr/local/bin/fpga-images load",
        ]);
    });

    it("goes on after a failure that is forgiven", () => {
        const { running } = machine(
            script(clearing),
            service(unit({ ExecStartPre: "-/usr/bin/false" })),
            "systemctl start fpga-images",
        );
        assert.deepEqual(running, [image, image]);
    });

    it("says when it could not clear: images stay", () => {
        const { gone, problems } = machine(
            script(eachSlot("fpga-clear-local-image -S 7 || exit 1")),
            service(unit()),
            "systemctl start fpga-images",
        );
        assert.deepEqual(gone, [image, image]);
        assert.match(problems.join("\n"), /ExecStop ended with status 1/);
    });

    it("needs a program that may be run", () => {
        const { running, problems } = machine(
            script(clearing, "/usr/local/bin/fpga-images", "644"),
            service(unit()),
            "systemctl start fpga-images",
        );
        assert.deepEqual(running, ["none", "none"]);
        assert.match(problems.join("\n"), /ExecStart ended with status 126/);
        const read = machine(
            script(clearing, "/opt/images.sh", "644"),
            service(unit({ ExecStart: "/bin/bash /opt/images.sh load" })),
            "systemctl start fpga-images",
        );
        assert.deepEqual(read.running, [image, image]);
    });

    it("is written once for several, with their names in it", () => {
        const { running, gone } = machine(
            service(
                unit({
                    Environment: `"IMAGE=${image}"`,
                    ExecStart: "/usr/local/bin/fpga-load-local-image -S %i -I ${IMAGE}",
                    ExecStop: "/usr/local/bin/fpga-clear-local-image -S %i",
                }),
                "fpga-slot@.service",
            ),
            "systemctl enable --now fpga-slot@1",
        );
        assert.deepEqual(
            [running, gone],
            [
                ["none", image],
                ["none", "none"],
            ],
        );
    });

    it("loses variables of its shell to systemd unless the dollar is doubled", () => {
        const loop = (dollar: string) =>
            `/bin/bash -c 'for s in 0 1; do fpga-load-local-image -S ${dollar}s -I ${image}; done'`;
        const started = (dollar: string) =>
            machine(service(unit({ ExecStart: loop(dollar), ExecStop: "/bin/true" })), "systemctl start fpga-images");
        assert.deepEqual(started("$").running, ["none", "none"]);
        assert.deepEqual(started("$$").running, [image, image]);
    });

    it("stops before those that it needs", () => {
        const failing = { ExecStart: "/bin/true", ExecStop: "/bin/false" };
        const { problems } = machine(
            service(unit(failing), "base.service"),
            service([...unit(failing), "[Unit]", "Requires=base.service"], "top.service"),
            "systemctl start top",
        );
        assert.deepEqual(problems, [
            "systemd: top.service: ExecStop ended with status 1: /bin/false",
            "systemd: base.service: ExecStop ended with status 1: /bin/false",
        ]);
    });

    it("leaves alone what the image brings", () => {
        assert.deepEqual(machine("systemctl restart containerd fpga-of-others").problems, []);
    });
});
