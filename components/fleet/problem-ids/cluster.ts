import type { ProblemIdFacts } from "./problem-id-facts";

/** The cluster and its versions. */
export const clusterProblemIds = {
    "addon.no-version": {
        meaning:
            "No source names a version of the add-on for this Kubernetes version, and EKS would choose one that changes.",
        overridable: false,
        example: {
            path: 'addons["coredns"]',
            got: "nothing",
            allowed: "a version of coredns for Kubernetes 1.37: the catalogue names none",
            fix: "ask EKS: aws eks describe-addon-versions --addon-name coredns --kubernetes-version 1.37",
        },
    },
    "cluster.adopt": {
        meaning: "An existing cluster is adopted only from facts that are given and fit together.",
        overridable: false,
        example: {
            path: "adopt.version",
            got: '"1.34"',
            allowed: "1.35, the version of the cluster",
            fix: 'write "1.35"',
        },
    },
    "cluster.no-admin": {
        meaning: "A cluster that nobody may enter can only be deleted.",
        overridable: false,
        example: {
            path: "creatorIsAdmin, admins",
            got: "no administrator",
            allowed: "at least one administrator",
            fix: "leave creatorIsAdmin out, or name principals in admins",
        },
    },
    "cluster.service-range": {
        meaning: "The range of the addresses of Kubernetes services is not one that EKS accepts.",
        overridable: false,
        example: {
            path: "serviceCidr",
            got: '"192.0.2.0/24"',
            allowed: "a range between /12 and /24 inside 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16",
            fix: "leave it out: EKS chooses 10.100.0.0/16 or 172.20.0.0/16",
        },
    },
    "cluster.too-few-zones": {
        meaning: "EKS places a control plane in at least two zones that support it.",
        overridable: false,
        example: {
            path: "network.zones",
            got: '"use2-az1"',
            allowed: "at least two zones of the network that can hold a control plane",
            fix: "give the network two zones or more",
        },
    },
    "endpoint.open-to-world": {
        meaning: "A public endpoint of the Kubernetes API that answers the whole internet.",
        overridable: true,
        example: {
            path: "endpoint.public.cidrs",
            got: '"0.0.0.0/0"',
            allowed: "the networks that need the Kubernetes API",
            fix: 'list your own address ranges, or say that you mean it: acknowledge: ["endpoint.open-to-world"]',
        },
    },
    "kubernetes-version.unknown": {
        meaning: "No Kubernetes version of this name is known for the managed service.",
        overridable: true,
        example: {
            path: "version",
            got: '"1.53"',
            allowed: "1.34, 1.35, 1.36",
            fix: "use 1.35, the default",
        },
    },
    "kubernetes-version.unsupported": {
        meaning: "The managed service no longer supports this Kubernetes version.",
        overridable: true,
        example: {
            path: "version",
            got: '"1.31": standard support until 2025-11-26, extended until 2026-11-26',
            allowed: "1.34 (until 2026-12-02), 1.35 (until 2027-03-27), 1.36 (until 2027-08-02)",
            fix: 'use 1.35, the default, or pay for support: "extended"',
        },
    },
} as const satisfies Record<string, ProblemIdFacts>;
