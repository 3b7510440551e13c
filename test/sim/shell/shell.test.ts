/**
 * The shell of simulated machines beside the real one: the same script prints the same and ends with the same status. Does not
 * prove that what is not listed here is read as a real shell would.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Files } from "../../../sim/shell/files";
import { commonPrograms } from "../../../sim/shell/programs";
import { runShell } from "../../../sim/shell/shell";
import { NotRead } from "../../../sim/shell/syntax";

function simulated(script: string) {
    const files = new Files([]);
    const programs = commonPrograms(files);
    const { status, output } = runShell(script, {
        program: name => programs[name],
        read: path => files.read(path),
        write: (path, content) => files.write(path, content),
        exists: path => files.exists(path),
        mayRun: path => files.mayRun(path),
        paths: () => files.all(),
    });
    return { status, output };
}

const cases: Readonly<Record<string, readonly string[]>> = {
    loops: [
        "for slot in 0 1 2; do echo $slot; done",
        "for ((i = 0; i < 3; i++)); do printf '%s ' $i; done",
        "n=0; until [ $n -ge 3 ]; do n=$((n + 1)); echo $n; done",
        "n=5; while ((n > 2)); do ((n -= 1)); done; echo $n",
        "set -e; while true; do break; done; while false; do :; done; for i in 1; do false || continue; done; echo on",
        "n=0; while [ $n -lt 2 ]; do n=$((n + 1)); [ $n = 2 ]; done; echo $?; for i in 1; do false; done; echo $?",
        "for i in 1 2 3 4; do [ $i = 2 ] && continue; [ $i = 4 ] && break; echo $i; done",
        "f() { for each; do echo \"<$each>\"; done; }; f 'a b' c",
        'printf "a 1\\nb 2\\n" | while read -r k v; do echo "$v$k"; done',
        "while read -r line; do echo \"[$line]\"; done <<'EOF'\none\ntwo  three\nEOF",
        'attempt=0\nuntil false; do attempt=$((attempt + 1)); if [ "$attempt" -ge 4 ]; then break; fi; done; echo $attempt',
    ],
    conditions: [
        "case agfi-1 in afi-*) echo afi ;; agfi-*) echo agfi ;; *) echo none ;; esac",
        'case "a b" in "a "*) echo yes;; esac',
        "case x in a|b|x) echo one;; *) echo other;; esac",
        "case [x] in '[x]') echo literal;; esac",
        "case q in [!a-c]) echo out;; esac",
        'x="abc"; [[ $x == a* ]] && echo starts; [[ $x != *z* && -n $x ]] && echo also',
        '[ "abc" = "a*" ] || echo literal',
        "if (( 2 > 1 && 0 == 0 )); then echo y; fi",
        "if ! false; then echo n; fi; echo $?",
    ],
    "what variables become": [
        'path=/run/fpga/slot-12; echo "${path##*-} ${path#*/} ${path%/*} ${path%%/*}|"',
        'x=; echo "${x:-empty} ${x-set} ${y-unset} ${x:+no}${y+no} ${x:=now} $x"',
        'said=; for each in a b c; do said="${said:+$said; }slot $each"; done; echo "$said"',
        "x=a.b.c; echo ${x/./-} ${x//./-} ${#x}",
        'd=dir; echo "${1:-$d/x}" "${missing:-"two words"}"',
        "echo $((1 + 2 * 3)) $((7 / 2)) $((-7 % 3)) $(( (1 + 2) * 3 ))",
        "i=4; echo $((i++)) $i $((++i)) $((i += 2)) $((i > 3 ? 1 : 0))",
        "x=1; x+=2; echo $x",
        'set -- a "b c"; echo $# "$2"; shift; echo "$1"',
        "x='a  b'; echo $x; echo \"$x\"",
        'unset x; echo "[${x}]"',
    ],
    "functions and shells in shells": [
        'f() { echo value; return 3; }; x=$(f); echo "$x $?"',
        "slot=9; f() { local slot=$1; slot=7; }; f 1; echo $slot",
        "x=1; (x=2; echo $x); echo $x",
        "(exit 4); echo $?",
        'echo a | { read -r x; echo "got $x"; }',
        "x=1; echo 2 | while read -r y; do x=$y; done; echo $x",
        'x=$(false); echo $?; y=$(echo "$(echo nested)"); echo $y',
        "bash -c 'echo \"$1-$0\"' zero one",
        'bash -c "exit 6"; echo $?',
        'eval "x=5"; echo $x',
    ],
    failures: [
        "set -e; echo before; false; echo after",
        "set -e; f() { false; echo in; }; if f; then echo then; fi; echo on",
        "set -e; x=$(false); echo not",
        "set -euo pipefail; false | true; echo not",
        "false | true; echo $?",
        'set -u; echo "${unset:-default}"; echo $unset; echo not',
        "trap 'echo last $?' EXIT; echo first; exit 3",
        "trap 'echo last' EXIT; trap - EXIT; echo only",
        "set -e; trap 'echo failed' ERR; false; echo not",
        "set -e; false || true; ! true; echo on",
        "set -e; { false; echo not; }; echo not",
        "set -e; (false; echo not); echo not",
    ],
    "where output goes": [
        "{ echo out; echo err >&2; } 2>/dev/null",
        'x=$( { echo one; echo two >&2; } 2>&1 ); echo "$x"',
        "echo a > f; echo b >> f; cat f; { echo c; false; } > f || cat f",
        "cat <<EOF\na $((1 + 1)) $(echo b)\nEOF",
        "cat <<-'EOF'\n\ta $x\n\tEOF",
        "f() { echo inside; exit 2; }; f > g; echo not",
        "read -r why < /nowhere || echo missing",
        "echo 'first' > f; read -r why < f; echo \"$why\"",
        "cat <<< 'here'",
        "echo x 2>&1 >/dev/null; echo y &>/dev/null; echo z",
    ],
    text: [
        "printf 'a b c\\nd e f\\n' | awk '{print $2}'",
        "printf 'K 1 x\\nL 2 y\\nK 3 z\\n' | awk '$1 == \"K\" {print $3, $2}'",
        "printf 'K 1 x\\nL 2 y\\n' | awk -v want=2 '$2 == want {print $1; exit}'",
        "printf 'a:b\\n' | awk -F: '{print $2}'",
        "printf 'a:b:c\\n' | cut -d: -f2; echo /x/y | sed 's|/x|/z|'; echo aab | sed -E 's/(a+)b/<\\1>/'",
        "printf '3\\n1\\n2\\n1\\n' | sort -u | head -n 2; printf '1\\n2\\n3\\n' | tail -n 1; printf '1\\n2\\n' | head -1",
        "printf 'a\\nb\\n' | tr '\\n' ' '; printf 'a-b' | tr -d '-'",
        "printf 'a b\\nab\\n' | grep -c a || true; printf 'x\\n' | grep -q y || echo none",
    ],
};

describe("a shell of a simulated machine", () => {
    let directory: string;
    before(() => {
        directory = mkdtempSync(join(tmpdir(), "shell-"));
    });
    after(() => rmSync(directory, { recursive: true }));

    for (const [what, scripts] of Object.entries(cases))
        describe(`does as a real one does with ${what}`, () => {
            for (const script of scripts)
                it(script.replace(/\n/g, "⏎"), () => {
                    writeFileSync(join(directory, "script"), script);
                    const real = spawnSync("bash", ["script"], { cwd: directory, encoding: "utf8" });
                    const { status, output } = simulated(script);
                    assert.deepEqual({ status, output }, { status: real.status, output: real.stdout });
                });
        });

    for (const script of [
        "a=(1 2)",
        "select x in a; do :; done",
        "cat <(echo a)",
        "echo $((1 ** 2))",
        "echo $'a'",
        "echo a | awk '{ n++ }'",
    ])
        it(`says that it does not read ${script}`, () => assert.throws(() => simulated(script), NotRead));

    it("gives up what never ends, however it goes round", () => {
        assert.deepEqual(simulated("until false; do sleep 1; done; echo on"), { status: 0, output: "on\n" });
        assert.throws(() => simulated("f() { f; }; f"), NotRead);
    });
});
