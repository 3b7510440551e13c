import { fpgaLoad } from "../../catalog/aws/fpga-load";
import { fpgaSlots } from "../../catalog/aws/fpga-slots";
import type { FpgaSdkArchive, FpgaSlot } from "./arguments";

/** What the boot of a node does about its FPGAs. */
export interface FpgaPreparation {
    /** One for each FPGA, slot 0 first. */
    readonly slots: readonly FpgaSlot[];
    /** Where the management tools come from; `image`: they are there. */
    readonly tools: FpgaSdkArchive | "image";
}

const program = "/usr/local/sbin/prepare-fpgas";
const archive = "/opt/aws-fpga.tar.gz";
const kit = "/opt/aws-fpga";
const dropIns = "/etc/eks/nodeadm.d";

/**
 * A script that makes the FPGAs of F2 fit for use before the kubelet starts, at every boot, for neither the images nor the
 * links outlive a reboot: installs the management tools, loads the images, links the slots that are fit, and says of every
 * other why it is not. The node joins whatever comes of it: it is seen then why it has no FPGAs. At shutdown the images are
 * cleared, after the kubelet has ended its pods and stopped.
 *
 * The label is given when the node registers for the first time; the kubelet changes none of a node that exists, so that after
 * a reboot the condition of the problem detector is what holds.
 *
 * Sources: awslabs/amazon-eks-ami nodeadm-run.service (after cloud-final.service, merges `/etc/eks/nodeadm.d/` over the user
 * data at every boot) and nodeadm internal/api/merge.go (flags of the kubelet are appended, labels of several flags united);
 * kubernetes pkg/kubelet/kubelet_node_status.go (a node that exists gets only the kubelet's own labels anew) and "Graceful node
 * shutdown"; systemd.unit(5) (`Before=` is turned round when units stop); aws/aws-fpga sdk_install.sh (needs SDK_DIR, gcc and
 * make), fpga_mgmt_tools README; read 2026-11-24. It never ran on an FPGA.
 */
export function prepareFpgas(preparation: FpgaPreparation): string {
    return [
        "#!/bin/bash",
        "set -euo pipefail",
        `cat > ${program} <<'SCRIPT'`,
        ...programText(preparation),
        "SCRIPT",
        `chmod 755 ${program}`,
        "cat > /etc/systemd/system/prepare-fpgas.service <<'UNIT'",
        ...unit(preparation.slots.length),
        "UNIT",
        "systemctl daemon-reload",
        "systemctl enable prepare-fpgas.service",
        "systemctl start prepare-fpgas.service",
        "",
    ].join("\n");
}

function programText({ slots, tools }: FpgaPreparation): readonly string[] {
    const numbers = slots.map((_, slot) => String(slot)).join(" ");
    return [
        "#!/bin/bash",
        "set -uo pipefail",
        ...steps(tools),
        `mkdir -p ${fpgaSlots.directory} ${dropIns}`,
        "fit=",
        "unfit=",
        "# What holds if the boot is cut short.",
        `for slot in ${numbers}; do`,
        `    rm -f "${fpgaSlots.directory}/slot-$slot"`,
        '    fail "$slot" "the boot did not come this far"',
        "done",
        "label none",
        "unfit=",
        "if tools; then",
        ...slots.map((slot, number) => `    prepare ${number} "${slot === "empty" ? "" : slot.agfi}"`),
        "else",
        `    for slot in ${numbers}; do fail "$slot" "$why"; done`,
        "fi",
        'if [ -z "$unfit" ]; then',
        "    label all",
        'elif [ -n "$fit" ]; then',
        "    label some",
        "fi",
    ];
}

/** The functions of which the program is made. Only `link_fpga_slot` is of the catalogue. */
function steps(tools: FpgaPreparation["tools"]): readonly string[] {
    return [
        fpgaSlots.linkFunction,
        "fail() {",
        "    unfit=1",
        `    echo "$2" > "${fpgaSlots.directory}/failed-$1"`,
        "}",
        "label() {",
        `    cat > ${dropIns}/fpga.yaml <<CONFIG`,
        "apiVersion: node.eks.aws/v1alpha1",
        "kind: NodeConfig",
        "spec:",
        "  kubelet:",
        "    # Pods end before the images that they use are cleared.",
        "    config: { shutdownGracePeriod: 60s, shutdownGracePeriodCriticalPods: 15s }",
        `    flags: ["--node-labels=${fpgaLoad.label}=$1"]`,
        "CONFIG",
        "}",
        "tools() {",
        ...(tools === "image" ? toolsOfImage : installTools(tools)),
        "}",
        "load() {",
        "    for attempt in 1 2 3; do",
        '        said="$(fpga-load-local-image -S "$1" -I "$2" 2>&1)"',
        '        if fpga-describe-local-image -S "$1" | grep "$2 .*loaded" > /dev/null; then return 0; fi',
        "        sleep 5",
        "    done",
        "    return 1",
        "}",
        "prepare() {",
        '    if [ -n "$2" ] && ! load "$1" "$2"; then',
        '        fpga-clear-local-image -S "$1" > /dev/null || true',
        '        fail "$1" "$2 did not load: $(echo $said)"',
        "        return",
        "    fi",
        '    link_fpga_slot "$1"',
        `    if [ ! -L "${fpgaSlots.directory}/slot-$1" ]; then`,
        '        fail "$1" "the management tools do not list the slot"',
        "        return",
        "    fi",
        `    rm -f "${fpgaSlots.directory}/failed-$1"`,
        "    fit=1",
        "}",
    ];
}

const toolsOfImage = [
    '    why="the image holds no FPGA management tools"',
    "    command -v fpga-load-local-image > /dev/null",
] as const;

/**
 * Nothing is unpacked before its checksum is compared, and nothing is installed twice. Where nothing answers, dnf and curl by
 * themselves try for longer than the unit may take: the node would join late, and not say why it has no FPGAs.
 */
function installTools({ url, sha256 }: FpgaSdkArchive): readonly string[] {
    return [
        "    if command -v fpga-load-local-image > /dev/null; then return 0; fi",
        '    why="a compiler could not be installed"',
        "    dnf install -y --setopt=timeout=10 --setopt=retries=2 gcc make || return 1",
        '    why="the FPGA development kit could not be downloaded"',
        `    curl -fsSL --connect-timeout 10 --max-time 200 --retry 2 --retry-all-errors -o ${archive} '${url}' || return 1`,
        '    why="the checksum of the FPGA development kit does not match"',
        `    echo "${sha256}  ${archive}" | sha256sum --check || return 1`,
        '    why="the FPGA development kit could not be unpacked"',
        `    mkdir -p ${kit}`,
        `    tar -xzf ${archive} -C ${kit} --strip-components=1 --no-same-owner || return 1`,
        '    why="the FPGA development kit could not be installed"',
        `    SDK_DIR=${kit}/sdk bash ${kit}/sdk/sdk_install.sh || return 1`,
    ];
}

function unit(slots: number): readonly string[] {
    const numbers = Array.from({ length: slots }, (_, slot) => slot);
    return [
        "[Unit]",
        "Description=FPGA images",
        "Wants=network-online.target",
        "After=network-online.target",
        "Before=nodeadm-run.service containerd.service kubelet.service",
        "[Service]",
        "Type=oneshot",
        "RemainAfterExit=yes",
        "TimeoutStartSec=15min",
        `ExecStart=${program}`,
        `ExecStop=-rm -f ${numbers.map(slot => `${fpgaSlots.directory}/slot-${slot}`).join(" ")}`,
        ...numbers.map(slot => `ExecStop=-fpga-clear-local-image -S ${slot}`),
        "[Install]",
        "WantedBy=multi-user.target",
    ];
}
