import { isAcceleratorFamily } from "../../catalog/devices";
import { admission, type Admission } from "../admission";
import type { SeenPool } from "../finding";
import { isUnknown } from "../seen";
import { devicesOf, type Device } from "./devices-asked";
import type { Template } from "./disruption-budget";

/**
 * Whether pods of a template run on a pool of their cluster: the scheduler's answer, whether the pool can have nodes, and the
 * plugin's answer, which may refuse what the scheduler let pass. What the template says is prepared once.
 */
export function podLanding(template: Template): (pool: SeenPool) => Admission {
    const lands = admission(template);
    const devices = isUnknown(template.requests) ? [] : devicesOf(template.requests);
    return pool => {
        const landing = lands(pool);
        const { nodes } = pool;
        if (landing.verdict === "refuses") return landing;
        if (!isUnknown(nodes) && nodes.max === 0) return refuses("the pool can have no nodes");
        const shares = sharesRefused(pool, devices);
        if (typeof shares === "string") return refuses(shares);
        const unknowns = [
            ...(landing.verdict === "undecided" ? landing.unknowns : []),
            ...[template.cluster, pool.cluster, nodes, shares].filter(isUnknown).map(({ why }) => unknownPart(why)),
        ];
        return unknowns.length === 0 ? landing : { verdict: "undecided", unknowns };
    };
}

/**
 * Two shares of a GPU may be shares of one: time slicing refuses such a request when told to, MPS always does.
 * Source: NVIDIA/k8s-device-plugin v0.15.0 ("disallow requests for multiple devices if MPS sharing is configured").
 */
function sharesRefused({ sharing, resources }: SeenPool, devices: readonly Device[]) {
    const several = devices.filter(([, amount]) => amount > 1);
    if (several.length === 0) return undefined;
    if (isUnknown(sharing)) return sharing;
    if (isUnknown(resources)) return resources;
    const oneEach = sharing.kind === "mps" || (sharing.kind === "timeSlicing" && sharing.failRequestsGreaterThanOne);
    if (!oneEach) return undefined;
    const shared = resources.filter(({ family }) => isAcceleratorFamily(family)).map(({ name }) => name);
    const refused = several.find(([name]) => shared.includes(name));
    return refused && `asks for ${refused[1]} ${refused[0]}, a pod gets one share of a GPU at most`;
}

function refuses(text: string): Admission {
    return { verdict: "refuses", reasons: [{ clause: "request", text }] };
}

function unknownPart(why: string) {
    return { clause: "request", text: why } as const;
}
