import type { StoredResource } from "../../../../sim/cloud/contract";

export function aResource(parts: Partial<StoredResource> = {}): StoredResource {
    return {
        type: "thing",
        region: "us-east-2",
        id: "thing-1",
        inputs: {},
        outputs: { name: "a thing" },
        hidden: {},
        createdAt: "2026-11-23T10:00:00.000Z",
        requested: true,
        ...parts,
    };
}
