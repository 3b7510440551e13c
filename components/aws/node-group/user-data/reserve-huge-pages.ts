import type { PoolHugePages } from "../../../fleet/pool";

/** How many pages the kernel shall hold ready, by their size. Source: Linux admin-guide, hugetlbpage.rst. */
const told: Readonly<Record<PoolHugePages["size"], (count: number) => string>> = {
    "2Mi": count => `sysctl -w vm.nr_hugepages=${count}`,
    "1Gi": count => `echo ${count} > /sys/kernel/mm/hugepages/hugepages-1048576kB/nr_hugepages`,
};

/**
 * A script that holds huge pages ready before the kubelet starts, which counts them once, at every boot: early, while the memory
 * still lies together. The kernel spreads them over the NUMA nodes, and gives fewer where it has no more; the kubelet counts
 * those that are there. Sources: Linux admin-guide hugetlbpage.rst; Kubernetes "Manage HugePages"; read 2026-11-24. It never ran
 * on a machine of EC2.
 */
export function reserveHugePages({ size, count }: PoolHugePages): string {
    return [
        "#!/bin/bash",
        "set -euo pipefail",
        "cat > /usr/local/sbin/reserve-huge-pages <<'SCRIPT'",
        "#!/bin/bash",
        told[size](count),
        "SCRIPT",
        "chmod 755 /usr/local/sbin/reserve-huge-pages",
        "cat > /etc/systemd/system/reserve-huge-pages.service <<'UNIT'",
        "[Unit]",
        "Description=Huge pages",
        "DefaultDependencies=no",
        "After=local-fs.target",
        "Before=sysinit.target nodeadm-run.service containerd.service kubelet.service",
        "[Service]",
        "Type=oneshot",
        "RemainAfterExit=yes",
        "ExecStart=/usr/local/sbin/reserve-huge-pages",
        "[Install]",
        "WantedBy=sysinit.target",
        "UNIT",
        "systemctl daemon-reload",
        "systemctl enable reserve-huge-pages.service",
        "systemctl start reserve-huge-pages.service",
        "",
    ].join("\n");
}
