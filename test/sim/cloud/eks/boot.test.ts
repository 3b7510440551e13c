/**
 * What boot scripts leave on a machine. Does not prove that a real shell does the same of what is not read here, nor that what
 * was downloaded is what its checksum says.
 */
import assert from "node:assert/strict";
import { boot } from "../../../../sim/cloud/aws/eks/boot/boot";
import { fpgaImages } from "../../../../sim/cloud/aws/eks/boot/fpga-images";

const f2 = { instanceType: "f2.12xlarge", fpgas: 2 };
const none = { instanceType: "m7i.large", fpgas: 0 };
const [image = ""] = fpgaImages()
    .filter(({ family }) => family === "f2")
    .map(({ id }) => id);
const [oldImage = ""] = fpgaImages()
    .filter(({ family }) => family === "f1")
    .map(({ id }) => id);

const checksum = "a".repeat(64);
/** Installs the tools as the SDK's own documentation has it, on an image without a compiler. */
const installed = [
    "dnf install -y gcc make",
    "curl -fsSL -o /tmp/sdk.tar.gz https://github.com/aws/aws-fpga/archive/refs/tags/v2.3.2.tar.gz",
    `echo "${checksum}  /tmp/sdk.tar.gz" | sha256sum --check`,
    "tar -xzf /tmp/sdk.tar.gz -C /opt",
    "export SDK_DIR=/opt/aws-fpga/sdk",
    "bash $SDK_DIR/sdk_install.sh",
].join("\n");

/** What a script writes into a file. */
function written(script: string): string | undefined {
    return boot([`# fpga\n${script}`], none).files.get("/out");
}

describe("a boot script", () => {
    const cases: readonly (readonly [what: string, script: string, out: string])[] = [
        ["writes what it says", "echo one > /out; echo two >> /out", "one\ntwo\n"],
        ["knows its variables, and defaults", 'a=1\nb="$a-${c:-2}"\necho "$b" > /out', "1-2\n"],
        ["keeps quotes together", `printf '%s,' "a b" 'c $d' e\\ f > /out`, "a b,c $d,e f,"],
        ["splits what is not quoted", 'list="a b"\nfor each in $list c; do echo $each; done > /out', "a\nb\nc\n"],
        ["counts", 'for i in {0..2} $(seq 7 8); do printf "%s" $i; done > /out', "01278"],
        ["decides", "if [ -d /x ]; then echo y; elif test 2 -gt 1; then echo n; fi > /out", "n\n"],
        ["goes on after a failure", "false || echo else > /out; true && echo then >> /out", "else\nthen\n"],
        ["stops at a failure when told", "set -e\necho before > /out\nfalse\necho after >> /out", "before\n"],
        ["does not stop at a condition", "set -e\nif false; then :; fi\n! true || echo on > /out", "on\n"],
        ["has functions", 'f() { local x=$1; echo "$x$#"; }\nf a b > /out', "a2\n"],
        ["returns from them", "f() { return 3; echo no; }\nf; echo $? > /out", "3\n"],
        ["reads here-documents", "x=1\ncat <<EOF > /out\na $x\nEOF\ncat <<'EOF' >> /out\na $x\nEOF\n", "a 1\na $x\n"],
        ["pipes", "echo 'a\nb' | grep b | sudo tee /out >/dev/null", "b\n"],
        ["reads lines", 'printf "a 1\\nb 2\\n" | while read -r k v; do echo "$v$k"; done > /out', "1a\n2b\n"],
        ["ends where it says", "echo a > /out; exit 0; echo b >> /out", "a\n"],
        ["leaves out comments", "echo a # b\n# echo c\necho 'd # e' > /out", "d # e\n"],
        ["tests patterns", '[[ "abc" =~ b && -n "x" ]] && echo yes > /out', "yes\n"],
    ];
    for (const [what, script, out] of cases) it(what, () => assert.equal(written(script), out));

    const notRead = ["a=(1 2)", "exec > >(tee /var/log/boot.log)", "echo $((1 ** 2))"];
    for (const script of notRead)
        it(`is told not to be read: ${script}`, () => {
            const { problems } = boot([`# fpga\n${script}`], none);
            assert.match(problems[0] ?? "", /not simulated: it holds/);
        });

    it("that waits for what never comes goes on", () => {
        assert.equal(written("until false; do sleep 1; done; echo on > /out"), "on\n");
    });
});

describe("a unit that a boot script writes", () => {
    const unit = (line: string, start: string) =>
        `# fpga\nprintf 'echo ran > /out\\nexit 3\\n' > /opt/work\nchmod 755 /opt/work\nprintf '[Service]\\n${line}\\n' > /etc/systemd/system/work.service\n${start}`;
    const cases: readonly (readonly [what: string, script: string, out: string | undefined])[] = [
        ["runs when it is started", unit("ExecStart=/opt/work", "systemctl start work.service"), "ran\n"],
        ["runs when it is enabled at once", unit("ExecStart=/opt/work", "systemctl enable --now work"), "ran\n"],
        [
            "does not run when it is only enabled",
            unit("ExecStart=/opt/work", "systemctl enable work.service"),
            undefined,
        ],
        [
            "fails as what it runs",
            unit("Type=oneshot\\nExecStart=/opt/work", "systemctl start work || echo no > /out"),
            "no\n",
        ],
        [
            "forgives where it says",
            unit("Type=oneshot\\nExecStart=-/opt/work", "systemctl start work || echo no > /out"),
            "ran\n",
        ],
        ["that is the image's own starts", "systemctl start sshd && echo yes > /out", "yes\n"],
    ];
    for (const [what, script, out] of cases) it(what, () => assert.equal(written(script), out));
});

describe("the FPGA tools of a boot script", () => {
    const loaded = (script: string, hardware = f2) => {
        const { slots, problems } = boot([script], hardware);
        return { images: slots.map(slot => slot.image), problems };
    };

    it("load an image into each slot once they are installed", () => {
        const each = `for slot in 0 1; do fpga-load-local-image -S "$slot" -I ${image}; done`;
        assert.deepEqual(loaded(`${installed}\n${each}`), { images: [image, image], problems: [] });
    });

    it("clear one again, and say what is in it", () => {
        const script = `${installed}
            fpga-load-local-image -S 1 -I ${image} -H
            fpga-clear-local-image -S 1
            fpga-describe-local-image -S 1 | grep -q cleared && fpga-load-local-image -S0 --fpga-image-id=${image}`;
        assert.deepEqual(loaded(script).images, [image, undefined]);
    });

    it("leave what the script makes of the outcome", () => {
        const script = `${installed}
            mkdir -p /etc/eks/nodeadm.d
            if fpga-load-local-image -S 0 -I agfi-0123456789abcdef0; then state=loaded; else state=failed; fi
            echo "state: $state" > /etc/eks/nodeadm.d/fpga.yaml`;
        assert.equal(boot([script], f2).files.get("/etc/eks/nodeadm.d/fpga.yaml"), "state: failed\n");
    });

    it("say on the standard output why, and end with the number of the error", () => {
        const script = `${installed}
            mkdir -p /run/fpga
            for slot in 0 1; do
                attempt=0
                until why=$(fpga-load-local-image -S "$slot" -I agfi-0123456789abcdef0 2>&1); do
                    status=$?
                    attempt=$((attempt + 1))
                    if ((attempt >= 3)); then
                        echo "$attempt times, $status: $(head -n 1 <<< "$why")" > "/run/fpga/failed-$slot"
                        break
                    fi
                done
            done`;
        const { files } = boot([script], f2);
        assert.equal(files.get("/run/fpga/failed-1"), "3 times, 5: Error: (5) invalid-afi-id\n");
    });

    const without = (line: string) =>
        installed
            .split("\n")
            .filter(each => !each.startsWith(line))
            .join("\n");
    const wrong: readonly (readonly [what: string, script: string, problem: RegExp])[] = [
        ["no tools", `fpga-load-local-image -S 0 -I ${image}`, /fpga-load-local-image: command not found/],
        ["no compiler", without("dnf"), /gcc is not installed/],
        ["no make", installed.replace("gcc make", "gcc"), /make: command not found/],
        ["no source", without("curl").replace(/^echo.*\n/m, ""), /No such file or directory/],
        ["no SDK_DIR", without("export").replace("$SDK_DIR", "/opt/sdk"), /SDK_DIR environment variable is not set/],
        ["no verification", without("echo"), /without verifying what was downloaded/],
        [
            "another checksum",
            `set -e\n${installed.replace(checksum, "0".repeat(64))}`,
            /computed checksum did NOT match/,
        ],
        ["no checksum", installed.replace(checksum, "abc"), /no properly formatted checksum lines/],
        [
            "an image of others",
            `${installed}\nfpga-load-local-image -S 0 -I agfi-0123456789abcdef0`,
            /\(5\) invalid-afi-id/,
        ],
        [
            "an image for F1",
            `${installed}\nfpga-load-local-image -S 0 -I ${oldImage}`,
            /\(16\) afi-shell-version-mismatch/,
        ],
        [
            "a slot too many",
            `${installed}\nfpga-load-local-image -S 2 -I ${image}`,
            /no FPGA slot 2: the instance has 2/,
        ],
        ["setup executed", `${without("bash")}\nbash /opt/sdk_setup.sh`, /You must source this script/],
    ];
    for (const [what, script, problem] of wrong)
        it(`fail with ${what}`, () => {
            const { problems, images } = loaded(script);
            assert.ok(
                problems.some(each => problem.test(each)),
                problems.join("\n"),
            );
            assert.deepEqual(images, [undefined, undefined]);
        });

    it("stop a script that stops at failures where the SDK's setup calls for apt", () => {
        const script = `set -e\n${without("bash")}\nsource /opt/aws-fpga/sdk_setup.sh\nfpga-load-local-image -S 0 -I ${image}`;
        assert.deepEqual(loaded(script).images, [undefined, undefined]);
        const forgiving = script.replace("sdk_setup.sh\n", "sdk_setup.sh || true\n");
        assert.deepEqual(loaded(forgiving).images, [image, undefined]);
    });
});
