import { migLayout } from "../../fleet/sharing";

/**
 * A script that divides every GPU of a node into MIG instances before its kubelet starts, at every boot: instances do not
 * outlive a reboot, and the cloud reboots nodes to repair them. It changes nothing when the instances are there already, and
 * the kubelet does not start without them: cloud-init alone would let the node join. Sources: NVIDIA MIG user guide, "Getting
 * Started with MIG" (placements of `-cgi`, instances after a reboot); awslabs/amazon-eks-ami nodeadm-run.service (nodeadm does
 * not require cloud-init to succeed); read 2026-11-24. It never ran on a GPU.
 *
 * @throws RangeError for instances that do not fit: `sharingProblems` says so first.
 */
export function divideGpus(machineType: string, instances: Readonly<Record<string, number>>): string {
    const layout = migLayout(machineType, instances);
    if (layout === undefined)
        throw new RangeError(`${JSON.stringify(instances)} do not fit on a GPU of ${machineType}`);
    const places = layout.map(({ profile, start }) => `${profile}:${start}`).join(",");
    const counts = Object.entries(instances)
        .filter(([, count]) => count > 0)
        .map(([profile, count]) => `echo "${profile} $(( ${count} * gpus ))"`);
    return [
        "#!/bin/bash",
        "set -euo pipefail",
        "cat > /usr/local/sbin/divide-gpus <<'SCRIPT'",
        "#!/bin/bash",
        "set -euo pipefail",
        "modes() { nvidia-smi --query-gpu=mig.mode.current --format=csv,noheader | sort -u; }",
        `made() { nvidia-smi -L | awk '$1 == "MIG" { n[$2]++ } END { for (p in n) print p, n[p] }' | sort; }`,
        'gpus="$(nvidia-smi -L | grep -c ^GPU)"',
        `wanted="$({ ${counts.join("; ")}; } | sort)"`,
        'if [ "$(modes)" != Enabled ]; then',
        "    nvidia-smi -mig 1",
        "fi",
        "# A GPU that somebody used takes the mode with its next reset.",
        'if [ "$(modes)" != Enabled ]; then',
        "    nvidia-smi --gpu-reset",
        "fi",
        '[ "$(modes)" = Enabled ]',
        'if [ "$(made)" != "$wanted" ]; then',
        "    nvidia-smi mig -dci || true",
        "    nvidia-smi mig -dgi || true",
        `    nvidia-smi mig -cgi ${places} -C`,
        "fi",
        '[ "$(made)" = "$wanted" ]',
        "SCRIPT",
        "chmod 755 /usr/local/sbin/divide-gpus",
        "cat > /etc/systemd/system/divide-gpus.service <<'UNIT'",
        "[Unit]",
        "Description=MIG instances on every GPU",
        "After=nvidia-kmod-load.service nvidia-fabricmanager.service nvidia-persistenced.service",
        "Before=nvidia-cdi-refresh.service kubelet.service",
        "[Service]",
        "Type=oneshot",
        "RemainAfterExit=yes",
        "ExecStart=/usr/local/sbin/divide-gpus",
        "[Install]",
        "RequiredBy=kubelet.service",
        "UNIT",
        "systemctl daemon-reload",
        "systemctl enable divide-gpus.service",
        "systemctl start divide-gpus.service",
        "",
    ].join("\n");
}
