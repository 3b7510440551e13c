/** The text that machines are started with. That nodeadm and cloud-init read it so, only a machine can show. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { parse } from "yaml";
import type { NodeadmPlan } from "../../components/aws/node-group/user-data/user-data-plan";
import { userData } from "../../components/aws/node-group/user-data/user-data";

const plain: NodeadmPlan = {
    format: "nodeadm",
    localDisks: "unused",
    joins: "byEks",
    labels: {},
    taints: [],
    scripts: [],
};
const cluster = {
    clusterName: "shared",
    endpoint: "https://example.gr7.us-east-2.eks.amazonaws.com",
    certificateAuthority: "Q0E=",
    serviceCidr: "172.20.0.0/16",
};

interface Part {
    readonly contentType: string;
    readonly body: string;
}

/** The parts of a MIME document, read as RFC 2046 says. */
function partsOf(base64: string | undefined): Part[] {
    const text = Buffer.from(base64 ?? "", "base64").toString();
    const boundary = /^MIME-Version: 1\.0\nContent-Type: multipart\/mixed; boundary="([^"]+)"\n\n/.exec(text)?.[1];
    assert.ok(boundary !== undefined, text);
    const [, ...rest] = text.split(`--${boundary}`);
    assert.equal(rest.pop(), "--\n");
    return rest.map(part => {
        const [head = "", ...body] = part.split("\n\n");
        return { contentType: head.replace(/^\nContent-Type: /, ""), body: body.join("\n\n").replace(/\n$/, "") };
    });
}

function configOf(base64: string | undefined): { readonly spec: unknown } {
    const [config] = partsOf(base64).filter(part => part.contentType === "application/node.eks.aws");
    return parse(config?.body ?? "") as { readonly spec: unknown };
}

describe("user data of an AL2023 node", () => {
    it("is left out when there is nothing to say", () => {
        assert.equal(userData(plain, undefined), undefined);
    });

    it("joins local disks into one volume", () => {
        assert.deepEqual(configOf(userData({ ...plain, localDisks: "raid0" }, undefined)), {
            apiVersion: "node.eks.aws/v1alpha1",
            kind: "NodeConfig",
            spec: { instance: { localStorage: { strategy: "RAID0" } } },
        });
    });

    it("names the cluster, and the node's marks, when the node joins by itself", () => {
        const plan: NodeadmPlan = {
            ...plain,
            joins: "itself",
            labels: { team: "research", "pulumi-accelerators/pool": "train" },
            taints: [
                { key: "nvidia.com/gpu", value: "present", effect: "NoSchedule" },
                { key: "alone", value: "", effect: "NoExecute" },
            ],
        };
        assert.deepEqual(configOf(userData(plan, cluster)).spec, {
            cluster: {
                name: "shared",
                apiServerEndpoint: "https://example.gr7.us-east-2.eks.amazonaws.com",
                certificateAuthority: "Q0E=",
                cidr: "172.20.0.0/16",
            },
            kubelet: {
                flags: [
                    "--node-labels=team=research,pulumi-accelerators/pool=train",
                    "--register-with-taints=nvidia.com/gpu=present:NoSchedule,alone:NoExecute",
                ],
            },
        });
    });

    it("carries scripts as they are, in their order, beside the configuration", () => {
        const scripts = ["#!/bin/bash\nset -e\n\necho one", "#!/bin/bash\necho two"];
        const parts = partsOf(userData({ ...plain, localDisks: "raid0", scripts }, undefined));
        assert.deepEqual(
            parts.map(({ contentType }) => contentType),
            ["application/node.eks.aws", ...scripts.map(() => 'text/x-shellscript; charset="us-ascii"')],
        );
        assert.deepEqual(
            parts.slice(1).map(({ body }) => body),
            scripts.map(script => `${script}\n`),
        );
    });

    it("can be read back whatever a name holds", () =>
        fc.assert(
            fc.property(fc.string(), fc.string(), (name, data) => {
                const spec = configOf(
                    userData(plain, { ...cluster, clusterName: name, certificateAuthority: data }),
                ).spec;
                const read = (spec as { readonly cluster: Record<string, string> }).cluster;
                assert.deepEqual([read.name, read.certificateAuthority], [name, data]);
            }),
        ));
});
