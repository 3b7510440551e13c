import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { isStatus, type KubernetesApi } from "../kubernetes/api-client";
import type { List, Metadata, Node } from "../kubernetes/objects";
import type { DraDevice } from "./plugin";

/** A ResourceSlice of resource.k8s.io/v1, as far as a driver on one node writes it. */
export interface ResourceSlice {
    readonly apiVersion: "resource.k8s.io/v1";
    readonly kind: "ResourceSlice";
    readonly metadata: Metadata;
    readonly spec: {
        readonly driver: string;
        readonly nodeName: string;
        readonly pool: { readonly name: string; readonly generation: number; readonly resourceSliceCount: number };
        readonly devices: readonly DraDevice[];
    };
}

/** Who publishes which devices. */
export interface Publication {
    readonly driver: string;
    readonly devices: readonly DraDevice[];
    /** The pod's service account: `system:serviceaccount:NAMESPACE:NAME`. It has to be allowed to. */
    readonly user: string;
}

const slices = "/apis/resource.k8s.io/v1/resourceslices";

/** How long a kubelet keeps the slices of a driver that went (pkg/kubelet/cm/dra/plugin, "wiping delay"). */
export const wipingDelay = 30_000;

/** The drivers that have slices, by node; nothing where the API server does not know slices. */
export async function driversWithSlices(api: KubernetesApi): Promise<ReadonlyMap<string, readonly string[]>> {
    try {
        const { items } = await api.get<List<ResourceSlice>>(slices);
        return byNode(items);
    } catch (error) {
        if (isStatus(error, 404)) {
            return new Map();
        }
        throw error;
    }
}

function byNode(items: readonly ResourceSlice[]): ReadonlyMap<string, readonly string[]> {
    const drivers = new Map<string, string[]>();
    for (const { spec } of items) {
        drivers.set(spec.nodeName, [...(drivers.get(spec.nodeName) ?? []), spec.driver]);
    }
    return drivers;
}

/** Writes a driver's slice of a node as the driver's service account, or leaves it as it is. */
export async function publishSlice(api: KubernetesApi, nodeName: string, publication: Publication): Promise<void> {
    const { metadata } = await api.get<Node>(`/api/v1/nodes/${nodeName}`);
    const wanted = sliceOf(nodeName, metadata.uid ?? "", publication);
    const driver = api.actingAs(publication.user);
    const path = `${slices}/${wanted.metadata.name}`;
    try {
        await driver.create(slices, wanted);
        return;
    } catch (error) {
        if (!isStatus(error, 409)) {
            throw error;
        }
    }
    const found = await api.get<ResourceSlice>(path);
    if (
        !isDeepStrictEqual(found.spec, wanted.spec) ||
        found.metadata.ownerReferences?.[0]?.uid !== wanted.metadata.ownerReferences?.[0]?.uid
    ) {
        await driver.delete(path);
        await driver.create(slices, wanted);
    }
}

/** The kubelet itself takes the slices of a driver away that is not there any more. */
export async function removeSlice(api: KubernetesApi, nodeName: string, driver: string): Promise<void> {
    try {
        await api.delete(`${slices}/${sliceName(nodeName, driver)}`);
    } catch (error) {
        if (!isStatus(error, 404)) {
            throw error;
        }
    }
}

function sliceOf(nodeName: string, uid: string, { driver, devices }: Publication): ResourceSlice {
    const owner = { apiVersion: "v1", kind: "Node", name: nodeName, uid, controller: true };
    return {
        apiVersion: "resource.k8s.io/v1",
        kind: "ResourceSlice",
        metadata: { name: sliceName(nodeName, driver), ownerReferences: [owner] },
        spec: { driver, nodeName, pool: { name: nodeName, generation: 1, resourceSliceCount: 1 }, devices },
    };
}

/** As `generateName` would make it, and the same again after a restart. */
function sliceName(nodeName: string, driver: string): string {
    const suffix = createHash("sha256").update(`${nodeName} ${driver}`).digest("hex").slice(0, 5);
    return `${nodeName}-${driver}-${suffix}`;
}
